"""Layout by principal component analysis (HHAI, section 3.2.3)."""

import numpy as np
from sklearn.decomposition import PCA

from topomaps.layouts.embedding import embeddable


def pca_layout(features, seed):
    """Project the neurons onto the two directions of largest variance.

    Parameters
    ----------
    features : array (n_neurons, n_features)
        At least 4 neurons.
    seed : int
        Not used: the method is deterministic.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates, float64.
    """
    features = embeddable(features)
    pca = PCA(n_components=2, svd_solver="full")
    positions = pca.fit_transform(features)
    # Two groups give NAPs of rank one: the second component is then nothing but rounding.
    rounding = pca.singular_values_[0] * max(features.shape) * np.finfo(float).eps
    positions[:, pca.singular_values_ <= rounding] = 0.0
    # Rounding differs between rows: neurons with equal features get the very same place.
    _, first, equal = np.unique(features, axis=0, return_index=True, return_inverse=True)
    return positions[first[equal]]
