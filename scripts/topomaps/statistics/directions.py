"""Lines in a layer's components along which a group may fall into two parts."""

import numpy as np
from sklearn.mixture import GaussianMixture

SHRUNK = 0.01  # of the mean variance, added to each
N_CLUSTERED = 10  # components in which clusters are looked for


def discriminants(features, data, group, others):
    """Places (n,) of all inputs on the line from a group to each other one.

    Fisher's discriminant of the two groups, with the scatter within all groups; in each fold, the
    group's median is 0 and the scatter within groups 1.
    """
    lines = [np.zeros(len(data.labels)) for _ in others]
    for values, rows in zip(features, data.folds, strict=True):
        labels = data.labels[rows]
        own = labels == group
        if not own.any() or not values.shape[1]:
            continue
        scatter = _scatter_within(values, labels)
        for line, other in zip(lines, others, strict=True):
            if not (labels == other).any():
                continue
            way = values[labels == other].mean(axis=0) - values[own].mean(axis=0)
            weights = np.linalg.solve(scatter, way)
            places = values @ weights / np.sqrt(max(way @ weights, 1e-300))
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
                way = values[labels == other].mean(axis=0) - part
                away = way @ np.linalg.solve(scatter, way)
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
    """Places of the tested inputs on the line between two clusters of the others."""
    values = values[:, :N_CLUSTERED]
    mixture = GaussianMixture(2, covariance_type="tied", n_init=3, random_state=seed,
                              reg_covar=1e-6 * values.var()).fit(values[found])  # fmt: skip
    big, small = np.argsort(-mixture.weights_)
    way = mixture.means_[small] - mixture.means_[big]
    weights = mixture.precisions_ @ way
    places = values @ weights / np.sqrt(max(way @ weights, 1e-300))
    return places[tested] - np.median(places[found])
