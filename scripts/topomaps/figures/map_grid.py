"""Maps of all groups on one layout (HHAI, Figures 5 to 8)."""

from topomaps.common.reader_names import column_name, row_name
from topomaps.figures.canvas import new_figure
from topomaps.figures.instances import BELOW, draw_instances
from topomaps.figures.map_panels import (
    add_color_bar,
    draw_group,
    map_axes,
    name_column,
    name_height,
    name_row,
)
from topomaps.figures.style import cell_width
from topomaps.maps.ordering import column_order

MAX_COLUMNS = 8  # of groups of one factor
BESIDE, TEXT_HEIGHT = 1.1, 0.3  # inches: names of rows and colour bar; what is below a map


def plot_map_grid(maps, reorder=True, instances=None):
    """Arrange the maps by row and column of their groups.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    reorder : bool
        Put columns into dendrogram order, or leave them in their natural order.
    instances : topomaps.figures.instances.Instances, optional
        Single inputs, whose maps stand below.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = list(dict.fromkeys(maps["rows"]))
    columns = list(dict.fromkeys(maps["columns"]))
    if reorder:
        columns = [columns[index] for index in column_order(maps["naps"], maps["columns"])]
    height = -(-len(columns) // MAX_COLUMNS) if len(rows) == 1 else len(rows)
    width = -(-len(columns) // height) if len(rows) == 1 else len(columns)
    below = -(-len(instances.rows) // width) if instances else 0
    cell = cell_width(width, BESIDE)
    names = name_height(map(column_name, columns), cell) * (height if len(rows) == 1 else 1)
    lines = height * (cell + TEXT_HEIGHT) + below * (cell + BELOW) + names
    figure = new_figure((width * cell + BESIDE, lines))
    grid = figure.add_gridspec(height + below, width)
    all_axes = []
    for group, (row, column) in enumerate(zip(maps["rows"], maps["columns"], strict=True)):
        line, place = divmod(columns.index(column), width)
        axes = map_axes(figure, grid[rows.index(row) + line, place])
        if rows.index(row) + line == 0 or len(rows) == 1:
            name_column(axes, column_name(column), cell)
        if place == 0 and row:
            name_row(axes, row_name(row), cell + TEXT_HEIGHT)
        draw_group(axes, maps, group)
        all_axes.append(axes)
    add_color_bar(figure, all_axes, maps)
    if instances:
        draw_instances(figure, grid, height, width, instances)
    return figure
