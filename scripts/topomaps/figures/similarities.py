"""Which groups a layer sees alike: cosine similarities of their NAPs, layer by layer."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import group_name, layer_name, variable_name
from topomaps.figures.style import COLUMN_WIDTH, PAGE_WIDTH, letters, turned, wrapped

CELL_INCHES, BESIDE = 0.26, 1.3  # inches; names of groups and colour bar
TITLE_HEIGHT, NAMES_HEIGHT = 0.6, 0.9
MAX_WRITTEN = 22  # groups, in whose cells numbers have room


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
        excludes what unrelated groups have.
    nuisance : sequence of str
        Attributes whose means are taken out of the NAPs.

    Returns
    -------
    matplotlib.figure.Figure
    """
    layers = list(dict.fromkeys(pairs["layer"]))
    side = CELL_INCHES * len(order)
    n_columns = max(1, min(len(layers), int((PAGE_WIDTH - BESIDE) / (side + 0.15))))
    n_lines = -(-len(layers) // n_columns)
    width = np.clip(n_columns * (side + 0.15) + BESIDE, COLUMN_WIDTH, PAGE_WIDTH)
    figure, all_axes = plt.subplots(
        n_lines, n_columns, figsize=(width, n_lines * (side + NAMES_HEIGHT) + TITLE_HEIGHT),
        layout="constrained", squeeze=False, sharex=True, sharey=True,
    )  # fmt: skip
    unrelated = f"{pairs['unrelated'].iloc[0]:.2f}".replace("-", "−")
    taken_out = " and ".join(["noise", *(f"means by {variable_name(name)}" for name in nuisance)])
    words = (
        f"cosine similarity of NAPs, {taken_out} taken out; unrelated groups have {unrelated}; "
        f"bold where both exceed noise and the {confidence:.0%} interval excludes that"
    )
    if pairs["corrected"].isna().any():
        words += "; no number where a profile is no more than noise"
    figure.suptitle(f"{title}\n{wrapped(words, letters(width))}")
    for axes in all_axes.flat[len(layers) :]:
        axes.set_axis_off()
    for axes, layer in zip(all_axes.flat, layers, strict=False):
        image = _draw_matrix(axes, pairs[pairs["layer"] == layer], list(order), confidence)
        axes.set_title(wrapped(layer_name(layer), letters(side)))
    figure.colorbar(image, ax=all_axes, fraction=0.02, pad=0.01).outline.set_visible(False)
    return figure


def _draw_matrix(axes, pairs, order, confidence):
    matrix = np.eye(len(order))
    for pair in pairs.itertuples():
        i, j = order.index(pair.first), order.index(pair.second)
        matrix[i, j] = matrix[j, i] = pair.corrected
        differs = pair.low > pair.unrelated or pair.high < pair.unrelated
        sure = differs and pair.noise_p <= 1 - confidence + 1e-12
        for x, y in ((i, j), (j, i)) if len(order) <= MAX_WRITTEN else ():
            axes.text(
                x, y, _short(pair.corrected), ha="center", va="center",
                fontweight="bold" if sure else "normal",
            )  # fmt: skip
    image = axes.imshow(matrix, cmap="bwr", vmin=-1, vmax=1, alpha=0.6)
    names = [*map(group_name, order)]
    axes.set_xticks(range(len(order)), names, rotation=turned(names))
    axes.set_yticks(range(len(order)), names)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return image


def _short(value):
    """One digit without the leading zero, 0 without sign; nothing where there is none."""
    if np.isnan(value):
        return ""
    text = f"{round(value, 1) + 0.0:.1f}"
    return text.replace("0.", ".").replace("-", "−")
