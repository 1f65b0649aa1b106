"""Score `sorted` and the twelve other methods on the same NAPs, by all measures of this workflow.

Give files of NAPs, as the workflow writes them: results/naps/{experiment}/{layer}/naps/0-9.npz.
Each trial's NAPs are laid out by every method with the same seed. Prints tables in Markdown and
writes all values to results/benchmarks/layout_quality.tsv. FLAS (`pip install vc-flas`) is a row,
too, where it is installed; `--methods sorted FLAS` scores these alone.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.layouts.compute import compute_layout
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.methods import METHODS
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.components import component_scores
from topomaps.scores.faithfulness import faithfulness
from topomaps.scores.image_errors import auc, score_images
from topomaps.scores.layout_table import density_variation, roundness

try:
    from vc_flas import Grid, flas
except ImportError:
    flas = None

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "layout_quality.tsv"
TRIALS = 3
SHORT = {
    "trustworthiness": "T",
    "neighbor_preservation": "P",
    "continuity": "C",
    "morans_i": "I",
    "DPQ": "DPQ",
}


def flas_layout(features, seed):
    """FLAS on a disc cut out of a square lattice; float32 is all that it takes."""
    side = int(np.ceil(np.sqrt(len(features) * 4 / np.pi))) + 2
    y, x = np.mgrid[:side, :side]
    away = np.hypot(y - (side - 1) / 2, x - (side - 1) / 2).ravel()
    chosen = np.sort(np.argsort(away, kind="stable")[: len(features)])
    cells = np.full(side * side, -1, np.int32)
    cells[chosen] = np.arange(len(features))
    cells = cells.reshape(side, side)
    labels = np.arange(len(features), dtype=np.int32)
    grid = Grid(np.ascontiguousarray(features, np.float32), cells, cells < 0, labels)
    sorting = flas(grid, radius_decay=0.98, seed=seed).sorting
    rows, columns = np.nonzero(sorting >= 0)
    positions = np.empty((len(features), 2))
    positions[sorting[rows, columns]] = np.column_stack([columns, rows])
    return scale_to_unit(positions)


def methods():
    """Names and functions (features, seed) -> layout."""
    known = {"sorted": sorted_layout}
    if flas is not None:
        known["FLAS"] = flas_layout
    for name in METHODS:
        if name != "sorted":
            known[name] = lambda features, seed, name=name: compute_layout(name, features, seed)
    return known


def measures(naps, features, layout):
    """All measures of one layout, as a dictionary."""
    grid = MapGrid(layout)
    images = map_images(grid.interpolate(naps), color_limit(naps))
    values = {
        f"{measure.removesuffix('_mse')}{'8' if arithmetic == 'uint8' else ''}": auc(each.mean(0))
        for (measure, arithmetic), each in score_images(images).items()
    }
    mask = grid.mask.repeat(3, axis=0).repeat(3, axis=1)
    convexities = [component_scores(each, mask)["size_weighted_convexity"] for each in images]
    values["convexity"] = np.mean(convexities)
    for metric in ("euclidean", "cosine"):
        for row in faithfulness(features, layout, metric):
            if row["measure"] != "morans_i" or metric == "euclidean":
                name = SHORT[row["measure"]]
                number = "" if name == "DPQ" else row["parameter"]
                values[f"{name}{number}{metric[0]}"] = row["value"]
    return values | {"unevenness": density_variation(layout), "roundness": roundness(layout)}


def scored(path, names, n_trials):
    """Table of one file of NAPs: trial, method and measures."""
    with np.load(path) as archive:
        naps, features = archive["naps"], archive["features"].astype(float)
    return pd.DataFrame(
        {"naps": str(path), "trial": trial, "method": name}
        | measures(naps[draw], features[draw], layout_by(name, naps[draw], features[draw], trial))
        for trial in range(n_trials)
        for draw in [trial % len(naps)]
        for name in methods()
        if name in names
    )


def layout_by(name, naps, features, seed):
    """Layout by a method; `sorted` is told what maps show."""
    told = {"shown": naps.T} if name == "sorted" else {}
    return methods()[name](features, seed, **told)


def markdown(table):
    """Means over trials as a Markdown table."""
    means = table.drop(columns=["naps", "trial"]).groupby("method", sort=False).mean()
    lines = [["method", *means.columns], ["---"] * (1 + len(means.columns))]
    lines += [
        [name, *(f"{value:.0f}" if value > 10 else f"{value:.3f}" for value in row)]
        for name, row in zip(means.index, means.to_numpy(), strict=True)
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main():
    """Score, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("naps", nargs="*", type=Path)
    parser.add_argument("--methods", nargs="+", choices=methods(), default=list(methods()))
    parser.add_argument("--trials", type=int, default=TRIALS)
    options = parser.parse_args()
    if not options.naps:
        print("layout_quality: give files of NAPs, such as results/naps/*/*/naps/0-9.npz")
        return
    tables = []
    with threadpool_limits(1):
        for path in options.naps:
            tables.append(scored(path, options.methods, options.trials))
            print(f"\n### {path}\n\n{markdown(tables[-1])}", flush=True)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    pd.concat(tables).to_csv(TARGET, sep="\t", index=False, float_format="%.5g")


if __name__ == "__main__":
    main()
