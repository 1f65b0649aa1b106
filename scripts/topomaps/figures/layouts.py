"""All layout methods by all measures, as a table in colours."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.probabilities import written_p
from topomaps.common.reader_names import layer_title, method_name
from topomaps.common.words import CONDITIONS, measure_name
from topomaps.figures.style import cell_width, decimals, letters, wrapped
from topomaps.scores.layout_ranks import mean_ranks

ROW_INCHES, COLUMN_INCHES, BESIDE = 0.18, 0.6, 0.9
TITLE_INCHES, HEADING_INCHES = 0.3, 1.8  # the measures stand above the first table alone
LEVEL = 0.05


def plot_layouts(ranked, title):
    """Show the mean of each method and measure, darker green for a better rank.

    Parameters
    ----------
    ranked : pandas.DataFrame
        As of `topomaps.scores.layout_ranks.rank_methods`.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
        A table for each layer and condition, the methods in the order of their mean rank. A star
        marks means that differ from the best by more than chance (Holm, 5 %), over trials of one
        network.
    """
    parts = list(ranked.groupby(["layer", "condition"], sort=False))
    methods = list(mean_ranks(ranked).index)
    columns = list(dict.fromkeys(zip(ranked["measure"], ranked["arithmetic"], strict=True)))
    width = cell_width(len(columns), BESIDE, COLUMN_INCHES) * len(columns) + BESIDE
    height = ROW_INCHES * len(methods) + TITLE_INCHES
    size = width, height * len(parts) + HEADING_INCHES + 0.6
    figure, all_axes = plt.subplots(
        len(parts), 1, figsize=size, layout="constrained", squeeze=False
    )
    words = f"{title}; the best mean rank on top, darker is a better rank, * differs from the best"
    figure.suptitle("\n".join(wrapped(each, letters(width)) for each in (words, _meaning(ranked))))
    for axes, ((layer, condition), rows) in zip(all_axes[:, 0], parts, strict=True):
        _draw_table(axes, rows, methods, columns, has_heading=axes is all_axes[0, 0])
        axes.set_title(f"{layer_title(layer)}, {CONDITIONS[condition]}", loc="left")
    return figure


def _meaning(ranked):
    """What the stars are about, and whether there can be any."""
    least = ranked["least_p_holm"].min()
    words = (
        "errors: areas under their curves, 8 bits: in the arithmetic of the published code; k: "
        f"neighbours; over {ranked['n'].max():.0f} trials of one network: no sample of networks"
    )
    if np.isnan(least):
        return words
    none = "" if least < LEVEL else ", so that no star is possible"
    return f"{words}; the least p after Holm's correction is {written_p(least)}{none}"


def _draw_table(axes, rows, methods, columns, has_heading):
    ranks = np.full((len(methods), len(columns)), np.nan)
    for row in rows.itertuples():
        place = methods.index(row.method), columns.index((row.measure, row.arithmetic))
        ranks[place] = row.rank
        words = _number(row.mean) + ("*" if row.p_holm < LEVEL else "")
        bold = "bold" if row.rank == 1 else "normal"
        axes.text(place[1], place[0], words, ha="center", va="center", fontweight=bold)
    axes.imshow(-ranks, cmap="Greens", aspect="auto", vmin=-len(methods), vmax=0.7 * len(methods))
    headings = [_heading(*each) if has_heading else "" for each in columns]
    axes.set_xticks(range(len(columns)), headings, rotation=90)
    axes.set_yticks(range(len(methods)), map(method_name, methods))
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)


def _number(value):
    """Three digits or more, without an exponent or a leading zero."""
    text = decimals(value, 0 if abs(value) >= 100 else 3)
    text = text if abs(value) >= 100 else text[: 5 + text.startswith("−")]
    return text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text


def _heading(measure, arithmetic):
    return f"{measure_name(measure)}{', 8 bits' if arithmetic == 'uint8' else ''}"
