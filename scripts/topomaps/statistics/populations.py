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
AT_ONCE = 2**14  # inputs × classes: what is made of them stays in the cache


def cuts(n, n_classes):
    """Slices of n inputs to work on one after another; a fixed cut, for sums to be the same."""
    size = max(32, AT_ONCE // n_classes)
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


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
        memberships, weight = np.empty(shape), 0.0
        for part in cuts(len(labels), n_classes):
            memberships[part] = posterior(part, np.zeros(n_classes), frequencies)
    else:
        memberships, (frequencies, weight) = np.array(start[0]), start[1:]
    weight = max(weight, LEAST_WEIGHT)
    densities, weights = np.empty(shape), np.ones(shape)
    for _ in range(MAX_ROUNDS):
        for values, rows in zip(features, data.folds, strict=True):
            fitted = _fit(values, rows, memberships, weights)
            for part in cuts(len(rows), n_classes):
                places = as_slice(rows[part])
                densities[places], weights[places] = _log_densities(values[part], *fitted)
        change = 0.0
        for part in cuts(len(labels), n_classes):
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
    places = [(values[part], as_slice(rows[part])) for part in cuts(len(rows), n_classes)]
    totals, sizes = np.zeros(n_classes), np.zeros(n_classes)
    sums = np.zeros((n_classes, n_features))
    for some, place in places:
        shares = memberships[place] * weights[place]
        totals += shares.sum(axis=0)
        sizes += memberships[place].sum(axis=0)
        sums += shares.T @ some
    means = sums / np.maximum(totals, 1e-9)[:, None]
    scatters = np.zeros((n_classes, n_features, n_features))
    for some, place in places:
        roots = np.sqrt(memberships[place] * weights[place])
        for number, mean in enumerate(means):
            centred = (some - mean) * roots[:, number, None]
            scatters[number] += centred.T @ centred
    sizes = sizes[:, None, None]
    common = scatters.sum(axis=0) / sizes.sum()
    ridge = 1e-6 * np.eye(n_features)
    return means, (scatters + SHRINKAGE * common) / (sizes + SHRINKAGE) + ridge


def _log_densities(values, means, scatters):
    """Logarithms of the t densities, and the weights of inputs in the next fit, both (n, C)."""
    df, (n_classes, size) = DEGREES_OF_FREEDOM, means.shape
    roots = np.linalg.cholesky(scatters)
    # Columns are the standardised features of one population after the other.
    turned = np.stack([solve_triangular(root, np.eye(size), lower=True) for root in roots])
    offsets = (turned @ means[:, :, None]).ravel()
    scaled = values @ turned.reshape(-1, size).T - offsets
    distances = np.square(scaled, out=scaled).reshape(-1, n_classes, size).sum(axis=2)
    volumes = np.log(roots.diagonal(axis1=1, axis2=2)).sum(axis=1)
    constant = gammaln((df + size) / 2) - gammaln(df / 2) - size / 2 * np.log(df * np.pi)
    logs = constant - volumes - (df + size) / 2 * np.log1p(distances / df)
    return logs, (df + size) / (df + distances)
