"""All layout methods behind one function, for users and tests.

Workflow scripts import the narrow modules `base_layouts` and `swarm_layouts` instead, so that an
edit of the swarm does not let UMAP run again.
"""

from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topomaps.common.linear_algebra import one_thread
from topomaps.layouts.base_layouts import base_layout
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.methods import COMPUTED_METHODS, METHODS, base_of
from topomaps.layouts.swarm_layouts import swarm_layout

BASE_DEFAULTS = {"quantile": 0.075, "distances": False, "smoothness": 0.5, "shown": None}
SWARM_DEFAULTS = {
    "n_steps": 1000,
    "attraction": "published_code",
    "random_swarm": True,
    "threads": 1,
}
DEFAULTS = BASE_DEFAULTS | SWARM_DEFAULTS


def compute_layout(
    method: str, features: ArrayLike, seed: int = 0, **params: Any
) -> NDArray[np.float64]:
    """Lay out the neurons of a layer by any of the methods.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    features : array (n_neurons, n_features)
        What the method sees of each neuron, for instance its NAP values; at least 4 neurons.
    seed : int
        0 ≤ seed < 2**32.
    **params
        n_steps (1000): steps of the swarm.
        attraction ("published_code"): global attraction of PSO, or "equation" (HHAI, Eq. 1).
        quantile (0.075): share of the pairs of neurons that get an edge in the graph.
        distances (False): let PCA, t-SNE and UMAP see the rows of the cosine distance matrix.
        smoothness (0.5): what counts in `sorted`, 0 faithful neighbours, 1 smooth maps.
        shown (None): values (n_neurons, n_groups) that maps show, for `sorted`; the features if
        left out.
        random_swarm (True): `random` is spread by the local force; False leaves uniform points.
        threads (1): threads for the swarm; never changes the result.

    Returns
    -------
    array (n_neurons, 2)
        Coordinates in [0, 1].

    Raises
    ------
    ValueError
        If the method or a parameter is unknown, the seed is out of its range, or the features
        cannot be laid out.
    """
    if method not in METHODS:
        raise ValueError(f"Unknown layout method {method!r}: choose from {', '.join(METHODS)}.")
    unknown = [name for name in params if name not in DEFAULTS]
    if unknown:
        raise ValueError(
            f"Unknown layout parameter {unknown[0]!r}: choose from {', '.join(DEFAULTS)}."
        )
    if not isinstance(seed, Integral) or not 0 <= seed < 2**32:
        raise ValueError(f"The seed must be a whole number from 0 to 2**32 - 1, not {seed!r}.")
    settings = DEFAULTS | params
    with one_thread():  # sums of several threads would round differently
        given = features
        base = method if method in COMPUTED_METHODS else base_of(method)
        if base:
            given = base_layout(base, features, seed, **{k: settings[k] for k in BASE_DEFAULTS})
        if method in COMPUTED_METHODS:
            return scale_to_unit(given)
        return swarm_layout(method, given, seed, **{k: settings[k] for k in SWARM_DEFAULTS})
