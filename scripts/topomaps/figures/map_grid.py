"""Maps of all groups on one layout (HHAI, Figures 5 to 8)."""

from itertools import product

from topomaps.common.reader_names import column_name, row_name
from topomaps.figures.canvas import new_figure
from topomaps.figures.instances import BELOW, draw_instances
from topomaps.figures.map_panels import (
    LINE_INCHES,
    ORDER,
    add_color_bar,
    draw_group,
    map_axes,
    mark_empty,
    name_column,
    name_height,
    name_row,
)
from topomaps.figures.style import MAX_COLUMNS, SMALL, cell_width, in_lines
from topomaps.maps.ordering import column_order

MAX_MAPS = 8  # in a line, of groups of one factor
TOO_FEW = "too few\ninputs"
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
    n_lines, width = in_lines(len(columns), MAX_MAPS if len(rows) == 1 else MAX_COLUMNS)
    height = n_lines * len(rows)
    below = -(-len(instances.rows) // width) if instances else 0
    cell = cell_width(width, BESIDE)
    names = name_height(map(column_name, columns), cell) * n_lines
    lines = height * (cell + TEXT_HEIGHT) + below * (cell + BELOW) + names
    lines += LINE_INCHES * reorder
    figure = new_figure((width * cell + BESIDE, lines))
    grid = figure.add_gridspec(height + below, width)
    all_axes = []
    groups = {
        each: group for group, each in enumerate(zip(maps["rows"], maps["columns"], strict=True))
    }
    for (number, column), (index, row) in product(enumerate(columns), enumerate(rows)):
        line, place = divmod(number, width)
        axes = map_axes(figure, grid[line * len(rows) + index, place])
        if index == 0:
            name_column(axes, column_name(column), cell)
        if place == 0 and row:
            name_row(axes, row_name(row), cell + TEXT_HEIGHT)
        if (row, column) in groups:
            draw_group(axes, maps, groups[row, column])
        else:
            mark_empty(axes, TOO_FEW)
        all_axes.append(axes)
    add_color_bar(figure, all_axes, maps)
    if instances:
        draw_instances(figure, grid, height, width, instances)
    if reorder and len(columns) > 2:
        figure.supxlabel(ORDER, fontsize=SMALL)
    return figure
