"""Layouts of the methods that are computed at once: SOM, graph, PCA, t-SNE, UMAP, sorted.

Each lies in a module of its own, loaded where it is used. Never imports the swarm.
"""

from time import perf_counter

import numpy as np

from topomaps.common.linear_algebra import one_thread
from topomaps.layouts.coordinates import check_features, scale_to_unit
from topomaps.layouts.distances import distance_rows
from topomaps.layouts.loading import function_of
from topomaps.layouts.methods import EMBEDDINGS, SORTED

UMAP_APPROXIMATES_FROM = 4096  # neurons; umap-learn then searches neighbours in another way


def base_layout(
    method, features, seed, quantile=0.075, distances=False, smoothness=0.5, shown=None
):
    """Lay out the neurons of one trial.

    Parameters
    ----------
    method : str
        One of `topomaps.layouts.methods.COMPUTED_METHODS`.
    features : array (n_neurons, n_features)
    seed : int
        0 ≤ seed < 2**32.
    quantile : float
        Share of the pairs of neurons that get an edge in method `graph`.
    distances : bool
        Let PCA, t-SNE and UMAP see the rows of the cosine distance matrix in place of features,
        as the published code of HHAI does; the matrix has n_neurons² entries.
    smoothness, shown
        As of `topomaps.layouts.sorted_layout.sorted_layout`.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates.

    Raises
    ------
    ValueError
        If the features cannot be laid out, see `topomaps.layouts.coordinates.check_features`.
    """
    features = check_features(features, method)
    if distances and method in EMBEDDINGS:
        features = distance_rows(features)
    options = {"graph": {"quantile": quantile}, SORTED: {"smoothness": smoothness, "shown": shown}}
    function = function_of(method)
    with one_thread():  # that of the packages which the method has just loaded, too
        return function(features, seed, **options.get(method, {}))


def base_layouts(method, features, seeds, shown=None, **settings):
    """Lay out a block of trials, one after another in this process.

    Parameters
    ----------
    method : str
        One of `topomaps.layouts.methods.COMPUTED_METHODS`.
    features : array (n_trials, n_neurons, n_features)
    seeds : sequence of n_trials int
        One seed per trial, 0 ≤ seed < 2**32.
    shown : sequence of n_trials array (n_neurons, n_groups), optional
        Values that the maps of each trial show, see `base_layout`.
    **settings
        quantile, distances and smoothness, see `base_layout`.

    Returns
    -------
    positions : array (n_trials, n_neurons, 2)
        Coordinates in [0, 1].
    seconds : array (n_trials,)
        Wall time of each trial, after a warm-up for imports and compilation.
    """
    positions, seconds = [], []
    shown = [None] * len(seeds) if shown is None else shown
    _warm_up(method, n_neurons=len(features[0]))
    with one_thread():  # sums of several threads would round differently
        for trial, (values, seed) in enumerate(zip(features, seeds, strict=True)):
            begin = perf_counter()
            layout = base_layout(method, values, int(seed), shown=shown[trial], **settings)
            layout = scale_to_unit(layout)
            seconds.append(perf_counter() - begin)
            positions.append(layout)
    return np.stack(positions), np.array(seconds)


def _warm_up(method, n_neurons):
    """Import and compile what the method needs, on few random neurons."""
    n_neurons = UMAP_APPROXIMATES_FROM if method == "UMAP" and n_neurons >= 4096 else 64
    base_layout(method, np.random.default_rng(0).random((n_neurons, 4)), seed=0)
