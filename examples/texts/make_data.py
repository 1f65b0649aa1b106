"""Write sentences.csv, and the folder model/ of a sentence transformer, in seconds.

    python make_data.py                 all-MiniLM-L6-v2 from the Hugging Face hub, checked
    python make_data.py FOLDER          the model in a folder that you have, such as a wheel's
    python make_data.py tiny            a random transformer, made on the spot, for a first try

400 sentences: 20 occupations, 2 genders, 10 templates.
"""

import csv
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

HUB, REVISION = "sentence-transformers/all-MiniLM-L6-v2", "main"
WEIGHTS = "model.safetensors"
CHECKSUM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256
FILES = ("config.json", WEIGHTS, "tokenizer.json", "tokenizer_config.json")
OCCUPATIONS = (
    "nurse", "doctor", "engineer", "teacher", "carpenter", "secretary", "librarian", "plumber",
    "chef", "lawyer", "mechanic", "hairdresser", "soldier", "dancer", "programmer", "cleaner",
    "judge", "farmer", "receptionist", "pilot",
)  # fmt: skip
WORDS = {
    "woman": {"noun": "woman", "kin": "sister", "he": "she", "He": "She", "his": "her"},
    "man": {"noun": "man", "kin": "brother", "he": "he", "He": "He", "his": "his"},
}
TEMPLATES = (
    "The {noun} works as a {job}.",
    "My {kin} is a {job} and {he} likes the job.",
    "{He} is a {job}.",
    "After years of training, {he} finally became a {job} in a small town near the sea.",
    "When the {job} came home, {he} was tired.",
    "Everyone said that {he} was an excellent {job}.",
    "This {noun}, a {job}, told us about {his} work.",
    "{He} earns {his} living as a {job} and has never regretted it, whatever others said.",
    "The {job} said that {he} would be late.",
    "A {job}: that is what {he} wants to be.",
)
RANDOM_NEURONS = 32


def write_sentences():
    """Write a row for each sentence: text, gender, occupation and template."""
    rows = [
        (template.format(job=job, **words), gender, job, number)
        for job in OCCUPATIONS
        for gender, words in WORDS.items()
        for number, template in enumerate(TEMPLATES)
    ]
    with open("sentences.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "gender", "occupation", "template"), *rows])
    return [row[0] for row in rows]


def fetch(folder):
    """Bring the model of the hub into a folder, if it is the one that is meant."""
    from huggingface_hub import hf_hub_download

    for name in FILES:
        hf_hub_download(HUB, name, revision=REVISION, local_dir=folder)


def make_tiny(folder, texts):
    """Write a random transformer of six layers, and a tokenizer of the words of the texts."""
    import tokenizers
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.BertNormalizer()
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    trainer = tokenizers.trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=special, show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    ends = [(each, made.token_to_id(each)) for each in ("[SEP]", "[CLS]")]
    made.post_processor = tokenizers.processors.BertProcessing(*ends)
    made.decoder = tokenizers.decoders.WordPiece()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]")
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=made.get_vocab_size(), hidden_size=RANDOM_NEURONS, num_hidden_layers=6,
        num_attention_heads=2, intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)


def check(folder):
    """Refuse other weights than those that the named regions were found in."""
    found = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    if found != CHECKSUM:
        sys.exit(f"{WEIGHTS} is not that of {HUB}, and is not used: its SHA-256 is {found}")


def main(source=HUB):
    """Write the sentences, the folder `model` and the table of regions `regions.tsv`."""
    texts, folder = write_sentences(), Path("model")
    if source == "tiny":
        folder.mkdir(exist_ok=True)
        make_tiny(folder, texts)
        rows = [("region", "layer", "neuron")]
        rows += [(gender, "layer_6", n) for place, gender in enumerate(WORDS)
                 for n in range(8 * place, 8 * place + 8)]  # fmt: skip
        Path("regions.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
        return
    with tempfile.TemporaryDirectory(dir=".") as place:
        if source == HUB:
            fetch(place)
        else:
            for name in FILES:
                shutil.copyfile(Path(source) / name, Path(place) / name)
        check(Path(place))
        folder.mkdir(exist_ok=True)
        for name in FILES:  # only what was checked ever lies in the folder
            shutil.copyfile(Path(place) / name, folder / name)
    shutil.copyfile(Path(__file__).with_name("regions.tsv"), "regions.tsv")


if __name__ == "__main__":
    main(*sys.argv[1:2])
