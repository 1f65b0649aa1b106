"""Lines in a layer's components along which a group may fall into two parts."""

import numpy as np
from sklearn.mixture import GaussianMixture

ENOUGH = 5  # inputs of other groups for each component; with fewer, the group itself counts too
SHRUNK = 0.01  # of the mean variance, added to each
N_CLUSTERED = 10  # components in which clusters are looked for
MOST_CLUSTERED = 5000  # inputs that a line is found in: more would not change it


def discriminants(features, data, group, others):
    """Places (n,) of all inputs on the line from a group to each other one.

    Fisher's discriminant of the two groups, with the scatter within all other groups, for a part of
    the group's own would widen it along the very line that leads to the part; in each fold, the
    group's median is 0 and that scatter 1.
    """
    lines = [np.zeros(len(data.labels)) for _ in others]
    for values, rows in zip(features, data.folds, strict=True):
        labels = data.labels[rows]
        own = labels == group
        if not own.any() or not values.shape[1]:
            continue
        counted = ~own if (~own).sum() >= ENOUGH * values.shape[1] else np.ones(len(own), bool)
        scatter = _scatter_within(values[counted], labels[counted])
        for line, other in zip(lines, others, strict=True):
            if not (labels == other).any():
                continue
            mean_difference = values[labels == other].mean(axis=0) - values[own].mean(axis=0)
            weights = np.linalg.solve(scatter, mean_difference)
            places = values @ weights / np.sqrt(max(mean_difference @ weights, 1e-300))
            line[rows] = places - np.median(places[own])
    return lines


def closest_group(features, data, membership, others):
    """Of some groups, that whose mean is closest to the mean of a part of another one.

    Closeness is by the scatter within groups (Mahalanobis), in all folds together.

    Parameters
    ----------
    features : list of ndarray (m, F)
        Components of the inputs of each fold.
    data : topomaps.statistics.labelled_layers.LabelledLayers
    membership : ndarray, shape (n,)
        Probability that an input belongs to the part.
    others : list of int
        Groups to choose from.

    Returns
    -------
    int
        The first one where no input belongs to the part.
    """
    distances = np.zeros(len(others))
    for values, rows in zip(features, data.folds, strict=True):
        labels, shares = data.labels[rows], membership[rows]
        if not shares.any() or not values.shape[1]:
            continue
        scatter, part = _scatter_within(values, labels), shares @ values / shares.sum()
        for number, other in enumerate(others):
            away = np.inf
            if (labels == other).any():
                mean_difference = values[labels == other].mean(axis=0) - part
                away = mean_difference @ np.linalg.solve(scatter, mean_difference)
            distances[number] += shares.sum() * away
    return others[int(distances.argmin())]


def _scatter_within(values, labels):
    """Covariance (F, F) within groups, shrunk a little so that it can be inverted."""
    _, codes = np.unique(labels, return_inverse=True)
    means = np.stack([values[codes == code].mean(axis=0) for code in range(codes.max() + 1)])
    centred = values - means[codes]
    scatter = centred.T @ centred / len(values)
    level = SHRUNK * np.trace(scatter) / len(scatter)
    return scatter + max(level, 1e-12) * np.eye(len(scatter))


def cluster_line(values, found, tested, seed):
    """Places of some inputs on the line between two clusters of others.

    Parameters
    ----------
    values : ndarray, shape (m, F)
        Components of the inputs.
    found, tested : ndarray of int
        Rows in which the clusters are found, and rows whose places are asked for.
    seed : int

    Returns
    -------
    ndarray, shape of tested
        In standard deviations within the clusters; 0 is the median of the rows `found`.
    """
    values = values[:, :N_CLUSTERED]
    found = found[:: -(-len(found) // MOST_CLUSTERED)]
    mixture = GaussianMixture(2, covariance_type="tied", random_state=seed,
                              reg_covar=1e-6 * values.var()).fit(values[found])  # fmt: skip
    big, small = np.argsort(-mixture.weights_)
    mean_difference = mixture.means_[small] - mixture.means_[big]
    weights = (
        mixture.precisions_
        @ mean_difference
        / np.sqrt(max(mean_difference @ mixture.precisions_ @ mean_difference, 1e-300))
    )
    return values[tested] @ weights - np.median(values[found] @ weights)
