"""Representational dissimilarity matrices of layers side by side, and their correlation."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.probabilities import equals_p

CELL_INCHES = 0.2
MIN_INCHES = 1.6


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
    figure, all_axes = plt.subplots(
        1, len(layers) + 1, figsize=((side + 0.9) * (len(layers) + 1) + 0.8, side + 1.2),
        layout="constrained",
    )  # fmt: skip
    for place, (axes, layer, matrix) in enumerate(zip(all_axes, layers, matrices, strict=False)):
        image = axes.imshow(matrix, cmap="viridis", vmin=0, vmax=2)
        _label(axes, groups, groups if place == 0 else [""] * len(groups))
        axes.set_title(layer)
    _bar(figure, image, all_axes[:-1], "1 − cosine similarity of NAPs")
    image = _agreement(all_axes[-1], layers, agreement, alpha)
    _bar(figure, image, all_axes[-1], "rank correlation")
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
    _label(axes, layers, layers)
    axes.set_title("agreement of layers\n(above the diagonal: by chance)", fontsize=8)
    for i, j, row in zip(first, second, agreement.itertuples(), strict=True):
        weight = "bold" if row.p <= alpha else "normal"
        band = f"{_number(row.chance_low)} to\n{_number(row.chance_high)}"
        _write(axes, i, j, f"{_number(row.correlation)}\np {equals_p(row.p)}", weight)
        _write(axes, j, i, "–" if np.isnan(row.p) else band)
    return image


def _write(axes, column, row, text, weight="normal"):
    axes.text(column, row, text, ha="center", va="center", fontsize=5, fontweight=weight)


def _number(value, form=".2f"):
    return "–" if np.isnan(value) else f"{value:{form}}".replace("-", "−")


def _label(axes, columns, rows):
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=6)
    axes.set_yticks(range(len(rows)), rows, fontsize=6)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _bar(figure, image, axes, label):
    bar = figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02, shrink=0.8)
    bar.set_label(label, fontsize=7)
    bar.outline.set_visible(False)
