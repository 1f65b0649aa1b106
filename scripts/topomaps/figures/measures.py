"""All image measures of maps as a table, darker green is better (Aequitas, Figure 2)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import group_name
from topomaps.common.words import measure_name
from topomaps.figures.map_panels import LINE_INCHES, draw_map, map_axes, name_column, name_height
from topomaps.figures.style import cell_width, in_lines, letters, wrapped

# Measure -> whether more is better, and its format.
TABLE = {
    "blur_mse": (False, "{:,.0f}"),
    "resize_mse": (False, "{:,.0f}"),
    "component_count": (False, "{:.0f}"),
    "mean_relative_size": (True, "{:.2f}"),
    "size_weighted_convexity": (True, "{:.2f}"),
}
DARKEST = 0.6  # black numbers are read on it
BESIDE, TABLE_HEIGHT = 1.6, 1.35  # inches: names of the measures; their values
MAX_MAPS = 10  # in a line, below which numbers have room


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
    n_lines, width = in_lines(len(images), MAX_MAPS)
    cell = cell_width(width, BESIDE, 0.85)
    names = [*images]
    height = cell + TABLE_HEIGHT + name_height(map(group_name, names), cell)
    title = wrapped(title, letters(cell * width + BESIDE))
    above = LINE_INCHES * (title.count("\n") + 2)
    figure = plt.figure(
        figsize=(cell * width + BESIDE, n_lines * height + above), layout="constrained"
    )
    figure.suptitle(title)
    grid = figure.add_gridspec(2 * n_lines, width, height_ratios=[cell, TABLE_HEIGHT] * n_lines)
    values = scores.loc[names, list(TABLE)].to_numpy().T
    shades = _goodness(values)
    for place, name in enumerate(names):
        line, column = divmod(place, width)
        axes = map_axes(figure, grid[2 * line, column])
        name_column(axes, group_name(name), cell)
        draw_map(axes, images[name])
    for line in range(n_lines):
        part = slice(line * width, min((line + 1) * width, len(names)))
        axes = figure.add_subplot(grid[2 * line + 1, : part.stop - part.start])
        _draw_table(axes, values[:, part], shades[:, part])
    return figure


def _draw_table(axes, values, shades):
    """Scores of the maps above as numbers on their shades."""
    axes.imshow(shades, cmap="Greens", vmin=0, vmax=1, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        form = list(TABLE.values())[row][1]
        words = "–" if np.isnan(value) else form.format(value)
        axes.text(column, row, words, ha="center", va="center")
    axes.set_yticks(range(len(TABLE)), map(measure_name, TABLE))
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _goodness(values):
    """Values (measures, maps) as shades from 0, the worst of each measure, to `DARKEST`."""
    low, high = (limit(values, axis=1, keepdims=True) for limit in (np.fmin.reduce, np.fmax.reduce))
    share = (values - low) / np.where(high > low, high - low, 1)
    more_is_better = np.array([better for better, _ in TABLE.values()])[:, None]
    return DARKEST * np.where(more_is_better, share, 1 - share)
