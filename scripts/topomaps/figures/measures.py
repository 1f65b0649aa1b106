"""All image measures of maps as a table, darker green is better (Aequitas, Figure 2)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import group_name
from topomaps.figures.map_panels import draw_map, map_axes, name_column, name_height
from topomaps.figures.style import cell_width

# Measure -> its name, whether more is better, and its format.
TABLE = {
    "blur_mse": ("error under blur (AUC)", False, "{:,.0f}"),
    "resize_mse": ("error under resizing (AUC)", False, "{:,.0f}"),
    "component_count": ("number of components", False, "{:.0f}"),
    "mean_relative_size": ("mean relative size", True, "{:.2f}"),
    "size_weighted_convexity": ("size-weighted convexity", True, "{:.2f}"),
}
DARKEST = 0.6  # black numbers are read on it
BESIDE = 1.6  # inches: names of the measures


def plot_measures(images, scores, title):
    """Show maps and below each its scores.

    Parameters
    ----------
    images : dict
        Name -> map image (size, size, 3).
    scores : pandas.DataFrame
        Index names, columns the keys of `TABLE`.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    cell = cell_width(len(images), BESIDE, 0.85)
    names = [*map(group_name, images)]
    size = cell * len(images) + BESIDE, 2.55 + name_height(names, cell)
    figure = plt.figure(figsize=size, layout="constrained")
    figure.suptitle(title)
    grid = figure.add_gridspec(2, len(images), height_ratios=[1, 1.35], hspace=0.02)
    for column, (name, image) in enumerate(images.items()):
        axes = map_axes(figure, grid[0, column])
        name_column(axes, group_name(name), cell)
        draw_map(axes, image)
    axes = figure.add_subplot(grid[1, :])
    values = scores.loc[list(images), list(TABLE)].to_numpy().T
    axes.imshow(_goodness(values), cmap="Greens", vmin=0, vmax=1, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        form = list(TABLE.values())[row][2]
        axes.text(column, row, form.format(value), ha="center", va="center")
    axes.set_yticks(range(len(TABLE)), [name for name, _, _ in TABLE.values()])
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


def _goodness(values):
    """Values (measures, maps) as shades from 0, the worst of each measure, to `DARKEST`."""
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    share = (values - low) / np.where(high > low, high - low, 1)
    more_is_better = np.array([better for _, better, _ in TABLE.values()])[:, None]
    return DARKEST * np.where(more_is_better, share, 1 - share)
