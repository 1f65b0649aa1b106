"""One neuron: its place in the layout, and its profile over all groups."""

import numpy as np
from matplotlib import colormaps

from topomaps.common.probabilities import equals_p
from topomaps.figures.canvas import color_map, new_figure
from topomaps.figures.map_panels import draw_neurons, map_axes
from topomaps.figures.style import all_shortened, cell_width, wrapped

ROW, LEAST_HEIGHT = 0.16, 1.6  # inches
NAME_LETTERS = 24
RING = 60  # points², of the circle around the neuron


def plot_single_neuron(maps, neuron, half, p, least, title):
    """Show where a neuron lies, and its NAP in each group with the 95 % interval.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`, of which it uses groups, naps, positions and limit.
    neuron : int
    half : ndarray, shape (G,)
        Half the length of each interval, NaN for none, as of `topomaps.explorer.intervals`.
    p : ndarray, shape (G,)
        Family-wise over groups and neurons; NaN where a group is not tested.
    least : float
        The smallest p that the test can give.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    values = maps["naps"][:, neuron]
    height = max(LEAST_HEIGHT, ROW * len(values) + 0.7)
    figure = new_figure((cell_width(1, largest=6.0), height))
    figure.suptitle(title)
    grid = figure.add_gridspec(1, 2, width_ratios=[1, 2.2])
    axes = map_axes(figure, grid[0, 0])
    group = int(np.nanargmax(np.abs(values)))
    draw_neurons(axes, maps["positions"], maps["naps"][group], float(maps["limit"]))
    axes.scatter(*maps["positions"][neuron], s=RING, facecolors="none", edgecolors="black")
    axes.set_xlabel(wrapped(f"all neurons for {maps['groups'][group]}", NAME_LETTERS, 3))
    bars, places = figure.add_subplot(grid[0, 1]), np.arange(len(values))[::-1]
    _draw_bars(bars, places, values, half, float(maps["limit"]))
    names = all_shortened(maps["groups"].tolist(), NAME_LETTERS)
    words = [
        str(name) if np.isnan(each) else f"{name} (p {equals_p(each, least)})"
        for name, each in zip(names, p, strict=True)
    ]
    bars.set_yticks(places, words)
    return figure


def _draw_bars(axes, places, values, half, limit):
    """Bars of the values in the colours of maps, with intervals."""
    colors = colormaps.get_cmap(color_map())((values / (limit or 1.0) + 1) / 2)
    axes.barh(places, np.nan_to_num(values), color=colors, edgecolor="0.5", linewidth=0.5)
    axes.errorbar(values, places, xerr=half, fmt="none", ecolor="0.2", elinewidth=0.8)
    axes.axvline(0, color="0.5", linewidth=0.6)
    axes.set_xlabel("NAP value, with its 95 % interval")
