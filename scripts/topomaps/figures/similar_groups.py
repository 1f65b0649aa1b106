"""Rows of maps, each in the order of its own dendrogram (HHAI, Figures 6 and 8)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import group_name
from topomaps.figures.map_panels import (
    ORDER,
    add_color_bar,
    draw_map,
    explain_colors,
    map_axes,
    name_column,
    name_height,
    name_row,
)
from topomaps.figures.style import cell_width, in_lines, letters, wrapped
from topomaps.maps.ordering import similarity_order

BESIDE, TEXT_HEIGHT = 1.2, 0.2  # inches: names of rows and colour bar; between rows


def plot_similar_groups(rows, title):
    """Show groups of each row so that similar ones are neighbours.

    Parameters
    ----------
    rows : dict
        Label of the row -> (maps, kind): arrays of `render_maps`, and the kind of groups to show,
        "given" or "random".
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    chosen = {
        label: (maps, np.flatnonzero((maps["kinds"] == kind) & (maps["counts"] > 0)))
        for label, (maps, kind) in rows.items()
    }
    n_lines, width = in_lines(max(len(groups) for _, groups in chosen.values()))
    cell = cell_width(width, BESIDE)
    names = [
        group_name(name) for maps, groups in chosen.values() for name in maps["groups"][groups]
    ]
    height = cell + name_height(names, cell) + TEXT_HEIGHT
    size = cell * width + BESIDE, height * len(rows) * n_lines + 0.3
    figure = plt.figure(figsize=size, layout="constrained")
    figure.suptitle(wrapped(f"{title}; {ORDER} in each row", letters(size[0])))
    grid = figure.add_gridspec(len(rows) * n_lines, width)
    for number, (label, (maps, groups)) in enumerate(chosen.items()):
        all_axes = []
        for place, group in enumerate(groups[similarity_order(maps["naps"][groups])]):
            line, column = divmod(place, width)
            axes = map_axes(figure, grid[number * n_lines + line, column])
            name_column(axes, group_name(maps["groups"][group]), cell)
            draw_map(axes, maps["images"][group], maps["positions"])
            if place == 0:
                name_row(axes, label, height)
            all_axes.append(axes)
        add_color_bar(figure, all_axes, maps, explained=False)
    explain_colors(figure, maps)
    return figure
