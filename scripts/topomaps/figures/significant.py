"""Maps with contours around the neurons whose mean in a group lies off the mean over groups.

The mean is of all groups, this one among them. So a group that acts like most others is marked,
too, where one group pulls the mean away from it; which groups differ is said by the pairs.
"""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.figures.style import add_color_bar, draw_map, map_axes, wrapped
from topomaps.maps.interpolation import MapGrid

TITLE_WIDTH = 12
LETTERS_PER_INCH = 14
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
    width = max(len(neurons["groups"]) for _, neurons in layers.values())
    size = 1.05 * width + 1.2, 1.35 * len(layers) + 0.6
    figure = plt.figure(figsize=size, layout="constrained")
    words = wrapped(MEANING, int(LETTERS_PER_INCH * size[0]))
    figure.suptitle("\n".join(filter(None, [title, words])), fontsize=8)
    grid = figure.add_gridspec(len(layers), width)
    for line, (layer, (maps, neurons)) in enumerate(layers.items()):
        regions = _regions(maps["positions"], neurons["p"] <= alpha)
        tested = dict(zip(neurons["groups"], zip(regions, neurons["p"], strict=True), strict=True))
        shown = [group for group, name in enumerate(maps["groups"]) if name in tested]
        all_axes = []
        for place, group in enumerate(shown):
            region, p = tested[maps["groups"][group]]
            axes = map_axes(figure, grid[line, place])
            draw_map(axes, maps["images"][group])
            _draw_outline(axes, region)
            axes.set_xlabel(f"{(p <= alpha).sum()} of {p.size}", fontsize=6.5, labelpad=1)
            if line == 0:
                axes.set_title(wrapped(str(maps["groups"][group]), TITLE_WIDTH), fontsize=7)
            if place == 0:
                axes.set_ylabel(layer, fontsize=7)
            all_axes.append(axes)
        add_color_bar(figure, all_axes, maps)
    return figure


def _regions(positions, differs):
    """Fields (G, R, R) that are above 0.5 nearer to neurons off the mean than to others."""
    return MapGrid(positions).interpolate(differs.astype(float))


def _draw_outline(axes, field):
    """Line at 0.5 around the regions, closed at the rim of the map."""
    steps = np.linspace(0, 1, len(field))
    axes.contour(
        steps, steps[::-1], np.nan_to_num(field), levels=[0.5], colors="black", linewidths=0.6
    )
