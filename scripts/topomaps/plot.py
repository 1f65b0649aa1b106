"""Figures of plain arrays: the drawing code of the workflow, for your own scripts and notebooks.

All functions return a `matplotlib.figure.Figure` that belongs to no window: write it by its
`savefig`, or let a notebook show it as the value of a cell. Your settings of matplotlib stay.
"""

from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from topomaps.figures.users_look import LOOK  # noqa: F401 - before all that draws

# isort: split
from topomaps.activations.shown_inputs import Pictures, ShownTexts
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.neurons import plot_neurons
from topomaps.figures.plain_arrays import known_labels, named_arrays, painted_arrays
from topomaps.figures.plain_subgroups import subgroup_arrays
from topomaps.figures.regions import CAPTION_WIDTH, plot_regions
from topomaps.figures.significant import plot_significant
from topomaps.figures.subgroups import plot_subgroups
from topomaps.figures.user_figures import axes_of_groups, draw_in_axes, user_figure
from topomaps.library.array_doors import as_array
from topomaps.library.layer_doors import as_layer
from topomaps.maps.region_inputs import named_inputs, top_inputs
from topomaps.maps.regions import find_regions
from topomaps.statistics.separation import Separation
from topomaps.statistics.subgroups import Subgroups

__all__ = ["maps", "neurons", "regions", "significant", "subgroups"]
_Limit = float | Literal["max"] | None
COLORS = (1, 3, 4)  # numbers of a pixel
EXAMPLES = ["group", "region", "rank", "input", "activation", "label"]


@user_figure
def maps(
    naps: Any,
    positions: Any,
    groups: Any | None = None,
    *,
    counts: Any | None = None,
    limit: _Limit = None,
    reorder: bool = False,
    resolution: int = 100,
    ax: Any = None,
    cmap: Any = None,
    title: str | None = None,
) -> Figure:
    """Topographic activation maps of all groups.

    Parameters
    ----------
    naps : array, shape (G, N), (G, height, width, N), or (N,)
        Neuron activation profiles, as arrays, tables or tensors; feature maps are averaged. Rows of
        NaN are empty groups. Values (N,) are those of a single map.
    positions : array, shape (N, 2)
        A layout in [0, 1].
    groups : sequence of length G, optional
        Names of the groups, or of the single one; numbers if left out.
    counts : sequence of int, length G, optional
        Inputs of each group, to be written below the maps.
    limit : float or "max", optional
        Value of the strongest colours; values beyond have these, too. "max" is the largest absolute
        NAP, as in the papers. If left out, it is their 99th percentile.
    reorder : bool
        Whether groups that are alike stand side by side.
    resolution : int
        Points of a map along its side.
    ax : matplotlib.axes.Axes, or one for each group, optional
        Where to draw, in place of a figure of its own.
    cmap : str or matplotlib.colors.Colormap, optional
        Colours from the lowest to the highest value, zero in the middle; "bwr" if left out.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays do not fit, or the layout cannot be interpolated.
    """
    painted = painted_arrays(naps, positions, groups, counts, limit, resolution)
    if axes := axes_of_groups(ax, len(painted["groups"])):
        return draw_in_axes(painted, axes, title)
    return plot_map_grid(painted, reorder)


@user_figure
def neurons(
    naps: Any,
    positions: Any,
    groups: Any | None = None,
    *,
    limit: _Limit = None,
    ax: Any = None,
    cmap: Any = None,
    title: str | None = None,
) -> Figure:
    """Neurons of a layout as dots in the colours of their NAPs, once for each group.

    Parameters
    ----------
    naps, positions, groups, limit, ax, cmap, title
        As of `maps`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    named = named_arrays(naps, positions, groups, limit)
    if axes := axes_of_groups(ax, len(named["groups"])):
        return draw_in_axes(named, axes, title, as_dots=True)
    return plot_neurons(named)


@user_figure
def regions(
    naps: Any,
    positions: Any,
    groups: Any | None = None,
    *,
    activations: Any = None,
    labels: Any = None,
    pictures: Any = None,
    n_inputs: int = 5,
    channels: Literal["last", "first"] = "last",
    tokens: str | int | None = None,
    mask: Any = None,
    limit: _Limit = None,
    ax: Any = None,
    cmap: Any = None,
    title: str | None = None,
    **settings: Any,
) -> Figure:
    """Maps with the largest region of each group outlined, and the inputs that activate it most.

    Parameters
    ----------
    naps, positions, groups
        As of `maps`.
    activations : array, shape (n, N) or (n, height, width, N), optional
        Activations of the inputs to choose from; without them, none are shown.
    labels : sequence of length n, optional
        Written beside the inputs; where some are long, they are shown as texts.
    pictures : array, shape (n, height, width[, channels]) or (n,) of str, optional
        The inputs, images or texts; without them, their numbers are shown.
    n_inputs : int
        Inputs of each region.
    channels : {"last", "first"}
        Which axis of the activations of feature maps is that of the neurons.
    tokens, mask
        As of `topomaps.group_separation`, of activations (n, tokens, N).
    limit, ax, cmap, title
        As of `maps`; of `ax`, one.
    **settings
        threshold and min_neurons, as of `topomaps.find_regions`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    painted = painted_arrays(naps, positions, groups, limit=limit)
    names = painted["groups"].tolist()
    painted["counts"] = abs(painted["counts"])  # all groups that are not empty are shown
    found = find_regions(painted["naps"], painted["positions"], names, **settings)
    examples = pd.DataFrame(columns=EXAMPLES)
    if activations is not None:
        rows = as_layer(activations, channels=channels, tokens=tokens, mask=mask)
        examples = named_inputs(top_inputs(rows, found, n_inputs), known_labels(labels, len(rows)))
    return plot_regions(painted, found, examples, _shown(pictures, labels))


