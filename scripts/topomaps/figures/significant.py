"""Maps with contours around the neurons whose mean in a group lies off the mean over groups.

The mean is of all groups, this one among them. So a group that acts like most others is marked,
too, where one group pulls the mean away from it; which groups differ is said by the pairs.
"""

from topomaps.common.reader_names import group_name, layer_name
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import (
    LINE_INCHES,
    add_color_bar,
    draw_map,
    explain_colors,
    map_axes,
    name_column,
    name_height,
    name_row,
    outline_neurons,
)
from topomaps.figures.style import cell_width, in_lines, letters, wrapped

BESIDE, TEXT_HEIGHT = 1.2, 0.3  # inches: names of layers and colour bar; below a map
MEANING = (
    "lines enclose neurons whose mean in this group lies off the mean over groups by more than "
    "chance (one group alone can move that mean; which groups differ is in the table of pairs)"
)


def plot_significant(layers, title, alpha):
    """Show the tested groups in each layer, neurons off the mean enclosed by black lines.

    Parameters
    ----------
    layers : dict
        Layer -> (maps, neurons): arrays of `render_maps`, and of the test, `groups (G,)` and
        family-wise `p (G, N)`.
    title : str
    alpha : float
        Level up to which a neuron is said to lie off the mean.

    Returns
    -------
    matplotlib.figure.Figure
    """
    n_lines, width = in_lines(max(len(neurons["groups"]) for _, neurons in layers.values()))
    cell = cell_width(width, BESIDE)
    names = [group_name(name) for _, neurons in layers.values() for name in neurons["groups"]]
    above = name_height(names, cell)
    height = cell + TEXT_HEIGHT + above * (n_lines > 1)
    words = wrapped(MEANING, letters(cell * width + BESIDE))
    title = "\n".join(filter(None, [title, words]))
    size = (
        cell * width + BESIDE,
        height * n_lines * len(layers) + above + LINE_INCHES * (title.count("\n") + 4),
    )
    figure = new_figure(size)
    figure.suptitle(title)
    grid = figure.add_gridspec(len(layers) * n_lines, width)
    for number, (layer, (maps, neurons)) in enumerate(layers.items()):
        tested = dict(zip(neurons["groups"], neurons["p"], strict=True))
        shown = [group for group, name in enumerate(maps["groups"]) if name in tested]
        all_axes = []
        for place, group in enumerate(shown):
            p = tested[maps["groups"][group]]
            line, column = divmod(place, width)
            axes = map_axes(figure, grid[number * n_lines + line, column])
            draw_map(axes, maps["images"][group], maps["positions"])
            outline_neurons(axes, maps["positions"], p <= alpha)
            axes.set_xlabel(f"{(p <= alpha).sum()} of {p.size}", labelpad=1)
            if number == 0 or n_lines > 1:
                name_column(axes, group_name(maps["groups"][group]), cell)
            if place == 0:
                name_row(axes, layer_name(layer), height)
            all_axes.append(axes)
        add_color_bar(figure, all_axes, maps, explained=False)
    explain_colors(figure, maps)
    return figure
