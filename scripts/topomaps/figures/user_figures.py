"""Figures for users: their own axes, colours and titles, and no windows."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from topomaps.common.linear_algebra import one_thread
from topomaps.figures.canvas import COLOR_MAP, Canvas, drawn_on
from topomaps.figures.map_panels import LIMITS, add_color_bar, draw_group, draw_neurons
from topomaps.figures.style import LOOK

Options = ParamSpec("Options")


def user_figure(function: Callable[Options, Figure]) -> Callable[Options, Figure]:
    """Let a function that draws a figure take `ax`, `cmap` and `title`, which it has as options.

    It is drawn in the look of the workflow's figures, and outside of any window: alone, or in the
    place of the axes. The title stands above all else.
    """

    @wraps(function)
    def drawn(*arguments: Options.args, **options: Options.kwargs) -> Figure:
        axes: Any = options.get("ax")
        title = options.get("title")
        colors = checked_color_map(options.get("cmap"))
        single = None if axes is None or np.ndim(axes) else checked_axes(axes)
        with one_thread(), plt.rc_context(LOOK), drawn_on(Canvas(single, colors)):
            figure = function(*arguments, **options)
            if title and np.ndim(axes) == 0:
                add_title(figure, title)
        if axes is None:
            plt.close(figure)
        return figure if isinstance(figure, Figure) else figure.get_figure(root=True)

    return drawn


def checked_color_map(cmap):
    """Colour map by its name or as it is; blue, white and red if it is None.

    Raises
    ------
    ValueError
        If matplotlib has none of this name.
    """
    if cmap is None:
        return COLOR_MAP
    if isinstance(cmap, str) and cmap not in matplotlib.colormaps:
        raise ValueError(
            f"cmap is {cmap!r}, which matplotlib does not have; choose one that has two ends and "
            "a pale middle, as bwr, RdBu_r, PuOr or coolwarm"
        )
    return cmap


def checked_axes(axes):
    """One matplotlib.axes.Axes; ValueError if it is something else."""
    if not hasattr(axes, "get_subplotspec"):
        raise ValueError(
            f"ax is a {type(axes).__name__}; give axes of matplotlib, or one for each group"
        )
    return axes


def axes_of_groups(ax, n_groups):
    """The axes to draw single groups in; None where the figure lays them out itself.

    Parameters
    ----------
    ax : Axes, sequence of Axes, or None
        One, which takes all groups, or one for each of them.
    n_groups : int

    Raises
    ------
    ValueError
        If there are several, but not one for each group.
    """
    if ax is None or (np.ndim(ax) == 0 and n_groups > 1):
        return None
    axes = [checked_axes(each) for each in np.ravel(np.asarray(ax, dtype=object))]
    if len(axes) != n_groups:
        raise ValueError(f"ax are {len(axes)} axes, but there are {n_groups} groups; give one each")
    return axes


def draw_in_axes(maps, axes, title=None, *, as_dots=False):
    """Draw each group in axes of its own, and a colour bar beside them.

    Parameters
    ----------
    maps : dict
        As of `topomaps.figures.plain_arrays.painted_arrays`.
    axes : list of Axes
    title : str, optional
        Of a single group, in place of its name.
    as_dots : bool
        Whether the neurons are shown instead of maps.

    Returns
    -------
    matplotlib.figure.Figure
    """
    for group, each in enumerate(axes):
        each.set(xlim=LIMITS, ylim=LIMITS, aspect="equal", xticks=[], yticks=[])
        each.spines[:].set_visible(False)
        if as_dots:
            draw_neurons(each, maps["positions"], maps["naps"][group], float(maps["limit"]))
        else:
            draw_group(each, maps, group)
        each.set_title(title if title and len(axes) == 1 else maps["groups"][group])
    figure = axes[0].get_figure(root=True)
    add_color_bar(figure, axes, maps)
    if title and len(axes) > 1:
        figure.suptitle(title)
    return figure


def add_title(figure, title):
    """Write a title above a figure, and above what it says already."""
    said = figure.get_suptitle()
    if title not in said.split("\n"):
        figure.suptitle("\n".join(filter(None, [title, said])))
