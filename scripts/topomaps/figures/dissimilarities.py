"""Representational dissimilarity matrices of layers side by side, and their correlation."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import group_name, layer_name
from topomaps.figures.map_panels import LINE_INCHES
from topomaps.figures.panels import name_cells
from topomaps.figures.style import (
    LETTERS_PER_INCH,
    PAGE_WIDTH,
    all_shortened,
    decimals,
    letters,
    text_letters,
    wrapped,
)

CELL_INCHES, BESIDE = 0.14, 0.9  # inches; colour bar
MIN_INCHES, NAME_LETTERS = 1.0, 24
LAYER_INCHES = 0.62  # of a cell of two numbers, in the agreement of layers
MAX_WRITTEN = 8  # layers, in whose cells they have room; the table has them all


def plot_dissimilarities(layers, groups, matrices, agreement, alpha=0.05):
    """Show the dissimilarities of all pairs of groups in each layer, and how layers agree.

    Parameters
    ----------
    layers, groups : sequence of str
    matrices : ndarray, shape (L, G, G)
    agreement : pandas.DataFrame
        As of `topomaps.statistics.dissimilarities.correlation_table`. What was found stands below
        the diagonal, in bold where chance seldom gives as much, and what chance gives above it.
    alpha : float
        How seldom.

    Returns
    -------
    matplotlib.figure.Figure
    """
    groups, names = map(group_name, groups), [*map(layer_name, layers)]
    headings = names
    groups, names = (all_shortened([*each], NAME_LETTERS) for each in (groups, names))
    longest, below = (max(map(text_letters, each)) / LETTERS_PER_INCH for each in (groups, names))
    side = min(max(MIN_INCHES, CELL_INCHES * len(groups)), PAGE_WIDTH - BESIDE - longest)
    n_columns = max(1, min(len(layers), int((PAGE_WIDTH - BESIDE - longest) / (side + 0.1))))
    n_lines = -(-len(layers) // n_columns)
    side_below = min(PAGE_WIDTH - BESIDE - below, LAYER_INCHES * len(layers))
    headings = [wrapped(each, letters(side), 2) for each in headings]
    line = side + LINE_INCHES * (2 + max(each.count("\n") for each in headings))
    heights = n_lines * line + longest, side_below + below + 4 * LINE_INCHES
    width = max(n_columns * (side + 0.1) + longest, side_below + below) + BESIDE
    figure = plt.figure(figsize=(min(PAGE_WIDTH, width), sum(heights)), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=heights)
    all_axes = above.subplots(n_lines, n_columns, squeeze=False, sharey=True)
    for axes in all_axes.flat[len(layers) :]:
        axes.set_axis_off()
    for place, (heading, matrix) in enumerate(zip(headings, matrices, strict=True)):
        axes = all_axes.flat[place]
        image = axes.imshow(matrix, cmap="viridis", vmin=0, vmax=2)
        name_cells(axes, groups, groups, n_below=len(layers) - 1 - place, n_columns=n_columns)
        axes.set_title(heading)
    _bar(above, image, all_axes, "1 − cosine similarity\n(0: same, 2: opposite)")
    axes = below.subplots()
    _bar(below, _agreement(axes, names, agreement, alpha), axes, "rank correlation")
    return figure


def _agreement(axes, layers, agreement, alpha):
    """Correlations of the layers below the diagonal, their chance levels above it."""
    shown = np.full((len(layers), len(layers)), np.nan)
    first, second = np.triu_indices(len(layers), 1)
    shown[second, first], shown[first, second] = (
        agreement["correlation"],
        agreement["chance_median"],
    )
    image = axes.imshow(shown, cmap="bwr", vmin=-1, vmax=1, alpha=0.75)
    name_cells(axes, layers, layers)
    axes.set_title("agreement of layers\n(above the diagonal: by chance)")
    if len(layers) > MAX_WRITTEN:
        return image
    for i, j, row in zip(first, second, agreement.itertuples(), strict=True):
        weight = "bold" if row.p <= alpha else "normal"
        band = f"{_number(row.chance_low)} to\n{_number(row.chance_high)}"
        _write(axes, i, j, f"{_number(row.correlation)}\np {equals_p(row.p, row.least_p)}", weight)
        _write(axes, j, i, "–" if np.isnan(row.p) else band)
    return image


def _write(axes, column, row, text, weight="normal"):
    axes.text(column, row, text, ha="center", va="center", fontweight=weight)


def _number(value):
    return "–" if np.isnan(value) else decimals(value)


def _bar(figure, image, axes, label):
    bar = figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02, shrink=0.8)
    bar.set_label(label)
    bar.outline.set_visible(False)
