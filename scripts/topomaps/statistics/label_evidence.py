"""Which population each input belongs to, by outputs, densities and a regression together.

Three kinds of evidence are weighed against each other: what the network predicts; the densities of
populations that act alike in the layers (`topomaps.statistics.populations`); and a regression on
activations and outputs. How often a population bears which label is estimated along, without the
right labels.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from topomaps.statistics.label_noise import clarities, weigh, without_confusions
from topomaps.statistics.label_regression import forward_corrected, with_constant
from topomaps.statistics.populations import cuts, normalised, population_densities

REFITS = 2  # of the populations, the second time with the weights that they deserve
PARTS = 2  # a part of the inputs is judged by a regression on the others


class Judged(NamedTuple):
    """What is found of n inputs and C populations.

    Attributes
    ----------
    logs : ndarray, shape (n, C)
        Logarithms of the probabilities of populations, the label left aside.
    frequencies : ndarray, shape (C, C)
        As of `topomaps.statistics.populations.label_frequencies`.
    densities : ndarray, shape (n, C)
        Logarithms of the populations' densities.
    clarity : ndarray, shape (n,)
        As of `topomaps.statistics.label_noise.clarities`, before the regression.
    """

    logs: np.ndarray
    frequencies: np.ndarray
    densities: np.ndarray
    clarity: np.ndarray


def judge(data, features, seed):
    """Judge labelled inputs.

    Parameters
    ----------
    data : topomaps.statistics.labelled_layers.LabelledLayers
    features : list of ndarray (n_f, F_f)
        As of `topomaps.statistics.labelled_layers.components`, of each fold.
    seed : int

    Returns
    -------
    Judged
    """
    evidence, weights = [data.log_probabilities], [0.1, 0.5]
    if data.log_probabilities is None:
        evidence, weights = [], [0.1]
    start = None
    for _ in range(REFITS):
        densities, frequencies = population_densities(features, data, start)
        kinds = [densities, *evidence]
        combined, frequencies, weights = weigh(
            kinds, data.labels, frequencies, weights, kept=data.tiny
        )
        posterior = np.exp(normalised(combined + np.log(frequencies.T[data.labels])))
        start = posterior, frequencies, weights[0]
    clarity = clarities(combined)
    frequencies = without_confusions(frequencies, combined)
    regression = _regress(data, features, frequencies, seed)
    combined, *_ = weigh(
        [*kinds, regression], data.labels, frequencies, [*weights / 2, 0.5], update=False
    )
    return Judged(combined, frequencies, densities, clarity)


def with_labels(logs, frequencies, labels):
    """Logarithms (n, C) of the probabilities of populations, the labels (n,) regarded."""
    return normalised(logs + np.log(frequencies.T[labels]))


def others(logs, labels):
    """Logs (n, C) with minus infinity at the label."""
    rest = np.array(logs)
    rest[np.arange(len(labels)), labels] = -np.inf
    return rest


def against(logs, labels):
    """Log odds (n,) that the population is another than the label's, from logs (n, C)."""
    own = logs[np.arange(len(labels)), labels]
    return logsumexp(others(logs, labels), axis=1) - own


def _regress(data, features, frequencies, seed):
    """Log-probabilities (n, C) by regressions on the other part of an input's fold."""
    part = np.random.default_rng(seed).integers(PARTS, size=len(data.labels))
    logs = np.empty((len(data.labels), data.n_classes))
    for values, rows in zip(features, data.folds, strict=True):
        scale = np.sqrt(np.mean(np.square(values), dtype=np.float64) + 1e-300)
        for number in range(PARTS):
            rest = part[rows] != number
            fitted = forward_corrected(
                values[rest], data.labels[rows[rest]], frequencies, scale=scale
            )
            own = np.flatnonzero(~rest)
            for some in cuts(len(own), data.n_classes):
                design = with_constant(values[own[some]] / scale)
                logs[rows[own[some]]] = normalised(design @ fitted)
    return logs
