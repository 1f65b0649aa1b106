"""The largest region of each group and the inputs that activate it most."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.figures.style import add_color_bar, draw_map, map_axes
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.regions import ABOVE

MAX_ROWS = 15


def plot_regions(maps, neurons, examples, pictures=None):
    """Show maps with the largest region outlined, and beside them the inputs that excite it most.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    neurons : pandas.DataFrame
        As of `topomaps.maps.regions.find_regions`.
    examples : pandas.DataFrame
        As of `topomaps.maps.regions.named_inputs`.
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
    as_text = pictures is None or pictures.ndim not in (3, 4)
    n_inputs = 0 if examples.empty else int(examples["rank"].max()) + 1
    n_columns = 2 if as_text else n_inputs + 1
    size = 1.2 * n_columns + 0.8, 1.35 * max(len(groups), 1) + 0.3
    figure = plt.figure(figsize=size, layout="constrained")
    if not groups:
        figure.text(0.5, 0.5, "no region reaches the threshold", ha="center", va="center")
        return figure
    figure.suptitle(
        "largest region of each group, and the inputs that activate it most\n"
        "(in brackets the mean activation of the region)", fontsize=7,
    )  # fmt: skip
    grid = figure.add_gridspec(len(groups), n_columns)
    for line, group in enumerate(groups):
        name = maps["groups"][group]
        axes = map_axes(figure, grid[line, 0])
        draw_map(axes, maps["images"][group])
        members = largest["neuron"][largest["group"] == name].to_numpy()
        _outline(axes, maps["positions"], members)
        axes.set_ylabel(str(name), fontsize=7)
        axes.set_xlabel(f"{len(members)} neurons", fontsize=6, labelpad=1)
        rows = examples[(examples["group"] == name) & (examples["region"] == 0)]
        if as_text:
            _list_inputs(figure.add_subplot(grid[line, 1]), rows)
            continue
        for row in rows.itertuples():
            _draw_input(figure.add_subplot(grid[line, row.rank + 1]), row, pictures[row.input])
    add_color_bar(figure, figure.axes, float(maps["limit"]))
    return figure


def _outline(axes, positions, members):
    """Line half way between the neurons of a region and those around it."""
    inside = np.zeros(len(positions))
    inside[members] = 1
    field = np.nan_to_num(MapGrid(positions).interpolate(inside[None])[0])
    steps = np.linspace(0, 1, len(field))
    axes.contour(steps, steps[::-1], field, levels=[0.5], colors="black", linewidths=0.8)


def _list_inputs(axes, rows):
    axes.set_axis_off()
    lines = [f"input {row.input}: {_caption(row)}" for row in rows.itertuples()]
    axes.text(0, 0.5, "\n".join(lines), va="center", fontsize=6)


def _draw_input(axes, row, picture):
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_color("0.8")
    axes.imshow(_as_picture(np.squeeze(np.asarray(picture))), cmap="gray")
    axes.set_xlabel(_caption(row), fontsize=6, labelpad=1)


def _caption(row):
    label = row.label if isinstance(row.label, str) else ""
    return f"{label} ({row.activation:.2g})".strip()


def _as_picture(pixels):
    """Pixels as they are if they are bytes, else stretched to 0 to 1."""
    if pixels.dtype == np.uint8 and pixels.ndim == 3:
        return pixels
    pixels = pixels.astype(float)
    extent = np.ptp(pixels)
    return (pixels - pixels.min()) / extent if extent else np.zeros_like(pixels)
