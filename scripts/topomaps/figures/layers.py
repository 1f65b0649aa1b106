"""Maps of several layers of a model together: rows layers, columns groups."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.probabilities import equals_p
from topomaps.figures.style import add_color_bar, draw_map, map_axes, mark_empty, wrapped
from topomaps.maps.ordering import similarity_order

TITLE_WIDTH = 12
MAX_COLUMNS = 20
GAP = 0.4  # between groups and random groups, as a share of a map
LEGIBLE_COLUMNS = 12  # a figure of more is shown smaller, so that its letters must be larger


def plot_layers(layers, turns, are_turned=True):
    """Show the groups of each layer, in the order of their similarity in the first layer.

    Random groups stand apart on the right.

    Parameters
    ----------
    layers : dict
        Layer -> arrays of `render_maps` after the turn.
    turns : pandas.DataFrame
        A row for each layer: degrees and mirrored, how it was turned; similarity, the correlation
        of its maps with those of the first; and of that the chance level, as of
        `topomaps.statistics.chance.chance_level`.
    are_turned : bool
        False if the layers share their layouts, and none was turned.

    Returns
    -------
    matplotlib.figure.Figure
        With more than 20 groups, the 20 with the strongest NAPs in the first layer.
    """
    order, columns = _columns(next(iter(layers.values())))
    font_size = 7 * max(1, len(order) / LEGIBLE_COLUMNS)
    size = 1.05 * len(order) + 1.6, 1.25 * len(layers) + 0.5
    figure = plt.figure(figsize=size, layout="constrained")
    widths = [GAP if group < 0 else 1 for group in columns]
    grid = figure.add_gridspec(len(layers), len(columns), width_ratios=widths)
    rows = zip(layers.items(), turns.itertuples(), strict=True)
    for line, ((layer, maps), turn) in enumerate(rows):
        all_axes = []
        for place, group in enumerate(order):
            axes = map_axes(figure, grid[line, columns.index(group)])
            if maps["counts"][group]:
                draw_map(axes, maps["images"][group])
            else:
                mark_empty(axes)
            if line == 0:
                axes.set_title(wrapped(str(maps["groups"][group]), TITLE_WIDTH), fontsize=font_size)
            if place == 0:
                axes.set_ylabel(f"{layer}\n{_words(line, turn, are_turned)}", fontsize=font_size)
            all_axes.append(axes)
        add_color_bar(figure, all_axes, maps)
    return figure


def _columns(maps):
    """Groups to show in their order, and the groups of the columns, -1 for the gap of a kind."""
    strength = np.nan_to_num(np.abs(maps["naps"]).mean(axis=1))
    kept = np.sort(np.argsort(-strength, kind="stable")[:MAX_COLUMNS])
    order = kept[similarity_order(maps["naps"][kept], maps["kinds"][kept].tolist())].tolist()
    columns = []
    for group in order:
        if columns and maps["kinds"][group] != maps["kinds"][columns[-1]]:
            columns.append(-1)
        columns.append(group)
    return order, columns


def _words(line, turn, is_turned):
    """How a layer was turned, how alike its maps became, and what chance gives, in words."""
    similarity = f"r = {turn.similarity:.2f}\n{chance_words(turn)}".replace("-", "−")
    if line == 0:
        return "as laid out"
    if not is_turned:
        return similarity
    mirrored = "mirrored, " if turn.mirrored else ""
    degrees = (turn.degrees + 180) % 360 - 180  # the shorter way round
    return f"{mirrored}{degrees:.0f}°".replace("-", "−") + f"\n{similarity}"


def chance_words(level):
    """Chance level of a number in two lines; `level` has the fields of `chance_level`."""
    if np.isnan(level.p):
        return "no chance level"
    return f"chance {level.chance_low:.2f} to {level.chance_high:.2f}\np {equals_p(level.p)}"
