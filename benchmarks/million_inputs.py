"""Time and memory of tests and profiles of very many inputs, against a plain sum of the same file.

Writes activations to a temporary folder, reads them once so that the disk's cache is warm, and runs
each part in a process of its own. Run from the top folder:
`PYTHONPATH=scripts python benchmarks/million_inputs.py --inputs 1000000`
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd

BLOCK = 4096  # rows that are written or summed at once
GOAL_MIB = 2048  # of the workflow's own parts, whatever the number of inputs
GOAL_MB_PER_SECOND = {"naps": 500}
STRAIGHTFORWARD = ("plain_sum", "matrix_products")


def write_activations(path, n_inputs, n_neurons, n_groups):
    """Write rectified noise in which groups differ a little in some neurons; return the labels."""
    rng = np.random.default_rng(0)
    labels = rng.integers(n_groups, size=n_inputs)
    planted = (rng.random((n_groups, n_neurons)) < 0.1).astype(np.float32) / 10
    header = {"descr": "<f4", "fortran_order": False, "shape": (n_inputs, n_neurons)}
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for start in range(0, n_inputs, BLOCK):
            groups = labels[start : start + BLOCK]
            noise = rng.standard_normal((len(groups), n_neurons), dtype=np.float32)
            np.maximum(noise + planted[groups], 0).tofile(file)
    np.save(path.with_name("labels.npy"), labels)
    return labels


def opened(path):
    """The activations as the workflow opens them."""
    from topomaps.activations.layer import open_layer_activations

    return open_layer_activations(path, "layer").means


def plain_sum(path, labels, options):
    """Sum of all numbers by NumPy, in blocks."""
    values = np.load(path, mmap_mode="r")
    return float(sum(values[i : i + BLOCK].sum() for i in range(0, len(values), BLOCK)))


def separation(path, labels, options):
    """Permutation test of all groups."""
    from topomaps.statistics.significance import group_separation

    return group_separation(opened(path), labels, seed=0, n_permutations=options.permutations).p


def matrix_products(path, labels, options):
    """The permuted group sums by matrix products, activations in memory in double precision."""
    values = np.load(path).astype(np.float64)
    values -= values.mean(axis=0)
    rng, largest = np.random.default_rng(0), 0.0
    groups = np.arange(options.groups - 1)[:, None]
    chunk = max(1, 2**26 // (8 * options.groups * sum(values.shape)))
    for start in range(0, options.permutations, chunk):
        size = min(chunk, options.permutations - start)
        permuted = rng.permuted(np.tile(labels.astype(np.uint8), (size, 1)), axis=1)
        members = (permuted[:, None] == groups).astype(np.float64)
        largest = max(largest, np.abs(members.reshape(-1, len(labels)) @ values).max())
    return largest


def pairs(path, labels, options):
    """Permutation tests and effect sizes of all pairs of groups."""
    from topomaps.statistics.pairwise import pairwise_differences

    table = pairwise_differences(opened(path), labels, seed=0, n_permutations=options.permutations)
    return float(table["p"].min())


def intervals(path, labels, options):
    """Bootstrap intervals of the similarities of groups."""
    from topomaps.statistics.similarities import similarity_intervals

    table = similarity_intervals(opened(path), labels, seed=0, n_resamples=options.resamples)
    return float(table["low"].min())


def naps(path, labels, options):
    """Neuron activation profiles of all groups."""
    from topomaps.profiles.naps import group_means

    members = [np.flatnonzero(labels == group) for group in range(options.groups)]
    return float(group_means(opened(path), members).max())


def regions(path, labels, options):
    """The inputs that activate each of 20 regions most."""
    from topomaps.maps.region_inputs import top_inputs

    table = pd.DataFrame(
        {
            "group": np.repeat(np.arange(20), 30).astype(str),
            "direction": "above",
            "region": 0,
            "neuron": np.random.default_rng(0).integers(options.neurons, size=600),
        }
    )
    return float(top_inputs(opened(path), table, 5)["activation"].max())


def suspicious(path, labels, options):
    """Inputs whose labels are probably wrong."""
    from topomaps.statistics.suspicious_inputs import suspicious_inputs

    return float(suspicious_inputs(opened(path), labels)["score"].max())


PARTS = {
    each.__name__: each
    for each in (
        plain_sum, separation, matrix_products, pairs, intervals, naps, regions, suspicious,
    )
}  # fmt: skip


def measure(options):
    """Run one part in this process and print what it took as JSON."""
    labels = np.load(options.folder / "labels.npy")
    path = options.folder / "layer.npy"
    start, started = perf_counter(), process_time()
    value = PARTS[options.part](path, labels, options)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    taken = {"seconds": perf_counter() - start, "cpu_seconds": process_time() - started}
    print(json.dumps({"part": options.part, **taken, "peak_mib": peak / 2**20, "value": value}))


def in_own_process(part, folder, arguments):
    """What a part took, in a new process."""
    command = [sys.executable, __file__, *arguments, "--folder", str(folder), "--part", part]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def described(rows, options):
    """Table of what the parts took, beside a plain sum."""
    table = pd.DataFrame(rows)
    numbers = options.inputs * options.neurons
    table["mb_per_second"] = 4 * numbers / table["seconds"] / 1e6
    table["mb_per_cpu_second"] = 4 * numbers / table["cpu_seconds"] / 1e6
    table["ns_per_number"] = table["cpu_seconds"] / numbers * 1e9
    plain = table.loc[table["part"] == "plain_sum", "cpu_seconds"].item()
    table["share_of_plain_sum"] = plain / table["cpu_seconds"]
    own = ~table["part"].isin(STRAIGHTFORWARD)
    table["goal_mib"] = pd.Series(GOAL_MIB, table.index).where(own)
    table["goal_mb_per_second"] = table["part"].map(GOAL_MB_PER_SECOND)
    sizes = {key: getattr(options, key) for key in ("inputs", "neurons", "groups", "permutations")}
    return table.drop(columns="value").assign(**sizes)


def main():
    """Make the file, measure the parts, print a table and save it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in {
        "inputs": 20_000, "neurons": 1024, "groups": 10, "permutations": 99, "resamples": 200,
    }.items():  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--output", default="results/benchmarks/million_inputs.tsv", type=Path)
    options = parser.parse_args()
    if options.part:
        measure(options)
        return
    numbers = ("inputs", "neurons", "groups", "permutations", "resamples")
    arguments = [str(each) for key in numbers for each in (f"--{key}", getattr(options, key))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.npy"
        write_activations(path, options.inputs, options.neurons, options.groups)
        rows = []
        for part in dict.fromkeys(["plain_sum", "plain_sum", *options.parts]):
            rows.append(in_own_process(part, folder, arguments))
            print(json.dumps(rows[-1]), file=sys.stderr)
    table = described(rows, options)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False, float_format="%.5g")
    print(table.to_string(index=False, float_format="%.4g"))


if __name__ == "__main__":
    main()
