"""What the layouts by dimensionality reduction have in common: PCA, t-SNE and UMAP."""

import logging

import numpy as np

SMALLEST_EXTENT = 1e-15  # t-SNE starts in single precision, and underflows below about 1e-20

log = logging.getLogger(__name__)


def embeddable(features):
    """Features that can be projected onto two dimensions.

    Parameters
    ----------
    features : array (n_neurons, n_features)

    Returns
    -------
    array (n_neurons, n_features) of float64
        Tiny values are scaled up; a single column gets a second one of zeros.
    """
    features = np.asarray(features, dtype=float)
    extent = np.ptp(features, axis=0).max()
    if extent < SMALLEST_EXTENT:  # the scale means nothing to these methods
        features = (features - features.min(axis=0)) / extent
    if features.shape[1] == 1:  # t-SNE starts from two principal components
        features = np.column_stack([features, np.zeros(len(features))])
    return features


def clamped(name, value, limit):
    """The value, or the limit where the value exceeds it, with a line in the log."""
    if value <= limit:
        return value
    log.info("%s lowered from %s to %.3g for this small layer.", name, value, limit)
    return limit
