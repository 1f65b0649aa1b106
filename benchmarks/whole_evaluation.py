"""The quantitative evaluation of HHAI (Figure 4A), from NAPs to violins, timed as one number.

Seven methods, both conditions, 100 trials, an MLP with 128 neurons and 10 groups; the inputs are
scikit-learn's digits, so that nothing has to be downloaded: the time depends on the numbers of
neurons, groups and trials, not on the images. Goal: under 5 minutes on 2 cores.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pandas as pd
import yaml
from topomaps.common.files import save_table

ROOT = Path(__file__).parents[1]
TRIALS = 100
CONFIG = {
    "trials_per_job": TRIALS,  # as in the full reproduction
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
            "trials": TRIALS,
            "figures": ["quality", "faithfulness"],
        }
    },
}  # fmt: skip
NAPS = [
    "results/naps/evaluation/hidden/layout/0-0.npz",
    f"results/naps/evaluation/hidden/naps/0-{TRIALS - 1}.npz",
]


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


def stage_seconds(folder):
    """Seconds per trial of each stage and method, imports and compilation included."""
    rows = []
    for stage in ("compute_layout", "refine_layout", "score_maps"):
        for path in (folder / "results/benchmarks" / stage).rglob("*.tsv"):
            seconds = pd.read_csv(path, sep="\t")["s"].mean()
            rows.append({"stage": stage, "method": path.parent.name, "seconds": seconds / TRIALS})
    table = pd.DataFrame(rows).groupby(["stage", "method"], sort=False, as_index=False).sum()
    table["seconds"] /= 2  # both conditions
    return table.rename(columns={"seconds": "seconds_per_trial"})


def main():
    """Print and write the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG))
        run(folder, *NAPS)
        seconds = run(folder)
        table = stage_seconds(folder)
    total = pd.DataFrame(
        [
            {
                "stage": "from NAPs to violins",
                "method": "all, in seconds",
                "seconds_per_trial": seconds,
            }
        ]
    )
    table = pd.concat([table, total])
    print(table.to_string(index=False, float_format="%.3f"))
    print(f"whole evaluation: {seconds:.0f} s (goal: 300 s)")
    save_table(ROOT / "results/benchmarks/whole_evaluation.tsv", table)


if __name__ == "__main__":
    main()
