"""Populations of inputs that act alike, found under labels of which any number may be wrong.

Each class has one population, a multivariate t distribution of activations (Peel and McLachlan
2000), and each population has its own frequencies of labels. Both are estimated together
(Lawrence and Schölkopf 2001 for two classes, Bouveyron and Girard 2009 for mixtures): what acts
like the zeros belongs to the zeros, though nine in ten of them are labelled "one".
"""

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import gammaln, logsumexp

from topomaps.activations.lazy_rows import as_slice

N_COMPONENTS = 20
DEGREES_OF_FREEDOM = 5  # heavy tails: single inputs far away do not stretch a population
SHRINKAGE = 50  # inputs that the common covariance counts for in that of each population
LEAST_WEIGHT = 0.3  # of densities: neurons are not independent, densities are overconfident
OUTPUT_WEIGHT = 0.5
WRONG_AT_FIRST = 0.1
MAX_ROUNDS, TOLERANCE = 30, 1e-5
ROWS_AT_ONCE = 4096  # a fixed cut, for sums to be the same; what is made of them stays in the cache


def cuts(n):
    """Slices of n rows, to be worked on one after another."""
    return [slice(start, min(start + ROWS_AT_ONCE, n)) for start in range(0, n, ROWS_AT_ONCE)]


def normalised(logs):
    """Subtract from each row of (n, C) the logarithm of its sum."""
    return logs - logsumexp(logs, axis=1, keepdims=True)


def label_frequencies(memberships, labels, n_classes, kept=()):
    """Frequencies of labels in each population.

    Parameters
    ----------
    memberships : ndarray, shape (n, C)
        Probability that an input belongs to a population.
    labels : ndarray of int, shape (n,)
    n_classes : int
    kept : array of int
        Populations whose labels are taken for right: too few inputs bear them to say more.

    Returns
    -------
    ndarray, shape (C, C)
        Row z, column y: probability of label y in population z.
    """
    counts = np.zeros((n_classes, n_classes))
    for label in np.unique(labels):
        counts[:, label] = memberships[labels == label].sum(axis=0)
    counts[np.asarray(kept, dtype=np.int64)] = 0
    counts += np.eye(n_classes) + 1e-3  # one rightly labelled input beside the observed ones
    return counts / counts.sum(axis=1, keepdims=True)


def population_densities(features, data, start=None):
    """Fit the populations and return what each says of each input.

    Inputs of different folds were seen by different networks, so that their populations differ;
    the frequencies of labels are common.

    Parameters
    ----------
    features : list of ndarray (n_f, F_f)
        Components of the inputs of each fold, in double or single precision.
    data : topomaps.statistics.labelled_layers.LabelledLayers
    start : (ndarray (n, C), ndarray (C, C), float), optional
        Memberships and frequencies to begin with, and the weight that densities deserve; without,
        the labels are believed but for `WRONG_AT_FIRST`.

    Returns
    -------
    densities : ndarray, shape (n, C)
        Logarithm of each population's density, minus the largest of the input.
    frequencies : ndarray, shape (C, C)
        As of `label_frequencies`.
    """
    features = [_whitened(each[:, :N_COMPONENTS]) for each in features]
    labels, n_classes = data.labels, data.n_classes
    shape = len(labels), n_classes
    logs = data.log_probabilities

    def posterior(rows, densities, frequencies):
        known = densities if logs is None else densities + OUTPUT_WEIGHT * logs[rows]
        return np.exp(normalised(known + np.log(frequencies.T[labels[rows]])))

    if start is None:
        frequencies = np.eye(n_classes) * (1 - WRONG_AT_FIRST) + WRONG_AT_FIRST / n_classes
        none = np.zeros(n_classes)
        memberships = np.concatenate(
            [posterior(part, none, frequencies) for part in cuts(shape[0])]
        )
        weight = 0.0
    else:
        memberships, frequencies, weight = np.array(start[0]), *start[1:]
    weight = max(weight, LEAST_WEIGHT)
    densities, weights = np.empty(shape), np.ones(shape)
    for _ in range(MAX_ROUNDS):
        for values, rows in zip(features, data.folds, strict=True):
            fitted = _fit(values, rows, memberships, weights)
            for part in cuts(len(rows)):
                places = as_slice(rows[part])
                densities[places], weights[places] = _log_densities(values[part], *fitted)
        change = 0.0
        for part in cuts(len(labels)):
            found = posterior(part, weight * densities[part], frequencies)
            change += np.abs(found - memberships[part]).sum()
            memberships[part] = found
        frequencies = label_frequencies(memberships, labels, n_classes, data.tiny)
        if change / memberships.size < TOLERANCE:
            break
    densities -= densities.max(axis=1, keepdims=True)
    return densities, frequencies


def _whitened(values):
    values = np.array(values, dtype=np.float64)
    values /= values.std(axis=0)
    return values


def _fit(values, rows, memberships, weights):
    """Means (C, F) and scatter matrices (C, F, F) of the populations.

    `values` (m, F) are of the m inputs `rows`; memberships and weights (n, C) of all.
    """
    n_classes, n_features = memberships.shape[1], values.shape[1]
    places = [(part, as_slice(rows[part])) for part in cuts(len(rows))]
    totals, sums, sizes = np.zeros(n_classes), np.zeros((n_classes, n_features)), 0.0
    for part, place in places:
        shares = memberships[place] * weights[place]
        totals += shares.sum(axis=0)
        sums += shares.T @ values[part]
        sizes = sizes + memberships[place].sum(axis=0)
    means = sums / np.maximum(totals, 1e-9)[:, None]
    scatters = np.zeros((n_classes, n_features, n_features))
    for part, place in places:
        roots = np.sqrt(memberships[place] * weights[place])
        for number, mean in enumerate(means):
            centred = (values[part] - mean) * roots[:, number, None]
            scatters[number] += centred.T @ centred
    sizes = sizes[:, None, None]
    common = scatters.sum(axis=0) / sizes.sum()
    ridge = 1e-6 * np.eye(n_features)
    return means, (scatters + SHRINKAGE * common) / (sizes + SHRINKAGE) + ridge


def _log_densities(values, means, scatters):
    """Logarithms of the t densities, and the weights of inputs in the next fit, both (n, C)."""
    df, size = DEGREES_OF_FREEDOM, values.shape[1]
    distances, volumes = np.empty((len(values), len(means))), np.empty(len(means))
    for number, (mean, scatter) in enumerate(zip(means, scatters, strict=True)):
        root = np.linalg.cholesky(scatter)
        scaled = solve_triangular(root, (values - mean).T, lower=True)
        distances[:, number] = np.square(scaled).sum(axis=0)
        volumes[number] = np.log(np.diag(root)).sum()
    constant = gammaln((df + size) / 2) - gammaln(df / 2) - size / 2 * np.log(df * np.pi)
    logs = constant - volumes - (df + size) / 2 * np.log1p(distances / df)
    return logs, (df + size) / (df + distances)
