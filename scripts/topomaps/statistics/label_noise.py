"""How probable other classes are, given several kinds of evidence and frequencies of labels.

The given label of an input of population z is y with probability T[z, y] (its *frequency*). The
evidence is weighed so that it explains the given labels best **through** these frequencies
("forward correction", Patrini et al. 2017), hence with no knowledge of the right labels.
"""

import logging

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from topomaps.statistics.populations import label_frequencies, normalised

logger = logging.getLogger(__name__)

LOWEST = -200.0  # logarithms of densities below say no more
PRIOR_OF_BIAS = 1.0
ROUNDS, STEPS = 15, 8
LEAST_FREQUENCY = 1e-4
CLARITY = (0.6, 0.75)  # below and above: frequencies of labels mean nothing, are believed
CONFUSED_SHARE = 0.2  # how far probabilities of confused classes may be wrong


def weigh(evidence, labels, frequencies, start, *, update=True, kept=()):
    """Weigh kinds of evidence so that they explain the labels; optionally update the frequencies.

    Parameters
    ----------
    evidence : list of ndarray (n, C)
        Log-probabilities or log-densities of the populations, one array per kind.
    labels : ndarray of int, shape (n,)
    frequencies : ndarray, shape (C, C)
    start : sequence of float
        First guess of the weights.
    update : bool
        Whether the frequencies are estimated along with the weights.
    kept : array of int
        As of `label_frequencies`.

    Returns
    -------
    logs : ndarray, shape (n, C)
        Logarithm of the probability of each population, the label left aside.
    frequencies : ndarray, shape (C, C)
    weights : ndarray, shape (len(evidence),)
        Between 0 and 1.
    """
    evidence = [np.maximum(each, LOWEST) for each in evidence]
    n_classes = len(frequencies)
    parameters = np.concatenate([start, np.zeros(n_classes)])
    bounds = [(0, 1)] * len(evidence) + [(None, None)] * n_classes
    for _ in range(ROUNDS if update else 3):
        given = np.log(frequencies.T[labels])
        parameters = minimize(
            _misfit, parameters, (evidence, given), "L-BFGS-B", jac=True, bounds=bounds,
            options={"maxiter": STEPS},
        ).x  # fmt: skip
        logs = normalised(_combined(parameters, evidence))
        if not update:
            continue
        before = frequencies
        frequencies = label_frequencies(np.exp(normalised(logs + given)), labels, n_classes, kept)
        if np.abs(frequencies - before).max() < 1e-4:
            break
    return logs, frequencies, parameters[: len(evidence)]


def without_confusions(frequencies, logs):
    """Frequencies of labels without what confused classes alone may have brought about.

    Where a network confuses two classes, a small fault in its probabilities looks like wrong
    labels. Of each frequency, `CONFUSED_SHARE` of the probability by which the inputs of the
    population are taken for that class is not believed; the population's median frequency
    remains, as errors at random need it. Where most inputs belong to no class clearly, populations
    need not be the classes, and no frequency is believed: the labels count as right.

    Parameters
    ----------
    frequencies : ndarray, shape (C, C)
    logs : ndarray, shape (n, C)
        As of `weigh`.

    Returns
    -------
    ndarray, shape (C, C)
    """
    shares = np.exp(logs)
    confusions = shares.T @ shares / np.maximum(shares.sum(axis=0), 1e-9)[:, None]
    others = frequencies[~np.eye(len(frequencies), dtype=bool)].reshape(len(frequencies), -1)
    least = np.minimum(np.median(others, axis=1, keepdims=True), frequencies)
    reduced = np.maximum(frequencies - CONFUSED_SHARE * confusions, least) * _trust(shares)
    reduced = np.maximum(reduced, LEAST_FREQUENCY)
    np.fill_diagonal(reduced, 0)
    np.fill_diagonal(reduced, np.maximum(1 - reduced.sum(axis=1), 1e-3))
    return reduced / reduced.sum(axis=1, keepdims=True)


def _trust(shares):
    """How far frequencies of labels can be believed at all, from 0 to 1."""
    clarity = float(np.square(shares).sum(axis=1).mean())
    trust = float(np.clip(np.interp(clarity, CLARITY, (0, 1)), 0, 1))
    if trust < 1:
        logger.warning(
            "Most inputs belong to no class clearly (clarity %.2f, where 1 is certain and %.2f are "
            "needed): wrong labels cannot be told from what these layers do not recognise, so that "
            "the scores %s",
            clarity, CLARITY[1], "are too low" if trust else "only order the inputs",
        )  # fmt: skip
    return trust


def forward_corrected(features, labels, frequencies, *, penalty=10.0, steps=40):
    """Coefficients (F + 1, C) of a multinomial logistic regression on the *right* labels.

    Parameters
    ----------
    features : ndarray, shape (n, F)
    labels : ndarray of int, shape (n,)
        The given labels, which come about by the frequencies (C, C).
    """
    design = with_constant(features)
    given = np.log(frequencies.T[labels])

    def misfit(flat):
        logs = normalised(design @ flat.reshape(design.shape[1], -1))
        explained = logsumexp(logs + given, axis=1, keepdims=True)
        slope = design.T @ (np.exp(logs) - np.exp(logs + given - explained))
        value = penalty / 2 * flat @ flat - explained.sum()
        return value / len(labels), (slope.ravel() + penalty * flat) / len(labels)

    start = np.zeros(design.shape[1] * len(frequencies))
    found = minimize(misfit, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return found.x.reshape(design.shape[1], -1)


def with_constant(features):
    """Features (n, F) and a column of ones."""
    return np.column_stack([features, np.ones(len(features))])


def _combined(parameters, evidence):
    weights, bias = parameters[: len(evidence)], parameters[len(evidence) :]
    return sum(weight * each for weight, each in zip(weights, evidence, strict=True)) + bias


def _misfit(parameters, evidence, given):
    """Mean negative log-likelihood of the given labels, and its slope."""
    logs = normalised(_combined(parameters, evidence))
    explained = logsumexp(logs + given, axis=1, keepdims=True)
    difference = np.exp(logs) - np.exp(logs + given - explained)
    bias = parameters[len(evidence) :]
    value = PRIOR_OF_BIAS * bias @ bias - explained.sum()
    slope = [np.vdot(difference, each) for each in evidence]
    slope = np.concatenate([slope, difference.sum(axis=0) + 2 * PRIOR_OF_BIAS * bias])
    return value / len(given), slope / len(given)
