"""Time the plan of the full reproduction, and Snakemake's own start beside it.

Plans are timed in turns with `snakemake --version`, as processor time and by the clock. Prints a
table and writes it to results/benchmarks/planning_speed.tsv; run it by `make benchmarks`.
"""

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "results" / "benchmarks" / "planning_speed.tsv"
ROUNDS = 3  # the quickest counts: other work on the machine disturbs it least
GOAL = 8  # seconds
PLAN = ["--dry-run", "--quiet", "all", "--cores", "1", "--snakefile", ROOT / "Snakefile"]
COMMANDS = {"plan of the full reproduction": PLAN, "snakemake --version": ["--version"]}


def seconds(options, folder):
    """Processor time and time by the clock of one call of Snakemake."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    call = [sys.executable, "-m", "snakemake", *options]
    subprocess.run(call, cwd=folder, capture_output=True, check=True)
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter() - begin
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def main():
    """Measure, print and save."""
    rows = []
    with TemporaryDirectory() as folder:  # nothing is there yet: every job is planned
        for _ in range(ROUNDS):
            for name, options in COMMANDS.items():
                processor, clock = seconds(options, folder)
                rows.append({"command": name, "processor_seconds": processor, "seconds": clock})
    table = pd.DataFrame(rows).groupby("command", sort=False).min().reset_index()
    table.loc[0, "goal_processor_seconds"] = GOAL
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(TARGET, sep="\t", index=False, float_format="%.4g")
    print(table.to_string(index=False, float_format="%.4g", na_rep=""))


if __name__ == "__main__":
    main()
