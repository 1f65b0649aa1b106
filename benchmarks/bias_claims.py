"""The numbers of docs/validation-bias.md, from a run on faces, as tables of Markdown.

`benchmarks/bias_claims.py --mirror FOLDER` runs what the tables of MobileNet need and prints them,
`benchmarks/bias_claims.py vgg16_bias --configuration config/vgg16.yaml --mirror FOLDER --weights
FOLDER/keras-applications/vgg16_notop.h5` those of VGG16, and so for the other experiments of that
file. Without `--mirror`, the results of a run that is there are read.
"""

import subprocess
import sys
from argparse import ArgumentParser
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from topomaps.common.files import load_arrays, load_table
from topomaps.common.probabilities import written_p

VARIABLES = ("race", "gender", "age")
FILES = (
    "results/tests/{}_{}_separation.tsv",
    "results/tests/{}_{}_pairs.tsv",
    "results/scores/{}_{}.tsv.gz",
)
PUBLISHED, N_DRAWS = 150, 300  # images a group in the published code; draws of as many
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
                    "separation": f"{found.statistic:.0f}",
                    "chance": f"{found.chance_low:.0f} to {found.chance_high:.0f}",
                    "effect": _percent(found, "effect"),
                    "by chance": f"{100 * found.effect_by_chance:.3f} %",
                    "p": written_p(found.p, found.least_p),
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
            convexity = convexities(scores, layer, method)[maps["groups"]].to_numpy()
            given, chance = convexity[:, ~random], convexity[:, random]
            higher = (given > chance).sum(axis=1)
            rows.append(
                {
                    "variable": variable,
                    "layer": f"`{layer}`",
                    "mean absolute NAP": f"{strength[~random].mean():.3f}",
                    "random": f"{strength[random].mean():.3f}",
                    "convexity": _over_layouts(given.mean(axis=1)),
                    "random ": _over_layouts(chance.mean(axis=1)),
                    "higher": f"{_span(higher)} of {given.shape[1]}",
                    "white in all": f"{white_share(maps['scored_images'], ~random):.0f} %",
                    "random  ": f"{white_share(maps['scored_images'], random):.0f} %",
                    "NAP by group": ", ".join(f"{each:.3f}" for each in strength[~random]),
                }
            )
    return pd.DataFrame(rows)


def cosines(labels, values):
    """Cosine similarities (G, G) of the NAPs of groups, by their names in their order."""
    names = np.unique(labels)
    means = np.stack([values[labels == name].mean(axis=0) for name in names])
    naps = means - means.mean(axis=0)
    directions = naps / np.linalg.norm(naps, axis=1, keepdims=True)
    return directions @ directions.T


def likeness_by_images(activations, layers, seed=0):
    """Cosines of named races of all images, of some a group, and of permuted labels.

    Cosines as maps show them, with their noise. Of drawn images and of permuted labels, the median
    and from where to where 95 % of the draws lie.
    """
    labels, rows = load_arrays(activations / "inputs.npz")["attributes/race"], []
    names, generator = np.unique(labels).tolist(), np.random.default_rng(seed)
    for layer in layers:
        values = np.load(activations / f"{layer}.means.npy")
        found = cosines(labels, values)
        drawn, chance = [], []
        for _ in range(N_DRAWS):
            order = generator.permutation(len(labels))
            few = [order[labels[order] == name][:PUBLISHED] for name in names]
            few = np.concatenate(few)
            drawn.append(cosines(labels[few], values[few]))
            chance.append(cosines(labels[order], values))
        for _, *pair in (each for each in PAIRS if each[0] == "race"):
            at = tuple(names.index(each) for each in pair)
            rows.append(
                {
                    "layer": f"`{layer}`",
                    "pair": " – ".join(pair).replace("_", " "),
                    "all images": f"{found[at]:.2f}",
                    f"{PUBLISHED} a group": _range([each[at] for each in drawn]),
                    "by chance": _range([each[at] for each in chance]),
                }
            )
    return pd.DataFrame(rows)


def _range(values):
    low, median, high = np.percentile(values, [2.5, 50, 97.5])
    return f"{median:.2f} [{low:.2f}, {high:.2f}]"


def convexities(scores, layer, method):
    """Size-weighted convexity, a row for each layout and a column for each group."""
    rows = scores[
        (scores["layer"] == layer)
        & (scores["method"] == method)
        & (scores["measure"] == "size_weighted_convexity")
    ]
    return rows.pivot(index="trial", columns="group", values="value")


def white_share(images, members):
    """Percentage of the map that is white in all of the maps of some groups."""
    shown = ~(images == 255).all(axis=(0, 3))
    white = (images[members][..., [0, 2]] > WHITE).all(axis=(0, 3)) & shown
    return 100 * white.sum() / shown.sum()


def _over_layouts(values):
    """The first layout, which figures show, and from the least to the largest of all."""
    spread = f" ({values.min():.2f} to {values.max():.2f})" if len(values) > 1 else ""
    return f"{values[0]:.2f}{spread}"


def _span(numbers):
    low, high = numbers.min(), numbers.max()
    return f"{low}" if low == high else f"{low} to {high}"


def _percent(row, name):
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{100 * row[name]:.2f} % [{100 * low:.2f}, {100 * high:.2f}]"


def run(configuration, experiment, layers, method, mirror, weights):
    """Make what the tables are read from, by the workflow, with the mirror's files."""
    models = yaml.safe_load(configuration.read_text(encoding="utf-8"))["models"]
    values = {"mirror": str(mirror.resolve())}
    if weights:
        values["models"] = {name: {"weights": str(weights.resolve())} for name in models}
    files = [path.format(experiment, name) for path, name in product(FILES, VARIABLES)]
    files += [
        f"results/maps/{experiment}_{name}/{layer}/{method}.npz"
        for name, layer in product(VARIABLES, layers)
    ]
    given = [f"{key}={value}" for key, value in values.items()]
    command = [sys.executable, "-m", "snakemake", *files, "--cores", "2"]
    subprocess.run([*command, "--configfile", str(configuration), "--config", *given], check=True)


def main(results, experiment, source, layers, method):
    """Print all tables; `source` is the folder of the activations."""
    tables = [
        separations(results / "tests", experiment, layers),
        likeness(results / "tests", experiment, layers),
        maps_of(results, experiment, layers, method),
        likeness_by_images(source, layers),
    ]
    for table in tables:
        print(table.to_markdown(index=False), "\n")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("experiment", nargs="?", default="mobilenet_bias")
    parser.add_argument("--configuration", type=Path, default=Path("config/mobilenet.yaml"))
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--weights", type=Path, help="file in place of Keras's")
    parser.add_argument("--method", default="UMAP_PSO")
    parser.add_argument("--results", type=Path, default=Path("results"))
    given = parser.parse_args()
    known = yaml.safe_load(given.configuration.read_text(encoding="utf-8"))["experiments"]
    wanted = known[given.experiment]
    if given.mirror:
        shown = given.experiment, wanted["layers"], given.method
        run(given.configuration, *shown, given.mirror, given.weights)
    source = given.results / "activations" / wanted["model"] / wanted["dataset"]
    main(given.results, given.experiment, source, wanted["layers"], given.method)
