"""Time the plans of the full reproduction and of 1,000 experiments, and Snakemake's own start.

Short plans are timed in turns with `snakemake --version`, as processor time and by the clock, those
of 1,000 experiments once, with their peak memory. Prints a table with goals and writes it to
results/benchmarks/planning_speed.tsv; run it by `make benchmarks`.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd
import yaml

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "results" / "benchmarks" / "planning_speed.tsv"
ROUNDS = 3  # the quickest counts: other work on the machine disturbs it least
PLAN = ["--dry-run", "--quiet", "all", "--cores", "1", "--snakefile", ROOT / "Snakefile"]
GOAL, GOAL_OF_MANY = 8, 60  # seconds of a processor


def call(options, folder):
    """Processor time, time by the clock and peak memory (MiB) of one call of Snakemake."""
    begin = perf_counter()
    run = subprocess.Popen(
        [sys.executable, "-m", "snakemake", *options],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(run.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, run.args)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return {
        "processor_seconds": used.ru_utime + used.ru_stime,
        "seconds": perf_counter() - begin,
        "peak_mib": used.ru_maxrss * unit / 2**20,
    }


def many(folder, n_experiments, n_models):
    """Options for a plan of many experiments on the embedded digits."""
    groupings = ("class", "prediction", "correctness")
    config = {
        "datasets": {"digits": {"source": "digits"}},
        "models": {
            f"cnn_{n}": {"dataset": "digits", "architecture": "cnn", "epochs": 1}
            for n in range(n_models)
        },
        "experiments": {
            f"experiment_{n}": {
                "model": f"cnn_{n % n_models}", "groups": groupings[n % 3],
                "figures": ["map_grid", "tests", "outcomes"],
            }
            for n in range(n_experiments)
        },
    }  # fmt: skip
    file = Path(folder) / f"{n_models}.yaml"
    file.write_text(yaml.safe_dump(config))
    return [*PLAN, "--configfile", file]


def main(n_experiments):
    """Measure, print and save."""
    rows = []
    with TemporaryDirectory() as folder:  # nothing is there yet: every job is planned
        short = {"plan of the full reproduction": (PLAN, GOAL), "--version": (["--version"], None)}
        for _ in range(ROUNDS):
            for name, (options, goal) in short.items():
                rows.append({"command": name, "goal": goal, **call(options, folder)})
        for n_models in (10, n_experiments):
            name = f"plan of {n_experiments:,} experiments, {n_models:,} models"
            options = many(folder, n_experiments, n_models)
            rows.append({"command": name, "goal": GOAL_OF_MANY, **call(options, folder)})
    table = pd.DataFrame(rows).groupby("command", sort=False).min().reset_index()
    table = table.rename(columns={"goal": "goal_processor_seconds"})
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(TARGET, sep="\t", index=False, float_format="%.4g")
    print(table.to_string(index=False, float_format="%.4g", na_rep=""))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--experiments", type=int, default=1000)
    main(parser.parse_args().experiments)
