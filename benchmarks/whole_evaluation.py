"""The quantitative evaluation of HHAI (Figure 4A), from NAPs to violins, timed as one number.

Seven methods, both conditions, an MLP with 128 neurons and 10 groups; the inputs are scikit-learn's
digits, so that nothing has to be downloaded: the time depends on the numbers of neurons, groups and
trials, not on the images. The goal is for `--trials 100`: under 5 minutes on 2 cores.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pandas as pd
import yaml
from topomaps.common.files import save_table

ROOT = Path(__file__).parents[1]
GOALS = {100: 300}  # trials: seconds
CONFIG = {
    "datasets": {"digits": {"source": "digits"}},
    "models": {"mlp": {"dataset": "digits", "architecture": "mlp", "epochs": 20}},
    "experiments": {
        "evaluation": {
            "model": "mlp",
            "examples_per_group": 30,
            "methods": [
                "random", "PSO", "SOM_PSO", "graph_PSO", "PCA_PSO", "TSNE_PSO", "UMAP_PSO",
            ],
            "conditions": ["layout", "naps"],
            "figures": ["quality", "faithfulness"],
        }
    },
}  # fmt: skip
NAPS = "results/naps/evaluation/hidden"


def run(folder, *targets):
    """Run the workflow on two cores and return the seconds that it took."""
    begin = perf_counter()
    command = [
        sys.executable, "-m", "snakemake", *targets, "--snakefile", ROOT / "Snakefile",
        "--workflow-profile", ROOT / "profiles/default", "--configfile", folder / "config.yaml",
        "--cores", "2", "--directory", folder, "--quiet", "all",
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return perf_counter() - begin


def stage_seconds(folder, trials):
    """Seconds per trial of each stage and method, imports and compilation included."""
    rows = []
    for stage in ("compute_layout", "refine_layout", "score_maps"):
        for path in (folder / "results/benchmarks" / stage).rglob("*.tsv"):
            seconds = pd.read_csv(path, sep="\t")["s"].mean()
            rows.append({"stage": stage, "method": path.parent.name, "seconds": seconds / trials})
    table = pd.DataFrame(rows).groupby(["stage", "method"], sort=False, as_index=False).sum()
    table["seconds"] /= 2  # both conditions
    return table.rename(columns={"seconds": "seconds_per_trial"})


def main():
    """Print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20)
    trials = parser.parse_args().trials
    config = {**CONFIG, "trials_per_job": trials}  # one job, as in the full reproduction
    config["experiments"]["evaluation"]["trials"] = trials
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yaml").write_text(yaml.safe_dump(config))
        run(folder, f"{NAPS}/layout/0-0.npz", f"{NAPS}/naps/0-{trials - 1}.npz")
        seconds = run(folder)
        table = stage_seconds(folder, trials)
    total = pd.DataFrame(
        [
            {
                "stage": "from NAPs to violins",
                "method": "all, in seconds",
                "seconds_per_trial": seconds,
            }
        ]
    )
    table = pd.concat([table, total.assign(goal_seconds=GOALS.get(trials))])
    table["trials"] = trials
    print(table.to_string(index=False, float_format="%.3f", na_rep=""))
    print(f"whole evaluation, {trials} trials: {seconds:.0f} s (goal for 100: {GOALS[100]} s)")
    save_table(ROOT / "results/benchmarks/whole_evaluation.tsv", table)


if __name__ == "__main__":
    main()
