"""Time `sorted` beside UMAP_PSO, and FLAS where it is installed, in one run with one thread.

Neurons with 10 features from 20 kinds of responses, in all strengths. Seconds are of processor
time. Prints a table and writes it to results/benchmarks/sorted_speed.tsv; run it by `make
benchmarks`, on an idle machine.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", NUMBA_NUM_THREADS="1")

import numpy as np
import pandas as pd
from layout_quality import flas, flas_layout
from topomaps.layouts.compute import compute_layout
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.image_errors import auc, score_images

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "sorted_speed.tsv"
GOALS = {128: 0.03, 1024: 0.4, 4096: 2, 25_000: 20, 100_000: 90}  # neurons: seconds
LARGEST_COMPARED = 4096  # neurons; other methods take minutes beyond
ROUNDS = 3  # of layers up to 1,024; the quickest counts: other work disturbs it least
LARGEST_EXPONENT, LARGEST_MEMORY = 1.2, 2  # GiB
METHODS = {
    "sorted": sorted_layout,
    "UMAP_PSO": lambda features, seed: compute_layout("UMAP_PSO", features, seed),
    "FLAS": flas_layout,
}


def responses(n_neurons, n_features=10, n_kinds=20):
    """NAPs (n_neurons, n_features) of kinds of neurons in all strengths, with noise."""
    generator = np.random.default_rng(0)
    kinds = generator.standard_normal((n_kinds, n_features))
    strengths = 1.5 * generator.random((n_neurons, 1))
    noise = 0.25 * generator.standard_normal((n_neurons, n_features))
    values = strengths * kinds[generator.integers(n_kinds, size=n_neurons)] + noise
    return values - values.mean(axis=1, keepdims=True)


def measure(method, n_neurons):
    """Seconds, memory and errors of one method, printed by a process of its own."""
    layout, features = METHODS[method], responses(n_neurons)
    layout(responses(min(n_neurons, 5000)), 0)  # imports, and compiles what this size needs
    times = []
    for _ in range(ROUNDS if n_neurons <= 1024 else 1):
        begin = process_time()
        positions = layout(features, 0)
        times.append(process_time() - begin)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    images = map_images(MapGrid(positions).interpolate(features.T), color_limit(features))
    errors = [auc(each.mean(axis=0)) for each in score_images(images).values()]
    print(min(times), memory, *errors)


def in_own_process(method, n_neurons):
    """One row of the table."""
    command = [sys.executable, __file__, method, str(n_neurons)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory, *errors = map(float, output.split("\n")[-2].split())
    names = ("resize", "resize_uint8", "blur", "blur_uint8")
    return {
        "neurons": n_neurons,
        "method": method,
        "seconds": seconds,
        "GiB": memory,
        **dict(zip(names, errors, strict=True)),
    }


def main():
    """Measure, print and save."""
    names = [name for name in METHODS if name != "FLAS" or flas is not None]
    table = pd.DataFrame(
        in_own_process(name, n)
        for n in GOALS
        for name in names
        if name == "sorted" or n <= LARGEST_COMPARED
    )
    table["goal_seconds"] = table["neurons"].map(GOALS).where(table["method"] == "sorted")
    seconds = table.pivot(index="neurons", columns="method", values="seconds")
    table["times_UMAP_PSO"] = (
        table["neurons"].map(seconds["UMAP_PSO"]) / table["seconds"]
    )  # fmt: skip
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(TARGET, sep="\t", index=False, float_format="%.4g")
    print(table.to_string(index=False, float_format="%.4g", na_rep=""))
    large = seconds["sorted"].loc[4096:]
    exponent = np.polyfit(np.log(large.index), np.log(large), 1)[0]
    print(
        f"Growth of sorted from 4,096 neurons on: exponent {exponent:.2f} "
        f"(goal: {LARGEST_EXPONENT})"
    )
    memory = table.loc[table["method"] == "sorted", "GiB"].max()
    print(f"Most memory of sorted: {memory:.2f} GiB (goal: {LARGEST_MEMORY})")
    if flas is None:
        print("FLAS is not installed (pip install vc-flas), so that it has no rows.")


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 1 else main()
