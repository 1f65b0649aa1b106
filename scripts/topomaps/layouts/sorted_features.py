"""What sorting sees of neurons: features weighed by strength, dissimilarities, what maps show."""

import numpy as np
from scipy.spatial.distance import cdist

STRENGTH = 0.65  # 0 would compare directions of features alone, 1 the features as they are
SQUARED = 0.2  # share of squared distance in the dissimilarity; the rest goes by rank
HALF_RANK = 20  # the rank at which the share that goes by rank is half of its largest value
STEEPNESS = 2.0  # of its rise


def weighed(features, strength=STRENGTH):
    """Rows of features scaled to length |x|^strength.

    Distances between rows then lie between those of the features and those of their directions:
    neurons that are neighbours by one of them and far apart by the other are not put side by side.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    strength : float
        From 0 to 1.

    Returns
    -------
    array (n_neurons, n_features)
        With a mean squared distance of 1 between neurons. A dead neuron stays at 0.
    """
    rows = features / abs(features).max()
    largest = abs(rows).max(axis=1, keepdims=True)
    lengths = largest * np.linalg.norm(rows / np.where(largest, largest, 1), axis=1, keepdims=True)
    rows = rows / np.where(lengths, lengths, 1) * (lengths / lengths.max()) ** strength
    return rows / np.sqrt(2 * rows.var(axis=0).sum() or 1)


def dissimilarities(squared):
    """How unlike all pairs of neurons are, for the sorting.

    Squared distance makes maps smooth, but few neurons, far from all others, rule it. Most of the
    dissimilarity therefore goes by ranks: it rises where a neuron's nearest end, wherever that is,
    and hardly any more beyond.

    Parameters
    ----------
    squared : array (N, N)
        Squared distances.

    Returns
    -------
    float32 array (N, N)
        Symmetric, 1 in the mean.
    """
    ranks = _ranks(squared) / HALF_RANK
    ranks **= STEEPNESS
    ranks /= 1 + ranks
    ranks += ranks.T.copy()
    costs = SQUARED * squared / squared.mean() + (1 - SQUARED) * ranks / ranks.mean()
    return costs.astype(np.float32)


def _ranks(squared):
    """How many neurons lie closer than each; equally many for neurons equally far away."""
    nearest = squared.argsort(axis=1, kind="stable")
    ordered = np.take_along_axis(squared, nearest, axis=1)
    first = np.zeros(squared.shape, np.float32)  # of each run of equal distances
    first[:, 1:] = np.where(ordered[:, 1:] > ordered[:, :-1], np.arange(1, len(squared)), 0)
    ranks = np.empty_like(first)
    np.put_along_axis(ranks, nearest, np.maximum.accumulate(first, axis=1), axis=1)
    return ranks


def squared_distances(rows):
    """Squared Euclidean distances (N, N) of rows (N, F)."""
    return cdist(rows, rows, "sqeuclidean")


def color_parts(shown):
    """What neurons show on maps, so that the errors of maps are products of it.

    A colour has three channels: a value v takes max(v, 0) from one, max(-v, 0) from another, and
    |v| from the third. The products of two neurons in all three sum up to those of √1.5 |v| and
    √0.5 v.

    Parameters
    ----------
    shown : array (n_neurons, n_groups)
        Values that maps show.

    Returns
    -------
    array (n_neurons, 2 * n_groups)
    """
    return np.column_stack([np.sqrt(1.5) * abs(shown), np.sqrt(0.5) * shown])


def sign_clashes(shown):
    """Sum over groups of |v| |w| − v w for all pairs of neurons (N, N): 0 for equal signs."""
    return abs(shown) @ abs(shown).T - shown @ shown.T
