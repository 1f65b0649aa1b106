"""Throughput and memory of the extraction of texts, against a bare loop over the same model.

The stream cuts texts into tokens, runs an encoder of Hugging Face's, takes all hidden states, and
writes the mean over the tokens of each; the bare loop is `model(**batch)` on the same batches, cut
into tokens before. Both take turns in one process; processor time is compared, which other
programs change little. Without a folder the encoder has the size of all-MiniLM-L6-v2 and random
weights, which changes no speed.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/text_speed.py`
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from topomaps.activations.extraction import KeptLayer
from topomaps.activations.network_pass import NetworkPass
from topomaps.data.batches import TextBatches
from topomaps.models.networks import open_network
from topomaps.models.text_tokens import load_tokenizer

SIZES = {"hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12,
         "intermediate_size": 1536}  # fmt: skip
LAYERS = [f"layer_{number}" for number in range(SIZES["num_hidden_layers"] + 1)]
BATCH, GOAL = 32, 0.9  # of the throughput of the bare loop
N_WORDS, LENGTHS = 5000, (6, 39)  # words there are, and those of a text


def write_encoder(folder):
    """A random encoder in a folder of Hugging Face, and a tokenizer of whole words."""
    import tokenizers
    import transformers

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words = {each: n for n, each in enumerate([*special, *(f"w{n}" for n in range(N_WORDS))])}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    made.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made.save(f"{folder}/tokenizer.json")
    config = transformers.BertConfig(**SIZES)
    transformers.BertModel(config, add_pooling_layer=True).save_pretrained(folder)


def written_texts(folder, n_texts):
    """Texts of random words of the vocabulary."""
    import tokenizers

    vocabulary = tokenizers.Tokenizer.from_file(f"{folder}/tokenizer.json").get_vocab()
    words = sorted(each for each in vocabulary if each.isalnum())
    generator = np.random.default_rng(0)
    for length in generator.integers(*LENGTHS, n_texts):
        yield " ".join(generator.choice(words, length))


def stream(network, batches, n_texts):
    """One pass that leaves the mean over the tokens of each layer in files."""
    with tempfile.TemporaryDirectory() as place:
        kept = {name: KeptLayer(place, name, name, n_texts, tokens="mean") for name in LAYERS}
        run = NetworkPass(Path(place), kept, n_texts)
        run.run(network.forward(LAYERS), batches)
        run.close()


def bare_loop(model, batches):
    """The model alone."""
    import torch

    with torch.no_grad():
        for inputs in batches:
            model(**inputs)


def measure(folder, n_texts, repetitions):
    """Processor seconds of both ways, and peak memory, as a row of the table."""
    import torch
    import transformers

    network = open_network({"file": folder})
    texts = [*written_texts(folder, n_texts)]
    batches = TextBatches(texts, np.arange(n_texts), BATCH, load_tokenizer(folder))
    stream(network, batches, n_texts)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    model = transformers.AutoModel.from_pretrained(folder).eval()
    ready = [{name: torch.from_numpy(each) for name, each in inputs.items()}
             for _, inputs in batches]  # fmt: skip
    calls = {"bare": lambda: bare_loop(model, ready),
             "stream": lambda: stream(network, batches, n_texts)}  # fmt: skip
    used = dict.fromkeys(calls, 0.0)
    for _ in range(repetitions):
        for name, call in calls.items():
            start = process_time()
            call()
            used[name] += process_time() - start
    share = round(used["bare"] / used["stream"], 3) if repetitions else np.nan
    return {"texts": n_texts, "share_of_bare": share, "goal": GOAL, "peak_mib": round(peak)} | used


def main():
    """Print the measurements and write them to a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, nargs="+", default=[320, 960])
    parser.add_argument("--repetitions", type=int, default=2, help="0 measures memory alone")
    parser.add_argument("--folder", help="of a model with 6 blocks, random if left out")
    parser.add_argument("--output", type=Path, default=Path("results/benchmarks/text_speed.tsv"))
    options = parser.parse_args()
    try:
        import transformers  # noqa: F401
    except ImportError:
        print("left out: requirements-torch.txt is not installed")
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        if options.folder is None:
            write_encoder(folder)
        for n_texts in options.texts:
            given = options.folder or folder, n_texts, options.repetitions
            with multiprocessing.get_context("spawn").Pool(1) as pool:  # its peak is its own
                rows.append(pool.apply(measure, given))
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False)


if __name__ == "__main__":
    main()
