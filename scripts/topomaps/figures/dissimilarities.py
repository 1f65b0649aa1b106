"""Representational dissimilarity matrices of layers side by side, and their correlation."""

import matplotlib.pyplot as plt
import numpy as np

CELL_INCHES = 0.2
MIN_INCHES = 1.6


def plot_dissimilarities(layers, groups, matrices, correlations):
    """Show the dissimilarities of all pairs of groups in each layer, and how layers agree.

    Parameters
    ----------
    layers, groups : sequence of str
    matrices : ndarray, shape (L, G, G)
    correlations : ndarray, shape (L, L)

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
    image = all_axes[-1].imshow(correlations, cmap="bwr", vmin=-1, vmax=1, alpha=0.75)
    _label(all_axes[-1], layers, layers)
    all_axes[-1].set_title("agreement of layers")
    for (row, column), value in np.ndenumerate(correlations):
        text = "–" if np.isnan(value) else f"{value:.2f}".replace("-", "−")
        all_axes[-1].text(column, row, text, ha="center", va="center", fontsize=6)
    _bar(figure, image, all_axes[-1], "rank correlation")
    return figure


def _label(axes, columns, rows):
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=6)
    axes.set_yticks(range(len(rows)), rows, fontsize=6)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _bar(figure, image, axes, label):
    bar = figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02, shrink=0.8)
    bar.set_label(label, fontsize=7)
    bar.outline.set_visible(False)
