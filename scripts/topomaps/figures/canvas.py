"""Where figures are drawn, and in which colours: on a page of their own, or where users want it."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

COLOR_MAP = "bwr"
LEVELS = 256
WHITE = 255  # in all channels, it means outside of a map


class Canvas(NamedTuple):
    """What the figures that are drawn now lie on.

    Attributes
    ----------
    axes : matplotlib.axes.Axes or None
        Whose place a figure takes; None for a figure of its own.
    color_map : str or matplotlib.colors.Colormap
        Of the values of neurons.
    """

    axes: Any = None
    color_map: Any = COLOR_MAP


PAGE = Canvas()
_CANVAS: ContextVar[Canvas] = ContextVar("canvas", default=PAGE)


@contextmanager
def drawn_on(canvas):
    """Draw all figures of a block on this `Canvas`."""
    token = _CANVAS.set(canvas)
    try:
        yield
    finally:
        _CANVAS.reset(token)


def new_figure(size):
    """An empty figure of a size (width, height) in inches, or the place that is given for it."""
    axes = _CANVAS.get().axes
    if axes is None:
        return plt.figure(figsize=size, layout="constrained")
    axes.set_axis_off()
    return axes.figure.add_subfigure(_place_of(axes))


def _place_of(axes):
    """Cell of a grid in the figure of some axes, at their place."""
    if (cell := axes.get_subplotspec()) is not None:
        return cell
    box = axes.get_position()
    edges = {"left": box.x0, "right": box.x1, "bottom": box.y0, "top": box.y1}
    return axes.figure.add_gridspec(1, 1, **edges)[0]


def color_map():
    """Colour map of the values of neurons."""
    return _CANVAS.get().color_map


def palette():
    """Colours (256, 3) of the colour map, as `topomaps.maps.rendering.map_images` takes them.

    None for the map of the papers. Pure white, which means outside of a map, becomes nearly white.
    """
    if color_map() == COLOR_MAP:
        return None
    levels = matplotlib.colormaps.get_cmap(color_map())(np.linspace(0, 1, LEVELS), bytes=True)
    colors = levels[:, :3].copy()
    colors[(colors == WHITE).all(axis=1)] = WHITE - 1
    return colors
