"""Representational dissimilarity matrices of layers side by side, and their correlation."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import group_name, layer_name
from topomaps.figures.style import PAGE_WIDTH, letters, turned, wrapped

CELL_INCHES, BESIDE = 0.14, 1.2  # inches; names of groups and colour bar
MIN_INCHES, NAMES_HEIGHT = 1.0, 0.9
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
    side = max(MIN_INCHES, CELL_INCHES * len(groups))
    n_columns = max(1, min(len(layers), int((PAGE_WIDTH - BESIDE) / (side + 0.1))))
    n_lines = -(-len(layers) // n_columns)
    side_below = min(PAGE_WIDTH - 2 * BESIDE, LAYER_INCHES * len(layers))
    heights = n_lines * (side + NAMES_HEIGHT), side_below + NAMES_HEIGHT
    width = max(n_columns * (side + 0.1) + BESIDE, side_below + 2 * BESIDE)
    figure = plt.figure(figsize=(min(PAGE_WIDTH, width), sum(heights)), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=heights)
    all_axes = above.subplots(n_lines, n_columns, squeeze=False, sharex=True, sharey=True)
    for axes in all_axes.flat[len(layers) :]:
        axes.set_axis_off()
    for axes, layer, matrix in zip(all_axes.flat, layers, matrices, strict=False):
        image = axes.imshow(matrix, cmap="viridis", vmin=0, vmax=2)
        _label(axes, [*map(group_name, groups)])
        axes.set_title(wrapped(layer_name(layer), letters(side)))
    _bar(above, image, all_axes, "1 − cosine similarity of NAPs")
    axes = below.subplots()
    _bar(below, _agreement(axes, layers, agreement, alpha), axes, "rank correlation")
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
    _label(axes, [*map(layer_name, layers)])
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


def _number(value, form=".2f"):
    return "–" if np.isnan(value) else f"{value:{form}}".replace("-", "−")


def _label(axes, names):
    axes.set_xticks(range(len(names)), names, rotation=turned(names))
    axes.set_yticks(range(len(names)), names)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _bar(figure, image, axes, label):
    bar = figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02, shrink=0.8)
    bar.set_label(label)
    bar.outline.set_visible(False)
