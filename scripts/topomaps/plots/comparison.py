"""One group in the layouts of several methods (HHAI, Figure 3)."""

import matplotlib.pyplot as plt

from topomaps.plots.style import add_color_bar, draw_map, draw_neurons, map_axes


def plot_method_comparison(maps, group):
    """Show the neurons of each layout as dots, and the interpolated map below.

    Parameters
    ----------
    maps : dict
        Method -> arrays of `render_maps`, all of the same NAPs.
    group : int
        Index of the group shown.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = plt.figure(figsize=(1.25 * len(maps) + 1, 3.2), layout="constrained")
    grid = figure.add_gridspec(2, len(maps))
    all_axes = []
    for column, (method, arrays) in enumerate(maps.items()):
        limit = float(arrays["limit"])
        dots = map_axes(figure, grid[0, column], method)
        draw_neurons(dots, arrays["positions"], arrays["naps"][group], limit)
        field = map_axes(figure, grid[1, column])
        draw_map(field, arrays["images"][group])
        all_axes += [dots, field]
    name = next(iter(maps.values()))["groups"][group]
    figure.suptitle(f"Group “{name}”: neurons (top) and topographic activation map (bottom)")
    add_color_bar(figure, all_axes, limit)
    return figure
