"""One group in the layouts of several methods (HHAI, Figure 3)."""

import matplotlib.pyplot as plt

from topomaps.common.reader_names import group_name, method_name
from topomaps.figures.map_panels import (
    add_color_bar,
    draw_map,
    draw_neurons,
    map_axes,
    name_column,
)
from topomaps.figures.style import cell_width, letters, wrapped

MAX_COLUMNS = 7
BESIDE, LARGEST, TEXT_HEIGHT, TITLE_HEIGHT = 0.9, 1.1, 0.6, 0.45  # inches


def plot_method_comparison(maps, group, layouts):
    """Show the neurons of each layout as dots, and the interpolated map below.

    Parameters
    ----------
    maps : dict
        Method -> arrays of `render_maps`, all of the same NAPs.
    group : int
        Index of the group shown.
    layouts : pandas.DataFrame
        Columns method, density_variation, roundness: written below the dots.

    Returns
    -------
    matplotlib.figure.Figure
    """
    n_lines = -(-len(maps) // MAX_COLUMNS)
    width = -(-len(maps) // n_lines)
    cell = cell_width(width, BESIDE, LARGEST)
    size = width * cell + BESIDE, n_lines * (2 * cell + TEXT_HEIGHT) + TITLE_HEIGHT
    figure = plt.figure(figsize=size, layout="constrained")
    grid = figure.add_gridspec(2 * n_lines, width)
    shapes, all_axes = layouts.set_index("method"), []
    for place, (method, arrays) in enumerate(maps.items()):
        line, column = divmod(place, width)
        limit = float(arrays["limit"])
        dots = map_axes(figure, grid[2 * line, column])
        name_column(dots, method_name(method), cell)
        draw_neurons(dots, arrays["positions"], arrays["naps"][group], limit)
        density, roundness = shapes.loc[method, ["density_variation", "roundness"]]
        dots.set_xlabel(f"CV {density:.2f}\nround {roundness:.2f}", labelpad=1)
        field = map_axes(figure, grid[2 * line + 1, column])
        draw_map(field, arrays["images"][group], arrays["positions"])
        all_axes += [dots, field]
    name = group_name(next(iter(maps.values()))["groups"][group])
    words = (
        f"{name}: neurons and, below them, map of each layout. CV: variation of the distances "
        "between neighbours; round: area of the hull over that of a circle"
    )
    figure.suptitle(wrapped(words, letters(size[0])))
    add_color_bar(figure, all_axes, arrays)
    return figure
