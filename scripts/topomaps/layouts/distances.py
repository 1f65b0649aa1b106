"""Cosine distances between neurons."""

import numpy as np

LARGEST_MATRIX = 10_000  # neurons: 800 MB


def unit_rows(features):
    """Rows of features scaled to length 1, after adding 1e-15.

    The addition gives neurons that are zero everywhere a direction, so that their cosine distances
    are defined. It needs double precision, whatever the type of the features.
    """
    features = np.asarray(features, dtype=float) + 1e-15
    # The largest value first: squares of tiny or huge values would leave the range of floats.
    features = features / abs(features).max(axis=1, keepdims=True)
    return features / np.linalg.norm(features, axis=1, keepdims=True)


def cosine_distances(features):
    """Cosine distances between all pairs of neurons (HHAI, section 3.2).

    Parameters
    ----------
    features : array (n_neurons, n_features)

    Returns
    -------
    array (n_neurons, n_neurons)
        Values in [0, 2], exactly symmetric, zero on the diagonal.
    """
    directions = unit_rows(features)
    distances = directions @ directions.T
    np.maximum(distances, distances.T, out=distances)  # exactly symmetric with any BLAS
    np.subtract(1.0, distances, out=distances)  # in place: this is the largest array of all
    np.clip(distances, 0.0, 2.0, out=distances)
    np.fill_diagonal(distances, 0.0)
    return distances


def distance_rows(features):
    """Features of the option `distances`: each neuron's cosine distances to all neurons.

    The published code of HHAI gives these rows to PCA, t-SNE and UMAP in place of NAP values.

    Raises
    ------
    ValueError
        If there are more than 10,000 neurons, since the matrix would fill the memory.
    """
    if len(features) > LARGEST_MATRIX:
        raise ValueError(
            f"The option distances is meant for layers of up to {LARGEST_MATRIX:,} neurons, this "
            f"one has {len(features):,}: lay out the NAP values themselves."
        )
    return cosine_distances(features)
