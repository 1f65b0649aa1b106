"""Time and peak memory of the permutation test for a layer as large as VGG16's on FairFace.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/permutation_speed.py`
"""

import argparse
import resource
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from topomaps.statistics.significance import group_separation


def measure(n_images, n_neurons, n_groups, n_permutations):
    """One row of the benchmark's table, for noise that any network could have given."""
    generator = np.random.default_rng(0)
    activations = np.maximum(generator.normal(size=(n_images, n_neurons)), 0, dtype=np.float32)
    labels = generator.integers(n_groups, size=n_images)
    start = perf_counter()
    result = group_separation(activations, labels, seed=0, n_permutations=n_permutations)
    seconds = perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return {
        "n_images": n_images,
        "n_neurons": n_neurons,
        "n_groups": n_groups,
        "n_permutations": n_permutations,
        "seconds": round(seconds, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20),
        "p": result.p,
    }


def main():
    """Print the measurement and write it to a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--neurons", type=int, default=512)
    parser.add_argument("--groups", type=int, default=7)
    parser.add_argument("--permutations", type=int, default=9999)
    parser.add_argument(
        "--output", type=Path, default=Path("results/benchmarks/permutation_speed.tsv")
    )
    options = parser.parse_args()
    row = measure(options.images, options.neurons, options.groups, options.permutations)
    table = pd.DataFrame([row])
    print(table.to_string(index=False))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False)


if __name__ == "__main__":
    main()
