"""Ranks, by features, of neurons that are neighbours on the map."""

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from topomaps.layouts.distances import unit_rows

BLOCK = 2_000_000  # distances in memory at a time


def neighbor_ranks(features, positions, n_neighbors, metric="euclidean"):
    """Ranks, in feature space, of each neuron's nearest neighbours on the map.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    positions : array (n_neurons, 2)
    n_neighbors : int
    metric : {"euclidean", "cosine"}

    Returns
    -------
    int array (n_neurons, n_neighbors)
        1 for the neuron with the closest features. Neurons at equal distance share the better
        rank, so that it does not matter which of several identical neurons lies nearby. Computed
        in blocks of neurons, never with all distances in memory.

    Raises
    ------
    ValueError
        If features and positions differ in length, the metric is unknown, or a feature is NaN or
        infinite.
    """
    if len(features) != len(positions):
        raise ValueError(f"{len(features)} neurons have features, but {len(positions)} positions.")
    if metric not in ("euclidean", "cosine"):
        raise ValueError(f"Unknown metric {metric!r}: choose euclidean or cosine.")
    if not np.isfinite(features).all():
        raise ValueError("Features that are NaN or infinite have no neighbours.")
    features = rows_for(features, metric)
    neighbors = nearest_on_map(positions, n_neighbors)
    ranks = np.empty(neighbors.shape, dtype=int)
    n_rows = max(1, BLOCK // len(features))
    for first in range(0, len(features), n_rows):
        rows = np.arange(first, min(first + n_rows, len(features)))
        distances = cdist(features[rows], features, "sqeuclidean")
        distances[np.arange(len(rows)), rows] = np.inf  # a neuron is no neighbour of itself
        reached = np.take_along_axis(distances, neighbors[rows], axis=1)
        for k in range(n_neighbors):
            ranks[rows, k] = 1 + (distances < reached[:, k, None]).sum(axis=1)
    return ranks


def rows_for(features, metric):
    """Rows whose Euclidean distances stand for the metric."""
    # Between rows of length 1, squared Euclidean distance is twice the cosine distance.
    return unit_rows(features) if metric == "cosine" else np.asarray(features, dtype=float)


def nearest_on_map(positions, n_neighbors):
    """Nearest neighbours on the map, without the neuron itself."""
    _, found = cKDTree(positions).query(positions, n_neighbors + 1)
    is_self = found == np.arange(len(found))[:, None]
    is_self[~is_self.any(axis=1), -1] = True  # hidden by others at the very same place
    return found[~is_self].reshape(len(found), n_neighbors)
