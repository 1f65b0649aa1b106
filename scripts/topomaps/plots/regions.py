"""The largest region of each group and the inputs that activate it most."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.interpolation import MapGrid
from topomaps.plots.style import add_color_bar, draw_map, map_axes
from topomaps.regions import ABOVE

MAX_ROWS = 15


def plot_regions(maps, neurons, examples, pictures=None):
    """Show maps with the largest region outlined, and beside them the inputs that excite it most.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    neurons : pandas.DataFrame
        As of `topomaps.regions.find_regions`.
    examples : pandas.DataFrame
        As of `topomaps.regions.named_inputs`.
    pictures : array, shape (n, height, width[, channels]), optional
        The inputs; without them, or if they are no pictures, only their numbers and labels.

    Returns
    -------
    matplotlib.figure.Figure
        With more than 15 groups that have a region, those with the largest.
    """
    largest = neurons[(neurons["direction"] == ABOVE) & (neurons["region"] == 0)]
    sizes = largest.groupby("group", sort=False).size().sort_values(ascending=False, kind="stable")
    kept = set(sizes.index[:MAX_ROWS])
    groups = [index for index, name in enumerate(maps["groups"]) if name in kept]
    n_inputs = 0 if examples.empty else int(examples["rank"].max()) + 1
    figure = plt.figure(
        figsize=(1.2 * (n_inputs + 1) + 0.8, 1.35 * max(len(groups), 1)), layout="constrained"
    )
    if not groups:
        figure.text(0.5, 0.5, "no region reaches the threshold", ha="center", va="center")
        return figure
    figure.suptitle(
        "largest region of each group, and the inputs that activate it most\n"
        "(in brackets the mean activation of the region)", fontsize=7,
    )  # fmt: skip
    grid = figure.add_gridspec(len(groups), n_inputs + 1)
    for line, group in enumerate(groups):
        name = maps["groups"][group]
        axes = map_axes(figure, grid[line, 0])
        draw_map(axes, maps["images"][group])
        members = largest["neuron"][largest["group"] == name].to_numpy()
        _outline(axes, maps["positions"], members)
        axes.set_ylabel(str(name), fontsize=7)
        axes.set_xlabel(f"{len(members)} neurons", fontsize=6, labelpad=1)
        rows = examples[(examples["group"] == name) & (examples["region"] == 0)]
        for row in rows.itertuples():
            _draw_input(figure.add_subplot(grid[line, row.rank + 1]), row, pictures)
    add_color_bar(figure, figure.axes, float(maps["limit"]))
    return figure


def _outline(axes, positions, members):
    """Line half way between the neurons of a region and those around it."""
    inside = np.zeros(len(positions))
    inside[members] = 1
    field = np.nan_to_num(MapGrid(positions).interpolate(inside[None])[0])
    steps = np.linspace(0, 1, len(field))
    axes.contour(steps, steps[::-1], field, levels=[0.5], colors="black", linewidths=0.8)


def _draw_input(axes, row, pictures):
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_color("0.8")
    if pictures is not None and pictures.ndim in (3, 4):
        pixels = np.squeeze(np.asarray(pictures[row.input]))
        axes.imshow(_as_picture(pixels), cmap="gray")
    else:
        axes.text(0.5, 0.5, f"input\n{row.input}", ha="center", va="center", fontsize=7)
        axes.set_aspect("equal")
    label = row.label if isinstance(row.label, str) else ""
    axes.set_xlabel(f"{label} ({row.activation:.2g})".strip(), fontsize=6, labelpad=1)


def _as_picture(pixels):
    """Pixels as they are if they are bytes, else stretched to 0 to 1."""
    if pixels.dtype == np.uint8 and pixels.ndim == 3:
        return pixels
    pixels = pixels.astype(float)
    extent = np.ptp(pixels)
    return (pixels - pixels.min()) / extent if extent else np.zeros_like(pixels)
