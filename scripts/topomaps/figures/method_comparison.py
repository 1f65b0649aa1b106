"""One group in the layouts of several methods (HHAI, Figure 3)."""

import matplotlib.pyplot as plt

from topomaps.figures.style import add_color_bar, draw_map, draw_neurons, map_axes


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
    figure = plt.figure(figsize=(1.25 * len(maps) + 1, 3.4), layout="constrained")
    grid = figure.add_gridspec(2, len(maps))
    shapes, all_axes = layouts.set_index("method"), []
    for column, (method, arrays) in enumerate(maps.items()):
        limit = float(arrays["limit"])
        dots = map_axes(figure, grid[0, column], method)
        draw_neurons(dots, arrays["positions"], arrays["naps"][group], limit)
        density, roundness = shapes.loc[method, ["density_variation", "roundness"]]
        dots.set_xlabel(f"CV {density:.2f}\nround {roundness:.2f}", fontsize=6.5)
        field = map_axes(figure, grid[1, column])
        draw_map(field, arrays["images"][group])
        all_axes += [dots, field]
    name = next(iter(maps.values()))["groups"][group]
    figure.suptitle(
        f"Group “{name}”: neurons (top) and topographic activation map (bottom). CV: variation of "
        "the distances between neighbours; round: area of hull over circle"
    )
    add_color_bar(figure, all_axes, arrays)
    return figure
