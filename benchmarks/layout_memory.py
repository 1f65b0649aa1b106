"""Peak memory and processor time of layouts of large layers, each in its own process.

Prints a table and writes it to results/benchmarks/layout_memory.tsv; run it by `make benchmarks`.
`--limits` adds slower methods, and those that are quadratic in memory, at the largest layers that
they accept.
"""

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from topomaps.layouts.coordinates import SIZE_LIMITS

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "layout_memory.tsv"
N_GROUPS = 10
CASES = {  # method and neurons: largest peak memory in MiB that is allowed
    ("random", 100_000): 1024,
    ("PCA_PSO", 100_000): 1024,
    ("UMAP_PSO", 25_000): 3072,  # the hybrids contain their base methods
    ("faithfulness", 25_000): 3072,
}
SLOW_CASES = {("PCA_PSO", 25_000): 3072, ("TSNE_PSO", 25_000): 3072}


def run_case(method, n_neurons):
    """Compute one case in this process; peak memory in MiB and processor time, imports included."""
    features = np.random.default_rng(0).standard_normal((n_neurons, N_GROUPS))
    begin = process_time()
    if method == "faithfulness":
        from topomaps.scores.faithfulness import faithfulness

        faithfulness(features, features[:, :2])
    else:
        from topomaps.layouts.compute import compute_layout

        compute_layout(method, features, seed=0, threads=2)
    seconds = process_time() - begin
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return {"peak_mib": round(peak), "cpu_seconds": round(seconds, 1)}


def in_own_process(method, n_neurons):
    """Result of a case in a fresh process, which alone has a peak of its own."""
    command = [sys.executable, __file__, "--case", method, str(n_neurons)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", nargs=2, metavar=("METHOD", "NEURONS"))
    parser.add_argument("--limits", action="store_true")
    options = parser.parse_args()
    if options.case:
        print(json.dumps(run_case(options.case[0], int(options.case[1]))))
        return
    cases = dict(CASES)
    if options.limits:
        cases |= SLOW_CASES | dict.fromkeys(SIZE_LIMITS.items(), None)
    rows = []
    for (method, n_neurons), goal in cases.items():
        measured = in_own_process(method, n_neurons)
        print(f"{method}, {n_neurons:,} neurons: {measured}", flush=True)
        rows.append({"method": method, "neurons": n_neurons, **measured, "goal_mib": goal})
    table = pd.DataFrame(rows)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(TARGET, sep="\t", index=False)
    print(table.to_string(index=False, na_rep=""))


if __name__ == "__main__":
    main()
