"""Judge `sorted` on networks that it was tuned on, or on those kept apart, beside all even discs.

`python benchmarks/layout_networks.py --mirror FOLDER` makes the NAPs, and `python
benchmarks/layout_verdict.py` scores layouts of the part `verdict`, or with `--part tuning` of the
other one, by the errors of maps and by neighbours among ten. All values go to
results/benchmarks/layout_<part>.tsv; what is in the file is not computed again, but for the method
`sorted` itself. Rows of an earlier version, made with `PYTHONPATH=<its scripts>` and `--label
before`, become a rival of their own. Prints the tables of docs/validation-layouts.md.
"""

import argparse
import inspect

import numpy as np
import pandas as pd
from layout_networks import TARGET as NAPS
from layout_networks import TUNING, VERDICT
from layout_quality import methods
from threadpoolctl import threadpool_limits
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.faithfulness import neighbor_preservation, trustworthiness
from topomaps.scores.image_errors import auc, score_images
from topomaps.scores.neighbors import neighbor_ranks

OURS, BEFORE, FLAS = "sorted", "before", "FLAS"
SWARM = ["PSO", "SOM_PSO", "graph_PSO", "PCA_PSO", "TSNE_PSO", "UMAP_PSO"]
ERRORS = ["blur", "blur, 8 bits", "resize", "resize, 8 bits"]
NEIGHBORS = [
    f"{measure}, {metric}" for metric in ("cosine", "Euclidean") for measure in ("trust", "kept")
]
K = 10  # neighbours
KEY = ["network", "layer", "grouping"]
COLUMNS = [*KEY, "method", "neurons", *ERRORS, *NEIGHBORS]
SMOOTHNESSES = (0, 0.25, 0.5, 0.75, 1)


def target(part):
    """File of all values of a part."""
    return NAPS.parent / f"layout_{part}.tsv"


def files(part):
    """NAPs of a part: (network, layer, grouping) -> file."""
    return {
        (path.parent.name, *path.stem.rsplit("-", 1)): path
        for path in sorted((NAPS / part).glob("*/*.npz"))
    }


def measures(naps, features, layout):
    """Errors and neighbours of one layout, as a dictionary."""
    scores = score_images(map_images(MapGrid(layout).interpolate(naps), color_limit(naps)))
    values = {
        name: auc(scores[f"{name.split(',')[0]}_mse", "uint8" if "8" in name else "float"].mean(0))
        for name in ERRORS
    }
    for metric in ("cosine", "Euclidean"):
        ranks = neighbor_ranks(features, layout, K, metric.lower())
        values[f"trust, {metric}"] = trustworthiness(ranks)
        values[f"kept, {metric}"] = neighbor_preservation(ranks)
    return values


def fewer(features):
    """Features (N, F) with at most N columns and the same products."""
    if features.shape[1] <= len(features):
        return features
    squares, axes = np.linalg.eigh(features @ features.T)
    return axes * np.sqrt(np.maximum(squares, 0))


def layouts(label):
    """Names and functions (features, values shown) -> layout, ours once for each smoothness."""
    found = {name: _without_values(layout) for name, layout in methods().items() if name != OURS}
    if "shown" not in inspect.signature(sorted_layout).parameters:
        return found | {label: _without_values(sorted_layout)}
    for smoothness in SMOOTHNESSES:
        name = label if smoothness == 0.5 else f"{label} {smoothness}"
        found[name] = _of_smoothness(smoothness)
    return found


def _without_values(layout):
    return lambda features, shown: layout(features, 0)


def _of_smoothness(smoothness):
    return lambda features, shown: sorted_layout(features, 0, smoothness, shown)


def completed(table, part, names, label):
    """The table with the rows that it lacks, and our own ones anew; kept after each set of NAPs."""
    known_layouts = layouts(label)
    names = [name for name in known_layouts if name.split()[0] in names]
    anew = table["method"].str.split(" ").str[0].eq(label)
    table = table[~anew] if label in names else table
    known = set(map(tuple, table[[*KEY, "method"]].to_numpy()))
    for key, path in files(part).items():
        with np.load(path) as archive:
            naps, features = archive["naps"][0], fewer(archive["features"][0].astype(float))
        rows = []
        for name in names:
            if (*key, name) in known:
                continue
            try:
                found = measures(naps, features, known_layouts[name](features, naps.T))
            except ValueError as error:  # PSO of two groups ends on a line
                print(f"{name} has no map of {' '.join(key)}: {error}")
                continue
            rows.append([*key, name, len(features), *found.values()])
        if rows:
            found = pd.DataFrame(rows, columns=COLUMNS)
            table = pd.concat([table, found], ignore_index=True) if len(table) else found
            table.to_csv(target(part), sep="\t", index=False, float_format="%.6g")
        print(*key, flush=True)
    return table


