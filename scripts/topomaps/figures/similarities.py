"""Which groups a layer sees alike: cosine similarities of their NAPs, layer by layer."""

import matplotlib.pyplot as plt
import numpy as np

CELL_INCHES = 0.33


def plot_similarities(pairs, order, title, confidence, nuisance=()):
    """Show the similarity of all pairs of groups in each layer.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Columns layer, first, second, and of `topomaps.statistics.similarities` corrected, low,
        high, unrelated and noise_p.
    order : sequence of str
        The groups in their natural order.
    title : str
    confidence : float
        Of the intervals. Similarities are bold where both profiles exceed noise and the interval
        does not hold what unrelated groups have.
    nuisance : sequence of str
        Attributes whose means are taken out of the NAPs.

    Returns
    -------
    matplotlib.figure.Figure
    """
    layers = list(dict.fromkeys(pairs["layer"]))
    side = CELL_INCHES * len(order)
    figure, all_axes = plt.subplots(
        1, len(layers), figsize=(1.2 + (side + 0.15) * len(layers) + 0.5, side + 1.6),
        layout="constrained", squeeze=False, sharey=True,
    )  # fmt: skip
    unrelated = f"{pairs['unrelated'].iloc[0]:.2f}".replace("-", "−")
    taken_out = " and ".join(["noise", *(f"means by {name}" for name in nuisance)])
    figure.suptitle(
        f"{title}\ncosine similarity of NAPs, {taken_out} taken out; "
        f"unrelated groups have {unrelated}\n"
        f"bold where both profiles exceed noise and the {confidence:.0%} interval does not hold it",
        fontsize=9,
    )
    for axes, layer in zip(all_axes[0], layers, strict=True):
        image = _draw_matrix(axes, pairs[pairs["layer"] == layer], list(order), confidence)
        axes.set_title(layer)
    figure.colorbar(image, ax=all_axes[0], fraction=0.02, pad=0.01).outline.set_visible(False)
    return figure


def _draw_matrix(axes, pairs, order, confidence):
    matrix = np.eye(len(order))
    for pair in pairs.itertuples():
        i, j = order.index(pair.first), order.index(pair.second)
        matrix[i, j] = matrix[j, i] = pair.corrected
        differs = pair.low > pair.unrelated or pair.high < pair.unrelated
        sure = differs and pair.noise_p <= 1 - confidence + 1e-12
        for x, y in ((i, j), (j, i)):
            axes.text(
                x, y, _short(pair.corrected), ha="center", va="center", fontsize=5.5,
                fontweight="bold" if sure else "normal",
            )  # fmt: skip
    image = axes.imshow(matrix, cmap="bwr", vmin=-1, vmax=1, alpha=0.6)
    axes.set_xticks(range(len(order)), order, rotation=90, fontsize=6.5)
    axes.set_yticks(range(len(order)), order, fontsize=6.5)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return image


def _short(value):
    """One digit without the leading zero, 0 without sign; a question mark where there is none."""
    if np.isnan(value):
        return "?"
    text = f"{round(value, 1) + 0.0:.1f}"
    return text.replace("0.", ".").replace("-", "−")
