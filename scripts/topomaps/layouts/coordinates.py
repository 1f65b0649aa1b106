"""Coordinates of layouts: scaling to the unit square, random starts, checks of the input."""

import numpy as np

from topomaps.models.layer_info import check_width

LARGEST_VALUE = 1e15  # UMAP squares in single precision

# Largest layers of the methods whose memory grows with the square of the number of neurons.
SIZE_LIMITS = {"SOM": 10_000, "graph": 5_000, "PSO": 10_000}


def scale_to_unit(positions):
    """Scale each dimension to run from 0 to 1 (HHAI, section 3.3).

    Parameters
    ----------
    positions : array (n_neurons, 2)
        Raw coordinates.

    Returns
    -------
    array (n_neurons, 2)
        Coordinates in [0, 1]. A dimension in which all neurons agree (up to rounding) becomes 0.5.

    Raises
    ------
    ValueError
        If a coordinate is NaN or infinite.
    """
    positions = np.asarray(positions, dtype=float)
    if not np.isfinite(positions).all():
        raise ValueError("The layout has coordinates that are NaN or infinite.")
    # Halved, so that the extent of very large coordinates does not overflow.
    low, high = positions.min(axis=0) / 2, positions.max(axis=0) / 2
    extent = high - low
    constant = extent <= 4 * np.finfo(float).eps * np.maximum(abs(low), abs(high))
    scaled = (positions / 2 - low) / np.where(constant, 1.0, extent)
    return np.where(constant, 0.5, np.clip(scaled, 0.0, 1.0))


def uniform_start(n_neurons, seed):
    """Draw random start coordinates from [0, 1]², as array (n_neurons, 2)."""
    # ASSUME: PSO starts as `random` does; HHAI, section 4.3, says "uniform" of the latter alone.
    return np.random.default_rng(seed).random((n_neurons, 2))


def check_features(features, method):
    """Refuse features that `method` cannot lay out.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    method : str
        Name of the layout method; `random` uses the number of neurons only.

    Returns
    -------
    array (n_neurons, n_features) of float64

    Raises
    ------
    ValueError
        If there are fewer than 4 neurons or more than the method is meant for, if a value is NaN,
        infinite or beyond 1e15, or if all neurons are identical (a dead layer).
    """
    features = np.asarray(features, dtype=float)
    if features.ndim != 2 or features.shape[1] == 0:
        raise ValueError(
            f"Features need the shape (neurons, values per neuron), not {features.shape}; "
            "topomaps.profile_features(profiles) makes them of profiles."
        )
    n_neurons = len(features)
    check_width(n_neurons)
    if n_neurons > SIZE_LIMITS.get(method, n_neurons):
        raise ValueError(
            f"Method {method} is meant for layers of up to {SIZE_LIMITS[method]:,} neurons, this "
            f"one has {n_neurons:,}: use PCA, TSNE, UMAP or their hybrids with PSO."
        )
    valid = (abs(features) <= LARGEST_VALUE).all(axis=1)  # False for NaN, too
    if not valid.all():
        raise ValueError(
            f"The features of {np.sum(~valid)} of {n_neurons} neurons are NaN, infinite or beyond "
            f"{LARGEST_VALUE:g} (first: neuron {valid.argmin()}): check the activations, or leave "
            "out empty groups."
        )
    if method != "random" and (features == features[0]).all():
        raise ValueError(
            f"All {n_neurons} neurons have identical features, so method {method} cannot tell them "
            "apart: the layer is dead, or there is only one group."
        )
    return features
