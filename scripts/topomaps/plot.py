"""Figures of plain arrays: the drawing code of the workflow, for your own scripts and notebooks.

All functions return a `matplotlib.figure.Figure` that belongs to no window: write it by its
`savefig`, or let a notebook show it as the value of a cell. Your settings of matplotlib stay.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal, ParamSpec

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from topomaps.activations.shown_inputs import Pictures, ShownTexts
from topomaps.figures.plain_arrays import known_labels, named_arrays, painted_arrays
from topomaps.library.layer_doors import as_layer
from topomaps.maps.region_inputs import named_inputs, top_inputs
from topomaps.maps.regions import find_regions
from topomaps.statistics.separation import Separation

_backend = matplotlib.rcParams.copy()["backend"]  # of a copy: reading the original chooses one
with plt.rc_context():  # importing the workflow's figures sets their look, and how they are drawn
    from topomaps.figures.map_grid import plot_map_grid
    from topomaps.figures.neurons import plot_neurons
    from topomaps.figures.regions import CAPTION_WIDTH, plot_regions
    from topomaps.figures.significant import plot_significant
    from topomaps.figures.style import LOOK
if isinstance(_backend, str):  # else matplotlib had not chosen yet
    matplotlib.use(_backend)

__all__ = ["maps", "neurons", "regions", "significant"]
EXAMPLES = ["group", "region", "rank", "input", "activation", "label"]
_Options = ParamSpec("_Options")


def _figure(function: Callable[_Options, Figure]) -> Callable[_Options, Figure]:
    """Draw in the look of the workflow's figures, and outside of any window."""

    @wraps(function)
    def drawn(*arguments: _Options.args, **options: _Options.kwargs) -> Figure:
        with plt.rc_context(LOOK):
            figure = function(*arguments, **options)
        plt.close(figure)
        return figure

    return drawn


@_figure
def maps(
    naps: ArrayLike,
    positions: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    counts: ArrayLike | None = None,
    limit: float | Literal["max"] | None = None,
    reorder: bool = False,
    resolution: int = 100,
) -> Figure:
    """Topographic activation maps of all groups.

    Parameters
    ----------
    naps : array, shape (G, N) or (G, height, width, N)
        Neuron activation profiles; feature maps are averaged. Rows of NaN are empty groups.
    positions : array, shape (N, 2)
        A layout in [0, 1].
    groups : sequence of length G, optional
        Names of the groups; numbers if left out.
    counts : sequence of int, length G, optional
        Inputs of each group, to be written below the maps.
    limit : float or "max", optional
        Value of the strongest colours, which values beyond have, too; "max" is the largest
        absolute NAP, as in the papers, and if left out, it is their 99th percentile.
    reorder : bool
        Whether groups that are alike stand side by side.
    resolution : int
        Points of a map along its side.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays do not fit, or the layout cannot be interpolated.
    """
    return plot_map_grid(
        painted_arrays(naps, positions, groups, counts, limit, resolution), reorder
    )


@_figure
def neurons(
    naps: ArrayLike,
    positions: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    limit: float | Literal["max"] | None = None,
) -> Figure:
    """Neurons of a layout as dots in the colours of their NAPs, once for each group.

    Parameters
    ----------
    naps, positions, groups, limit
        As of `maps`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return plot_neurons(named_arrays(naps, positions, groups, limit))


@_figure
def regions(
    naps: ArrayLike,
    positions: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    activations: NDArray[Any] | None = None,
    labels: Sequence[Any] | NDArray[Any] | None = None,
    pictures: NDArray[Any] | None = None,
    n_inputs: int = 5,
    channels: Literal["last", "first"] = "last",
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
    **settings
        threshold and min_neurons, as of `topomaps.find_regions`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    painted = painted_arrays(naps, positions, groups)
    names = painted["groups"].tolist()
    painted["counts"] = abs(painted["counts"])  # all groups that are not empty are shown
    found = find_regions(painted["naps"], painted["positions"], names, **settings)
    examples = pd.DataFrame(columns=EXAMPLES)
    if activations is not None:
        top = top_inputs(as_layer(activations, channels=channels), found, n_inputs)
        examples = named_inputs(top, known_labels(labels, len(activations)))
    return plot_regions(painted, found, examples, _shown(pictures, labels))


def _shown(pictures, labels):
    """Inputs as figures show them: images, texts, or nothing but short labels."""
    if pictures is None:
        labels = () if labels is None else labels
        if max((len(str(each)) for each in labels), default=0) <= CAPTION_WIDTH:
            return None
        pictures = labels
    values = np.asarray(pictures)
    return ShownTexts(values.__getitem__) if values.ndim == 1 else Pictures(values.__getitem__)


@_figure
def significant(
    naps: ArrayLike,
    positions: ArrayLike,
    separation: Separation,
    *,
    alpha: float = 0.05,
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
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    painted = painted_arrays(naps, positions, separation.groups)
    tested = {"groups": painted["groups"], "p": separation.neuron_p}
    return plot_significant({"": (painted, tested)}, title, alpha)
