"""Layouts by dimensionality reduction: PCA, t-SNE, UMAP (HHAI, section 3.2.3)."""

import logging
import sys
import warnings
from contextlib import contextmanager

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

PERPLEXITY = 30  # default of scikit-learn
UMAP_NEIGHBORS = 15  # default of umap-learn
SMALLEST_EXTENT = 1e-15  # t-SNE starts in single precision, and underflows below about 1e-20

log = logging.getLogger(__name__)


def embed(method, features, seed):
    """Project the neurons' features onto two dimensions.

    Parameters
    ----------
    method : {"PCA", "TSNE", "UMAP"}
    features : array (n_neurons, n_features)
        At least 4 neurons.
    seed : int
        0 ≤ seed < 2**32; PCA is deterministic and ignores it.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates, float64.
    """
    features = np.asarray(features, dtype=float)
    extent = np.ptp(features, axis=0).max()
    if extent < SMALLEST_EXTENT:  # the scale means nothing to these methods
        features = (features - features.min(axis=0)) / extent
    if features.shape[1] == 1:  # t-SNE starts from two principal components
        features = np.column_stack([features, np.zeros(len(features))])
    project = {"PCA": _pca, "TSNE": _tsne, "UMAP": _umap}[method]
    return np.asarray(project(features, seed), dtype=float)


def _pca(features, seed):
    pca = PCA(n_components=2, svd_solver="full")
    positions = pca.fit_transform(features)
    # Two groups give NAPs of rank one: the second component is then nothing but rounding.
    rounding = pca.singular_values_[0] * max(features.shape) * np.finfo(float).eps
    positions[:, pca.singular_values_ <= rounding] = 0.0
    # Rounding differs between rows: neurons with equal features get the very same place.
    _, first, equal = np.unique(features, axis=0, return_index=True, return_inverse=True)
    return positions[first[equal]]


def _tsne(features, seed):
    # A point has at most n - 1 neighbours; a third of them as perplexity is the usual bound.
    perplexity = _clamped("perplexity", PERPLEXITY, (len(features) - 1) / 3)
    tsne = TSNE(init="pca", perplexity=perplexity, random_state=seed, n_jobs=1)
    return tsne.fit_transform(features)


def _umap(features, seed):
    with _without_tensorflow():
        from umap import UMAP
    n_neighbors = _clamped("n_neighbors", UMAP_NEIGHBORS, len(features) - 1)
    return UMAP(n_neighbors=n_neighbors, random_state=seed, n_jobs=1).fit_transform(features)


def _clamped(name, value, limit):
    if value <= limit:
        return value
    log.info("%s lowered from %s to %.3g for this small layer.", name, value, limit)
    return limit


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
