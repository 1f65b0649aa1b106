"""Maps of several layers of a model together: rows layers, columns groups."""

import numpy as np

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import group_name, layer_name
from topomaps.common.words import turn_words
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import (
    ORDER,
    add_color_bar,
    draw_map,
    explain_colors,
    map_axes,
    mark_empty,
    name_column,
    name_height,
)
from topomaps.figures.style import cell_width, wrapped
from topomaps.maps.ordering import similarity_order

MAX_COLUMNS = 20
NAME = 18  # letters in a line of the name of a layer
GAP = 0.4  # between groups and random groups, as a share of a map
BESIDE, TEXT_HEIGHT = 1.75, 0.1  # inches: names of layers and colour bar; between layers
LEAST_HEIGHT = 0.75  # inches, of the words beside a layer


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
    widths = [GAP if group < 0 else 1 for group in columns]
    cell = cell_width(sum(widths), BESIDE)
    height = max(cell, LEAST_HEIGHT) + TEXT_HEIGHT
    size = sum(widths) * cell + BESIDE, height * len(layers) + 0.3
    shown = [*map(group_name, next(iter(layers.values()))["groups"][order])]
    size = size[0], size[1] + name_height(shown, cell)
    figure = new_figure(size)
    grid = figure.add_gridspec(len(layers), len(columns), width_ratios=widths)
    rows = zip(layers.items(), turns.itertuples(), strict=True)
    for line, ((layer, maps), turn) in enumerate(rows):
        all_axes = []
        for place, group in enumerate(order):
            axes = map_axes(figure, grid[line, columns.index(group)])
            if maps["counts"][group]:
                draw_map(axes, maps["images"][group], maps["positions"])
            else:
                mark_empty(axes)
            if line == 0:
                name_column(axes, group_name(maps["groups"][group]), cell)
            if place == 0:
                name = wrapped(layer_name(layer), NAME, 2)
                axes.set_ylabel(
                    f"{name}\n{_words(line, turn, are_turned)}", rotation=0, ha="right", va="center"
                )
            all_axes.append(axes)
        add_color_bar(figure, all_axes, maps, explained=False)
    explain_colors(figure, maps, f"{ORDER}, as the first row has them")
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
    return f"{mirrored}{turn_words(turn.degrees)}\n{similarity}"


def chance_words(level):
    """Chance level of a number in two lines; `level` has the fields of `chance_level`."""
    if np.isnan(level.p):
        return "no chance level"
    band = f"{level.chance_low:.2f} to {level.chance_high:.2f}"
    return f"chance {band}\np {equals_p(level.p, level.least_p)}"
