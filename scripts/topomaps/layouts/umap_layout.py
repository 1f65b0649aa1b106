"""Layout by uniform manifold approximation and projection, UMAP (HHAI, section 3.2.3)."""

from functools import cache

import numpy as np

from topomaps.common.blocked_imports import blocked_imports
from topomaps.common.gc_paused import gc_paused
from topomaps.common.numba_cache import kept_packages
from topomaps.layouts.embedding import clamped, embeddable

NEIGHBORS = 15  # default of umap-learn
COMPILED = ("umap", "pynndescent")  # packages whose functions numba compiles
CODE_OF = ("umap-learn", "pynndescent", "numba", "llvmlite", "numpy")


def umap_layout(features, seed):
    """Project the neurons onto two dimensions, with the default settings of umap-learn.

    Parameters
    ----------
    features : array (n_neurons, n_features)
        At least 4 neurons.
    seed : int
        0 ≤ seed < 2**32.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates, float64.
    """
    features = embeddable(features)
    n_neighbors = clamped("n_neighbors", NEIGHBORS, len(features) - 1)
    reducer = _umap_class()(n_neighbors=n_neighbors, random_state=seed, n_jobs=1)
    return np.asarray(reducer.fit_transform(features), dtype=float)


@cache
def _umap_class():
    """Class of umap-learn, whose functions are compiled once for all processes.

    Its parametric part, which would import TensorFlow and take seconds, is left out.
    """
    with gc_paused(), blocked_imports("tensorflow"), kept_packages(COMPILED, CODE_OF):
        from umap import UMAP
    return UMAP