def _shown(pictures, labels):
    """Inputs as figures show them: images, texts, or nothing but short labels."""
    if pictures is None:
        labels = () if labels is None else labels
        if max((len(str(each)) for each in labels), default=0) <= CAPTION_WIDTH:
            return None
        pictures = labels
    values = _as_pictures(pictures)
    return ShownTexts(values.__getitem__) if values.ndim == 1 else Pictures(values.__getitem__)


@user_figure
def significant(
    naps: Any,
    positions: Any,
    separation: Separation,
    *,
    alpha: float = 0.05,
    limit: _Limit = None,
    ax: Any = None,
    cmap: Any = None,
    title: str = "",
) -> Figure:
    """Maps with lines around the neurons whose mean in a group lies off the mean over groups.

    The mean is of all groups, so that one group that differs moves it for all; which groups differ
    from which, says `topomaps.pairwise_differences`.

    Parameters
    ----------
    naps, positions
        As of `maps`; rows are the groups of the test, in its order.
    separation : topomaps.statistics.separation.Separation
        As of `topomaps.group_separation`.
    alpha : float
        Level up to which a neuron is said to lie off the mean, family-wise.
    limit, ax, cmap, title
        As of `maps`; of `ax`, one.

    Returns
    -------
    matplotlib.figure.Figure
    """
    if not hasattr(separation, "neuron_p"):
        raise ValueError(
            f"separation is a {type(separation).__name__}; give the result of "
            "topomaps.group_separation"
        )
    painted = painted_arrays(naps, positions, separation.groups, limit=limit)
    tested = {"groups": painted["groups"], "p": separation.neuron_p}
    return plot_significant({"": (painted, tested)}, title, alpha)


@user_figure
def subgroups(
    activations: Any,
    labels: Any,
    positions: Any,
    found: Subgroups,
    *,
    pictures: Any = None,
    channels: Literal["last", "first"] = "last",
    tokens: str | int | None = None,
    mask: Any = None,
    limit: _Limit = None,
    ax: Any = None,
    cmap: Any = None,
    title: str | None = None,
) -> Figure:
    """Groups that have two modes: maps of both parts beside that of the whole, and their inputs.

    Where no group is divided, the figure says so, and shows the least certain tests.

    Parameters
    ----------
    activations : array, shape (n, N) or (n, height, width, N)
        Of a layer.
    labels : sequence of length n, or str
        Group of each input, as `found` has them.
    positions : array, shape (N, 2)
        A layout in [0, 1].
    found : topomaps.statistics.subgroups.Subgroups
        As of `topomaps.hidden_subgroups`, of these inputs.
    pictures : array, shape (n, height, width[, channels]) or (n,) of str, optional
        The inputs, images or texts; without them, the numbers of some are listed.
    channels, tokens, mask
        As of `regions`.
    limit, ax, cmap, title
        As of `maps`; of `ax`, one.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays do not fit, or `found` is of other inputs.
    """
    drawn = subgroup_arrays(
        activations, labels, positions, found, limit, channels=channels, tokens=tokens, mask=mask
    )
    return plot_subgroups(**drawn, shown=_shown(pictures, None))


def _as_pictures(pictures):
    """Texts as they are; images of any package, with the axis of the colours last."""
    if not hasattr(pictures, "shape") and all(isinstance(each, str) for each in pictures):
        return np.asarray(pictures)
    if getattr(pictures, "ndim", 1) == 1:
        return np.asarray(pictures)
    values = as_array(pictures, "pictures")
    colors_first = values.ndim == 4 and values.shape[1] in COLORS and values.shape[3] not in COLORS
    return np.moveaxis(values, 1, -1) if colors_first else values


def __dir__():
    return __all__
