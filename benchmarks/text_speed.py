"""Throughput of a Hugging Face encoder, all hidden states taken, against a bare loop over it.

The encoder has the size of all-MiniLM-L6-v2 and random weights, which changes no speed; its texts
are random tokens of 8 to 40 a text, padded to the longest of each batch. Both take turns in one
process; processor time is compared, which other programs change little.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/text_speed.py`
"""

import argparse
import resource
import sys
import tempfile
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from topomaps.activations.tokens import reduced
from topomaps.models.networks import open_network

SIZES = {"hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12,
         "intermediate_size": 1536}  # fmt: skip
BATCH, GOAL = 32, 0.9  # of the throughput of the bare loop


def write_encoder(folder):
    """A random encoder in a folder of Hugging Face."""
    import transformers

    config = transformers.BertConfig(**SIZES)
    transformers.BertModel(config, add_pooling_layer=True).save_pretrained(folder)


def token_batches(n_texts):
    """Batches of tokens and their masks."""
    generator = np.random.default_rng(0)
    for start in range(0, n_texts, BATCH):
        lengths = generator.integers(8, 41, min(BATCH, n_texts - start))
        mask = np.arange(lengths.max()) < lengths[:, None]
        numbers = generator.integers(1000, 30000, mask.shape) * mask
        yield {"input_ids": numbers, "attention_mask": mask.astype(np.int64)}


def measure(folder, n_texts, repetitions):
    """Processor seconds of both ways, and peak memory, as a row of the table."""
    import torch
    import transformers

    network = open_network({"file": folder})
    layers = [f"layer_{number}" for number in range(SIZES["num_hidden_layers"] + 1)]
    forward = network.forward(layers, outputs=False)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    used = {"bare": 0.0, "taken": 0.0}
    for _ in range(repetitions):
        start = process_time()
        for inputs in token_batches(n_texts):
            for values, real in forward(inputs)[0].values():
                reduced(values, "mean", real)
        used["taken"] += process_time() - start
        start = process_time()
        with torch.no_grad():
            for inputs in token_batches(n_texts):
                model(**{name: torch.from_numpy(each) for name, each in inputs.items()})
        used["bare"] += process_time() - start
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    share = round(used["bare"] / used["taken"], 3)
    return {"texts": n_texts, "share_of_bare": share, "goal": GOAL, "peak_mib": round(peak)} | used


def main():
    """Print the measurements and write them to a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, nargs="+", default=[320, 960])
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path("results/benchmarks/text_speed.tsv"))
    options = parser.parse_args()
    try:
        import transformers  # noqa: F401
    except ImportError:
        print("left out: requirements-torch.txt is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        write_encoder(folder)
        rows = [measure(folder, each, options.repetitions) for each in options.texts]
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False)


if __name__ == "__main__":
    main()