def beside_rivals(table):
    """Errors over the best rival's, and neighbours less the best rival's and those of before."""
    by_method = {name: rows.set_index(KEY) for name, rows in table.groupby("method")}
    ours = by_method[OURS]
    rivals = pd.concat([by_method[name] for name in SWARM]).groupby(KEY)
    result = ours[["neurons"]].copy()
    result[ERRORS] = ours[ERRORS] / rivals[ERRORS].min()
    for name in NEIGHBORS:
        result[name] = ours[name] - rivals[name].max()
        if BEFORE in by_method:
            result[f"{name}, to before"] = ours[name] - by_method[BEFORE][name]
    return result


def in_markdown(rows, columns):
    """A table in Markdown of lists of words and numbers."""
    lines = [columns, ["---"] * len(columns), *rows]
    words = [[each if isinstance(each, str) else f"{each:.3g}" for each in line] for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in words)


def by_network(found):
    """A row for each network: means over its layers and groupings."""
    columns = [*ERRORS, *(name for name in found if name.split(",")[0] in ("trust", "kept"))]
    rows = []
    for network, each in found.groupby("network"):
        rows.append([f"{network} ({len(each)})", *_rounded(each[columns].mean(), columns)])
    rows.append([f"**all ({len(found)})**", *_rounded(found[columns].mean(), columns)])
    shares = [f"{(found[name] < 1).mean():.0%}" for name in ERRORS]
    shares += [f"{(found[name] >= 0).mean():.0%}" for name in columns[len(ERRORS) :]]
    rows.append(["ahead in", *shares])
    return in_markdown(rows, ["network", *columns])


def _rounded(means, columns):
    return [f"{means[name]:.2f}" if name in ERRORS else f"{means[name]:+.3f}" for name in columns]


def frontier(table):
    """A row for each method: errors over those of TSNE_PSO, geometric means, and neighbours."""
    fixed = table[table["method"] == "TSNE_PSO"].set_index(KEY)
    rows = []
    for name, each in table.groupby("method"):
        each = each.set_index(KEY)
        ratios = np.exp(np.log(each[ERRORS] / fixed[ERRORS]).mean())
        means = each[NEIGHBORS].mean()
        rows.append([f"`{name}`", *(f"{v:.2f}" for v in ratios), *(f"{v:.3f}" for v in means)])
    return in_markdown(rows, ["method", *ERRORS, *NEIGHBORS])


def against_flas(table):
    """Share of all columns in which ours is not behind FLAS."""
    ours, theirs = (table[table["method"] == name].set_index(KEY) for name in (OURS, FLAS))
    theirs = theirs.loc[ours.index]
    won = [ours[name] <= theirs[name] for name in ERRORS]
    won += [ours[name] >= theirs[name] for name in NEIGHBORS]
    return pd.concat(won, axis=1, keys=[*ERRORS, *NEIGHBORS]).mean()


def say(table):
    """Print what the table says."""
    found = beside_rivals(table)
    errors = found[ERRORS].to_numpy()
    print(f"\n{len(found)} layers and groupings of {found.reset_index()['network'].nunique()}")
    print(f"ahead of every rival in {(errors < 1).mean():.1%} of the cells of errors,")
    print(f"which are {errors.mean():.3f} of the best rival's in the mean\n")
    print(by_network(found), "\n\n" + frontier(table))
    behind = found[(found[ERRORS] >= 1).any(axis=1)][["neurons", *ERRORS]]
    print("\nNot ahead:\n" + behind.to_string(float_format="%.2f"))
    if FLAS in set(table["method"]):
        shares = against_flas(table)
        print(f"\nNot behind FLAS in {shares.mean():.0%} of all columns:\n{shares.to_string()}")


def main():
    """Score, save and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=(TUNING, VERDICT), default=VERDICT)
    parser.add_argument("--label", default=OURS)
    parser.add_argument("--methods", nargs="+", default=[OURS, FLAS, *SWARM, "random"])
    options = parser.parse_args()
    if not files(options.part):
        print("layout_verdict: run benchmarks/layout_networks.py first, which makes the NAPs")
        return
    path = target(options.part)
    table = pd.read_csv(path, sep="\t") if path.exists() else pd.DataFrame(columns=COLUMNS)
    names = [options.label if name == OURS else name for name in options.methods]
    with threadpool_limits(1):
        table = completed(table, options.part, names, options.label)
    if {OURS, *SWARM} <= set(table["method"]):
        say(table)


if __name__ == "__main__":
    main()
