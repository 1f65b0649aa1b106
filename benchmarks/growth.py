"""How time and memory of the main stages grow with inputs, neurons, groups, layers and trials.

Each axis spans two decades. Every point is measured in a process of its own, which is forked where
all is imported: its peak memory is what it needs beyond that. Beside ours stand the
published way, work by hand with scikit-learn and matplotlib, and MNE's cluster test (where MNE is
installed, requirements-benchmarks.txt) on the same numbers. Prints Markdown, and writes all points
to results/benchmarks/growth.tsv. Five to six minutes on a quiet core.
"""

import argparse
import multiprocessing
import os
import resource
import sys
import time
from importlib.util import find_spec
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
os.environ["NUMBA_THREADING_LAYER"] = "workqueue"  # GNU's OpenMP refuses to be forked

import numpy as np
import pandas as pd
from stages import others, ours

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "growth.tsv"
ENOUGH, REPEATS = 0.3, 3  # a point of fewer seconds is repeated; the quickest counts
NEURONS, GROUPS, TRIALS = (100, 1000, 10_000), (2, 20, 200), (1, 10, 100)

# stage, way, function, sizes that stay, sizes along each axis, what bounds it
SERIES = [
    ("profiles", "ours", ours.naps, {"inputs": 5000, "neurons": 256, "groups": 10},
     {"inputs": (3000, 30_000, 300_000), "neurons": NEURONS, "groups": GROUPS, "layers": TRIALS},
     "copying rows and adding them in double precision"),
    ("sorted layout", "ours", ours.sorted_layouts, {"neurons": 100, "groups": 10},
     {"neurons": NEURONS, "groups": GROUPS, "layers": TRIALS, "trials": TRIALS},
     "exchanges of neighbours"),
    ("UMAP_PSO", "ours", ours.umap_swarm, {"neurons": 64, "groups": 10},
     {"neurons": (60, 600, 6000), "groups": GROUPS, "trials": TRIALS},
     "UMAP; 1,000 steps of the swarm, by a grid from 2,500 neurons on"),
    ("swarm alone", "ours", ours.swarm, {}, {"neurons": (40, 400, 4000)},
     "all pairs, by a grid from 2,500 neurons on"),
    ("swarm alone", "published (2 steps)", others.published_swarm, {},
     {"neurons": (40, 400, 4000)}, "arrays of all pairs"),
    ("maps and scores", "ours", ours.scoring, {"neurons": 100, "groups": 10},
     {"neurons": NEURONS, "groups": GROUPS, "trials": TRIALS}, "60 blurs of each map"),
    ("maps and scores", "published", others.published_scoring, {"neurons": 100, "groups": 10},
     {"neurons": NEURONS, "groups": GROUPS}, "blurs; a triangulation for each map"),
    ("NAPs to maps", "ours (sorted)", ours.painted, {"neurons": 100, "groups": 10},
     {"neurons": NEURONS, "groups": GROUPS}, "the layout"),
    ("NAPs to maps", "by hand (PCA)", others.pca_by_hand, {"neurons": 100, "groups": 10},
     {"neurons": NEURONS, "groups": GROUPS}, "a triangulation and a figure for each map"),
    ("NAPs to maps", "by hand (t-SNE)", others.tsne_by_hand, {"neurons": 100, "groups": 10},
     {"neurons": (50, 500, 5000)}, "t-SNE"),
    ("permutation test", "ours", ours.separation, {"inputs": 2000, "neurons": 64, "groups": 10},
     {"inputs": (1000, 10_000, 100_000), "neurons": NEURONS, "groups": GROUPS, "layers": TRIALS,
      "permutations": (10, 100, 1000)}, "reading and rounding; sums of permuted groups"),
    ("permutation test", "MNE, clusters", others.cluster_test,
     {"inputs": 2000, "neurons": 64, "groups": 10},
     {"inputs": (1000, 10_000, 100_000), "neurons": NEURONS, "groups": GROUPS,
      "permutations": (10, 100, 1000)}, "a copy and an F-test of all for each permutation"),
    ("suspicious inputs", "ours", ours.suspicious, {"inputs": 2000, "neurons": 64, "groups": 10},
     {"inputs": (1000, 10_000, 100_000), "neurons": (20, 200, 2000), "groups": GROUPS,
      "layers": TRIALS}, "densities and regressions of components, not the layers"),
]  # fmt: skip


def peak_mib():
    """Peak memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def measured(prepare, sizes, results):
    """Put seconds of the processor and MiB beyond those of the start into a queue."""
    before = peak_mib()
    action, seconds = prepare(**sizes), []
    while len(seconds) < REPEATS and sum(seconds) < ENOUGH:
        begin = time.process_time()
        action()
        seconds.append(time.process_time() - begin)
    results.put((min(seconds), peak_mib() - before))


def in_own_process(context, prepare, sizes):
    """Seconds and MiB of one point: of the quicker of two processes, for the first may compile."""
    return min(_in_own_process(context, prepare, sizes) for _ in range(2))


def _in_own_process(context, prepare, sizes):
    results = context.Queue()
    process = context.Process(target=measured, args=(prepare, sizes, results))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the process of {prepare.__name__} with {sizes} has failed")
    return results.get()


def series(context, stage, way, prepare, fixed, axes, bound):
    """Rows of the table of one stage, after a small run that compiles."""
    prepare(**{**fixed, **{axis: sizes[0] for axis, sizes in axes.items()}})()
    for axis, sizes in axes.items():
        points = [in_own_process(context, prepare, {**fixed, axis: size}) for size in sizes]
        seconds = [point[0] for point in points]
        growth = np.diff(np.log(seconds)) / np.diff(np.log(sizes))
        for size, (taken, mib) in zip(sizes, points, strict=True):
            yield {
                "stage": stage, "way": way, "axis": axis, "size": size, "cpu_seconds": taken,
                "mib": mib, "exponent": np.polyfit(np.log(sizes), np.log(seconds), 1)[0],
                "exponent_at_the_end": growth[-1], "bound": bound,
            }  # fmt: skip


def described(table):
    """A line of Markdown for each axis."""
    lines = ["| stage | way | against | seconds | MiB | exponent, at the end |", "|" + " --- |" * 6]
    for (stage, way, axis), rows in table.groupby(["stage", "way", "axis"], sort=False):
        sizes = ", ".join(f"{size:,}" for size in rows["size"])
        seconds = ", ".join(f"{value:.2g}" for value in rows["cpu_seconds"])
        mib = ", ".join(f"{value:.0f}" for value in rows["mib"])
        growth = f"{rows['exponent'].iloc[0]:.2f}, {rows['exponent_at_the_end'].iloc[0]:.2f}"
        lines.append(f"| {stage} | {way} | {axis}: {sizes} | {seconds} | {mib} | {growth} |")
    return "\n".join(lines)


def main():
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stages", nargs="+", choices=[*dict.fromkeys(s[0] for s in SERIES)])
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    context, rows = multiprocessing.get_context("fork"), []
    for each in SERIES:
        if options.stages and each[0] not in options.stages:
            continue
        if each[2] is others.cluster_test and find_spec("mne") is None:
            print("MNE is not installed (requirements-benchmarks.txt): its rows are left out.")
            continue
        begin = time.perf_counter()
        rows += series(context, *each)
        print(f"{each[0]}, {each[1]}: {time.perf_counter() - begin:.0f} s", flush=True)
        table = pd.DataFrame(rows)
        table.to_csv(options.output, sep="\t", index=False, float_format="%.4g")
    print(described(table))


if __name__ == "__main__":
    main()
