"""The numbers of docs/bias.md, from the results of a run on faces, as tables of Markdown.

Run in the folder of the run, with the `scripts` folder of the code on the path:
`python …/benchmarks/bias_claims.py mobilenet_bias --layers conv_pw_3_relu …`
"""

from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import pandas as pd
from topomaps.common.files import load_arrays, load_table
from topomaps.scores.tables import first_trial_measures

VARIABLES = ("race", "gender", "age")
WHITE = 240  # a channel above it is in no region (Aequitas, section 2)
PAIRS = (
    ("race", "Black", "Indian"),
    ("race", "East Asian", "Southeast Asian"),
    ("race", "East Asian", "Latino_Hispanic"),
    ("race", "Southeast Asian", "Latino_Hispanic"),
    ("race", "East Asian", "White"),
    ("race", "Southeast Asian", "White"),
    ("race", "Middle Eastern", "White"),
    ("gender", "Female", "Male"),
    *(("age", *pair) for pair in (("3-9", "10-19"), ("10-19", "20-29"), ("20-29", "30-39"),
                                  ("30-39", "40-49"), ("40-49", "50-59"), ("50-59", "60-69"),
                                  ("60-69", "more than 70"), ("0-2", "3-9"))),
)  # fmt: skip


def separations(tests, experiment, layers):
    """A row for each variable and layer: effect, its interval and chance level, p, neurons."""
    rows = []
    for variable in VARIABLES:
        for layer in layers:
            folder = tests / f"{experiment}_{variable}" / layer
            found = load_table(folder / "separation.tsv").iloc[0]
            pairs = load_table(folder / "pairs.tsv")
            rows.append(
                {
                    "variable": variable,
                    "layer": f"`{layer}`",
                    "effect": _percent(found, "effect"),
                    "by chance": f"{100 * found.effect_by_chance:.3f} %",
                    "p": f"{found.p:.4f}",
                    "neurons off the mean": f"{found.neurons_differing} of {found.n_neurons}",
                    "pairs (Holm)": f"{(pairs.p_holm <= 0.05).sum()} of {len(pairs)}",
                    "typical g": f"{pairs.typical_g.median():.2f} "
                    f"({pairs.typical_g.min():.2f} to {pairs.typical_g.max():.2f})",
                    "by chance ": f"{pairs.typical_g_by_chance.median():.2f}",
                    "largest g": f"{pairs.max_abs_g.max():.2f}",
                }
            )
    return pd.DataFrame(rows)


def likeness(tests, experiment, layers):
    """Corrected cosines of named pairs with intervals, a column for each layer."""
    rows = []
    for variable, *names in PAIRS:
        row = {"pair": " – ".join(names).replace("_", " ")}
        for layer in layers:
            table = load_table(tests / f"{experiment}_{variable}" / layer / "pairs.tsv")
            pair = table[table["first"].isin(names) & table["second"].isin(names)]
            if len(pair):
                own = pair.iloc[0]
                row[layer] = f"{own.corrected:.2f} [{own.low:.2f}, {own.high:.2f}]"
                row["unrelated"] = f"{own.unrelated:.2f}"
        rows.append(row)
    return pd.DataFrame(rows)


def maps_of(results, experiment, layers, method):
    """Strength, convexity and white parts of the maps of groups and of random groups."""
    rows = []
    for variable in VARIABLES:
        name = f"{experiment}_{variable}"
        scores = load_table(
            results / "scores" / f"{name}.tsv.gz", dtype={"group": str, "parameter": str}
        )
        for layer in layers:
            maps = load_arrays(results / "maps" / name / layer / f"{method}.npz")
            random = maps["kinds"] == "random"
            strength = np.abs(maps["naps"]).mean(axis=1)
            convexity = first_trial_measures(scores, layer, method)["size_weighted_convexity"]
            convexity = convexity.reindex(maps["groups"]).to_numpy()
            given, chance = convexity[~random], convexity[random]
            shown = ~(maps["images"] == 255).all(axis=(0, 3))
            white = (maps["images"][~random][..., [0, 2]] > WHITE).all(axis=(0, 3)) & shown
            rows.append(
                {
                    "variable": variable,
                    "layer": f"`{layer}`",
                    "mean absolute NAP": f"{strength[~random].mean():.3f}",
                    "random": f"{strength[random].mean():.3f}",
                    "convexity": f"{given.mean():.2f}",
                    "random ": f"{chance.mean():.2f}",
                    "higher": f"{(given > chance).sum()} of {len(given)}",
                    "white in all": f"{100 * white.sum() / shown.sum():.0f} %",
                    "NAP by group": ", ".join(f"{each:.3f}" for each in strength[~random]),
                }
            )
    return pd.DataFrame(rows)


def _percent(row, name):
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{100 * row[name]:.2f} % [{100 * low:.2f}, {100 * high:.2f}]"


def main(results, experiment, layers, method):
    """Print all tables."""
    tables = [
        separations(results / "tests", experiment, layers),
        likeness(results / "tests", experiment, layers),
        maps_of(results, experiment, layers, method),
    ]
    for table in tables:
        print(table.to_markdown(index=False) if hasattr(table, "to_markdown") else table, "\n")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("experiment")
    parser.add_argument("--layers", nargs="+", required=True)
    parser.add_argument("--method", default="UMAP_PSO")
    parser.add_argument("--results", type=Path, default=Path("results"))
    given = parser.parse_args()
    main(given.results, given.experiment, given.layers, given.method)
