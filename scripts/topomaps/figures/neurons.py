"""The neurons of a layout as dots, in the colours of each group's NAPs."""

from topomaps.common.reader_names import group_name
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import (
    add_color_bar,
    draw_neurons,
    map_axes,
    name_column,
    name_height,
)
from topomaps.figures.style import cell_width

MAX_COLUMNS = 8
BESIDE, GAP = 0.9, 0.1  # inches: colour bar; between lines


def plot_neurons(maps):
    """Show the neurons once for each group.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`, of which it uses groups, naps, positions, limit and percentile.

    Returns
    -------
    matplotlib.figure.Figure
    """
    names = [*map(group_name, maps["groups"])]
    n_groups = len(names)
    height = -(-n_groups // MAX_COLUMNS)
    width = -(-n_groups // height)
    cell = cell_width(width, BESIDE)
    size = width * cell + BESIDE, height * (cell + name_height(names, cell) + GAP)
    figure = new_figure(size)
    grid = figure.add_gridspec(height, width)
    limit = float(maps["limit"])
    for group, name in enumerate(names):
        axes = map_axes(figure, grid[divmod(group, width)])
        name_column(axes, name, cell)
        draw_neurons(axes, maps["positions"], maps["naps"][group], limit)
    add_color_bar(figure, figure.axes, maps)
    return figure
