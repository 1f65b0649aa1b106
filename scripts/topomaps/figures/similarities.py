"""Which groups a layer sees alike: cosine similarities of their NAPs, layer by layer."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import group_name, layer_name, variable_name
from topomaps.figures.map_panels import LINE_INCHES
from topomaps.figures.panels import name_cells
from topomaps.figures.style import (
    COLUMN_WIDTH,
    LETTERS_PER_INCH,
    PAGE_WIDTH,
    all_shortened,
    letters,
    text_letters,
    wrapped,
)

CELL_INCHES, LEAST, GAP, BESIDE = 0.26, 0.8, 0.15, 0.7  # inches; colour bar
NAME_LETTERS = 24
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
    names = all_shortened([*map(group_name, order)], NAME_LETTERS)
    longest = max(map(text_letters, names)) / LETTERS_PER_INCH
    side = min(max(LEAST, CELL_INCHES * len(order)), PAGE_WIDTH - BESIDE - longest)
    n_columns = max(1, min(len(layers), int((PAGE_WIDTH - BESIDE - longest) / (side + GAP))))
    n_lines = -(-len(layers) // n_columns)
    width = np.clip(n_columns * (side + GAP) + longest + BESIDE, COLUMN_WIDTH, PAGE_WIDTH)
    headings = [wrapped(layer_name(each), letters(side), 2) for each in layers]
    line = side + LINE_INCHES * (1.5 + max(each.count("\n") for each in headings))
    words = wrapped(_words(pairs, confidence, nuisance), letters(width))
    above = LINE_INCHES * (words.count("\n") + 3)
    figure, all_axes = plt.subplots(
        n_lines, n_columns, figsize=(width, n_lines * line + longest + above),
        layout="constrained", squeeze=False, sharey=True,
    )  # fmt: skip
    figure.suptitle(f"{title}\n{words}")
    for axes in all_axes.flat[len(layers) :]:
        axes.set_axis_off()
    for place, (layer, heading) in enumerate(zip(layers, headings, strict=True)):
        axes = all_axes.flat[place]
        image = _draw_matrix(axes, pairs[pairs["layer"] == layer], list(order), confidence)
        name_cells(axes, names, names, n_below=len(layers) - 1 - place, n_columns=n_columns)
        axes.set_title(heading)
    bar = figure.colorbar(image, ax=all_axes, fraction=0.02, pad=0.01)
    bar.set_label("cosine similarity of NAPs")
    bar.outline.set_visible(False)
    return figure


def _words(pairs, confidence, nuisance):
    """What the numbers are."""
    unrelated = f"{pairs['unrelated'].iloc[0]:.2f}".replace("-", "−")
    taken_out = " and ".join(["noise", *(f"means by {variable_name(name)}" for name in nuisance)])
    words = (
        f"cosine similarity of NAPs, {taken_out} taken out; unrelated groups have {unrelated}; "
        f"bold where both exceed noise and the {confidence:.0%} interval excludes that"
    )
    is_partial = pairs["corrected"].isna().any()
    return words + "; no number where a profile is no more than noise" * bool(is_partial)


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
    return image


def _short(value):
    """One digit without the leading zero, 0 without sign; nothing where there is none."""
    if np.isnan(value):
        return ""
    text = f"{round(value, 1) + 0.0:.1f}"
    return text.replace("0.", ".").replace("-", "−")
