"""How probable other classes are, given several kinds of evidence and frequencies of labels.

The given label of an input of population z is y with probability T[z, y] (its *frequency*). The
evidence is weighed so that it explains the given labels best **through** these frequencies
("forward correction", Patrini et al. 2017), hence with no knowledge of the right labels.
"""

import numpy as np
from scipy.optimize import minimize

from topomaps.statistics.populations import cuts, label_frequencies, normalised

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
    n_classes = len(frequencies)
    parameters = np.concatenate([start, np.zeros(n_classes)])
    bounds = [(0, 1)] * len(evidence) + [(None, None)] * n_classes
    posterior = np.empty((len(labels), n_classes))
    for _ in range(ROUNDS if update else 3):
        parameters = minimize(
            _misfit, parameters, (evidence, labels, frequencies), "L-BFGS-B", jac=True,
            bounds=bounds, options={"maxiter": STEPS},
        ).x  # fmt: skip
        if not update:
            continue
        before = frequencies
        for part in cuts(len(labels), n_classes):
            logs = _combined(parameters, evidence, part)
            _, posterior[part], _ = explained(logs, frequencies.T[labels[part]])
        frequencies = label_frequencies(posterior, labels, n_classes, kept)
        if np.abs(frequencies - before).max() < 1e-4:
            break
    logs = posterior
    for part in cuts(len(labels), n_classes):
        logs[part] = normalised(_combined(parameters, evidence, part))
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
    reduced = np.maximum(frequencies - CONFUSED_SHARE * confusions, least)
    reduced *= trust(np.square(shares).sum(axis=1).mean())
    reduced = np.maximum(reduced, LEAST_FREQUENCY)
    np.fill_diagonal(reduced, 0)
    np.fill_diagonal(reduced, np.maximum(1 - reduced.sum(axis=1), 1e-3))
    return reduced / reduced.sum(axis=1, keepdims=True)


def clarities(logs):
    """How clearly each input (n,) belongs to one class, up to 1: its summed squared probabilities.

    Parameters
    ----------
    logs : ndarray, shape (n, C)
        As of `weigh`.
    """
    found = np.empty(len(logs))
    for part in cuts(*logs.shape):
        found[part] = np.square(np.exp(logs[part])).sum(axis=1)
    return found


def trust(clarity):
    """How far frequencies of labels can be believed at all, from 0 to 1, at a mean clarity."""
    return float(np.clip(np.interp(clarity, CLARITY, (0, 1)), 0, 1))


def explained(logs, given):
    """Probabilities of populations, without and with the label, and how well labels are explained.

    Parameters
    ----------
    logs : ndarray, shape (b, C)
        Of the populations, the label left aside; not normalised.
    given : ndarray, shape (b, C)
        Probability of each input's label in each population, above 0.

    Returns
    -------
    ndarray (b, C), ndarray (b, C), float
        The last is the log-likelihood of all labels.
    """
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    right = shares * given
    likelihood = right.sum(axis=1, keepdims=True)
    right /= likelihood
    return shares, right, np.log(likelihood).sum()


def _combined(parameters, evidence, part):
    """Weighed logarithms of some inputs."""
    logs = parameters[len(evidence) :]
    for weight, each in zip(parameters, evidence, strict=False):
        logs = logs + weight * np.maximum(each[part], LOWEST)
    return logs


def _misfit(parameters, evidence, labels, frequencies):
    """Mean negative log-likelihood of the given labels, and its slope."""
    bias = parameters[len(evidence) :]
    value = PRIOR_OF_BIAS * bias @ bias
    slope = np.concatenate([np.zeros(len(evidence)), 2 * PRIOR_OF_BIAS * bias])
    for part in cuts(len(labels), len(bias)):
        logs = _combined(parameters, evidence, part)
        shares, right, log = explained(logs, frequencies.T[labels[part]])
        difference, value = shares - right, value - log
        for number, each in enumerate(evidence):
            slope[number] += np.vdot(difference, np.maximum(each[part], LOWEST))
        slope[len(evidence) :] += difference.sum(axis=0)
    return value / len(labels), slope / len(labels)
