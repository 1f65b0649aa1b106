"""Tiny random networks of PyTorch, and of Hugging Face with their tokenizers."""

import json

import pytest

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "nurse", "doctor", "came", "home", "late", ".")
TEXTS = ["a nurse .", "a doctor came home late .", "late", "home . a nurse came late . a doctor"]
SIZES = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 24}  # fmt: skip


def save_bert(folder, kind="BertModel", **settings):
    """A tiny encoder in a folder of Hugging Face, with its tokenizer."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    torch.manual_seed(0)
    config = transformers.BertConfig(vocab_size=len(WORDS), **SIZES | settings)
    model = getattr(transformers, kind)(config).eval()
    model.save_pretrained(folder)
    save_tokenizer(folder)
    return model


def save_tokenizer(folder, words=WORDS):
    """A tokenizer of words."""
    tokenizers = pytest.importorskip("tokenizers")
    codes = {word: code for code, word in enumerate(words)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(codes, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    said = {"pad_token": "[PAD]", "model_max_length": 32}
    (folder / "tokenizer_config.json").write_text(json.dumps(said))


def export_bert(model, path):
    """The same encoder as an exported program."""
    import torch

    class Three(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.bert = model

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.bert(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state

    example = torch.tensor([[2, 4, 5, 3, 0], [2, 4, 6, 7, 3]])
    given = (example, (example > 0).long(), torch.zeros_like(example))
    free = {0: torch.export.Dim.AUTO, 1: torch.export.Dim.AUTO}
    with torch.no_grad():
        program = torch.export.export(Three(), given, dynamic_shapes=(free,) * 3)
    torch.export.save(program, path)
