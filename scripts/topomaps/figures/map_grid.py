"""Maps of all groups on one layout (HHAI, Figures 5 to 8)."""

import matplotlib.pyplot as plt

from topomaps.figures.style import add_color_bar, draw_group, map_axes
from topomaps.maps.ordering import column_order

COLUMNS_OF_ONE_FACTOR = 10


def plot_map_grid(maps, reorder=True):
    """Arrange the maps by row and column of their groups.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    reorder : bool
        Put columns into dendrogram order, or leave them in their natural order.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = list(dict.fromkeys(maps["rows"]))
    columns = list(dict.fromkeys(maps["columns"]))
    if reorder:
        columns = [columns[index] for index in column_order(maps["naps"], maps["columns"])]
    width = min(len(columns), COLUMNS_OF_ONE_FACTOR) if len(rows) == 1 else len(columns)
    height = -(-len(columns) // width) * len(rows)
    figure = plt.figure(figsize=(width + 1, 1.15 * height + 0.4), layout="constrained")
    grid = figure.add_gridspec(height, width)
    all_axes = []
    for group, (row, column) in enumerate(zip(maps["rows"], maps["columns"], strict=True)):
        line, place = divmod(columns.index(column), width)
        axes = map_axes(figure, grid[rows.index(row) + line, place])
        if rows.index(row) + line == 0 or len(rows) == 1:
            axes.set_title(column)
        if place == 0 and row:
            axes.set_ylabel(row)
        draw_group(axes, maps, group)
        all_axes.append(axes)
    add_color_bar(figure, all_axes, maps)
    return figure
