import json

import numpy as np
import pytest
from topomaps.models.text_tokens import load_tokenizer, longest_text
from torch_models import save_bert

tokenizers = pytest.importorskip("tokenizers", reason="texts need the package tokenizers")
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "she", "is", "a", "nurs", "##e", "pilot", ".")


@pytest.fixture
def folder(tmp_path):
    """A tokenizer like BERT's, of eleven tokens."""
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.BertNormalizer()
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    made.decoder = tokenizers.decoders.WordPiece()
    made.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made.enable_padding(length=64)  # as in files of sentence transformers: not to be followed
    made.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"pad_token": "[PAD]"}))
    (tmp_path / "config.json").write_text(json.dumps({"max_position_embeddings": 8}))
    return tmp_path


def test_texts_are_padded_to_the_longest_of_them_and_the_padding_is_masked(folder):
    found = load_tokenizer(folder).tokenize(["She is a nurse.", "a pilot"])
    np.testing.assert_array_equal(found.numbers[0], [2, 4, 5, 6, 7, 8, 10, 3])
    np.testing.assert_array_equal(found.numbers[1], [2, 6, 9, 3, 0, 0, 0, 0])
    np.testing.assert_array_equal(found.mask.sum(axis=1), [8, 4])
    np.testing.assert_array_equal(found.special[1], [1, 0, 0, 1, 0, 0, 0, 0])
    assert list(found.inputs()) == ["input_ids", "attention_mask", "token_type_ids"]


def test_tokens_know_their_words_and_their_places(folder):
    found = load_tokenizer(folder).tokenize(["She is a nurse."])
    np.testing.assert_array_equal(found.words[0], [-1, 0, 1, 2, 3, 3, 4, -1])
    assert [*map(tuple, found.places[0, 4:6])] == [(9, 13), (13, 14)]
    assert load_tokenizer(folder).token_texts([4, 8]) == ["she", "##e"]


def test_what_is_too_long_is_cut_and_counted(folder):
    found = load_tokenizer(folder).tokenize(["a " * 100_000, "a"])
    assert found.numbers.shape == (2, 8)
    np.testing.assert_array_equal(found.cut, [True, False])
    assert load_tokenizer(folder, longest=4).tokenize(["a a a a"]).numbers.shape == (1, 4)
    with pytest.raises(ValueError, match=r"max_tokens is 9, but the model in .* takes 8"):
        load_tokenizer(folder, longest=9)
    with pytest.raises(ValueError, match="take 3 or more"):
        load_tokenizer(folder, longest=2)


def test_positions_for_padding_are_no_places_for_tokens(tmp_path):
    said = {"max_position_embeddings": 514, "model_type": "roberta", "pad_token_id": 1}
    (tmp_path / "config.json").write_text(json.dumps(said))
    assert longest_text(tmp_path) == 512


def test_a_tokenizer_of_another_model_is_refused(folder):
    load_tokenizer(folder).check_vocabulary(16, "m")
    with pytest.raises(ValueError, match="knows 11 tokens, but the model m 10"):
        load_tokenizer(folder).check_vocabulary(10, "m")


def test_a_folder_without_a_tokenizer_is_refused(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ValueError, match="no tokenizer that can be read"):
        load_tokenizer(tmp_path)
    save_bert(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(ValueError, match="no tokenizer that can be read"):
        load_tokenizer(tmp_path)  # of which transformers would make one that knows no word
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(ValueError, match=r"tokenizer\.json is damaged"):
        load_tokenizer(tmp_path)


def test_a_model_of_one_length_gets_texts_of_that_length(folder):
    tokenizer = load_tokenizer(folder)
    tokenizer.fit(None, "free")
    tokenizer.fit(5, "small")
    found = tokenizer.tokenize(["She is a nurse.", "a"])
    assert found.numbers.tolist() == [[2, 4, 5, 6, 3], [2, 6, 3, 0, 0]]
    assert found.cut.tolist() == [True, False]
    with pytest.raises(ValueError, match=r"the model tiny takes 2 tokens, of which .* adds 2"):
        tokenizer.fit(2, "tiny")
