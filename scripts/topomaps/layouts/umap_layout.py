"""Layout by uniform manifold approximation and projection, UMAP (HHAI, section 3.2.3)."""

import sys
import warnings
from contextlib import contextmanager

import numpy as np

from topomaps.layouts.embedding import clamped, embeddable

NEIGHBORS = 15  # default of umap-learn


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
    with _without_tensorflow():
        from umap import UMAP
    n_neighbors = clamped("n_neighbors", NEIGHBORS, len(features) - 1)
    reducer = UMAP(n_neighbors=n_neighbors, random_state=seed, n_jobs=1)
    return np.asarray(reducer.fit_transform(features), dtype=float)


@contextmanager
def _without_tensorflow():
    """Import umap without its parametric part, which would import TensorFlow and take seconds.

    An entry of None in sys.modules makes `import tensorflow` fail as if it were not installed, a
    case that umap handles. The entry is taken away again, so later imports work as ever.
    """
    hidden = "tensorflow" not in sys.modules
    if hidden:
        sys.modules["tensorflow"] = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if hidden:
            del sys.modules["tensorflow"]
