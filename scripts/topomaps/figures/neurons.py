"""The neurons of a layout as dots, in the colours of each group's NAPs."""

import matplotlib.pyplot as plt

from topomaps.figures.style import add_color_bar, draw_neurons, map_axes

MAX_COLUMNS = 10


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
    n_groups = len(maps["groups"])
    width = min(n_groups, MAX_COLUMNS)
    height = -(-n_groups // width)
    figure = plt.figure(figsize=(width + 1, 1.15 * height + 0.4), layout="constrained")
    grid = figure.add_gridspec(height, width)
    limit = float(maps["limit"])
    for group, name in enumerate(maps["groups"]):
        axes = map_axes(figure, grid[divmod(group, width)], name)
        draw_neurons(axes, maps["positions"], maps["naps"][group], limit)
    add_color_bar(figure, figure.axes, maps)
    return figure
