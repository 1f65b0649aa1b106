"""Differences of means in units of their own noise, so that unequal variances do not mislead.

A permutation test of plain differences tests whether the groups have one distribution: with equal
means and unequal variances and sizes it rejects up to always. Divided by a standard error that is
estimated from each group itself, differences have the same distribution under permutation as
under equal means, in large samples whatever the distributions (Janssen 1997; Chung and Romano
2013), and in all samples where inputs can be exchanged.
"""

from typing import NamedTuple

import numpy as np

# ASSUME: variances of a few inputs are pulled towards what the other neurons say by three at least.
LEAST_PRIOR, LARGEST_PRIOR = 3.0, 1e6
TINY = np.finfo(float).tiny


class GroupMoments(NamedTuple):
    """Moments of G groups of units in b labellings, N neurons.

    Attributes
    ----------
    sums, squares, weighted : ndarray, shape (b, G, N)
        Σ y, Σ y², Σ size·y over the units of a group.
    sizes, square_sizes : ndarray, shape (b, G)
        Σ size and Σ size² over the units of a group.
    counts : ndarray, shape (G,)
        Units of each group.
    """

    sums: np.ndarray
    squares: np.ndarray
    weighted: np.ndarray
    sizes: np.ndarray
    square_sizes: np.ndarray
    counts: np.ndarray


class Studentised(NamedTuple):
    """What is tested, in b labellings.

    Attributes
    ----------
    naps : ndarray, shape (b, G, N)
    scores : ndarray, shape (b, G, N)
        NAPs in units of their noise, on the scale of a standard normal variable.
    statistic : ndarray, shape (b,)
        Squared NAPs beyond their noise, over all groups and neurons, in units of what chance gives.
    unit : ndarray, shape (b,)
        What a statistic of 1 is as a mean share of a neuron's variance.
    """

    naps: np.ndarray
    scores: np.ndarray
    statistic: np.ndarray
    unit: np.ndarray


def studentised(moments, variance):
    """NAPs of labellings, and how far they go beyond the noise of the groups' means.

    The noise of a mean is estimated from its own group's units: with m = Σy / Σsize, its variance
    is P/(P − 1) · Σ(y − size·m)² / (Σsize)² for P units (of single inputs, s²/n). For the layer,
    Σ (NAP² − noise²) / variance is summed over groups and neurons: its expectation is 0 for equal
    means, whatever the groups' variances and sizes. It is divided by the root of the sum of
    squares of noise² / variance.

    Parameters
    ----------
    moments : GroupMoments
    variance : ndarray, shape (N,)
        Variance of each neuron over all inputs; neurons with 0 have scores of 0.

    Returns
    -------
    Studentised
    """
    alive = variance > 0
    safe, parts = np.where(alive, variance, 1.0), moments.counts[:, None]
    means = moments.sums / moments.sizes[..., None]
    rest = moments.squares - 2 * means * moments.weighted
    rest += means**2 * moments.square_sizes[..., None]
    noise = np.maximum(rest, 0) * (parts / (parts - 1)) / moments.sizes[..., None] ** 2
    naps = means - means.mean(axis=-2, keepdims=True)
    relative = (noise * alive / safe, naps**2 * alive / safe)
    weights = (np.eye(len(parts)) - 1 / len(parts)) ** 2
    shares, n_values = weights @ relative[0], max(1, alive.sum()) * len(parts)
    beyond = (relative[1] - shares).sum(axis=(-2, -1))
    unit = np.sqrt((shares**2).sum(axis=(-2, -1)))
    scores = _normal_scores(*relative, moments.counts, alive, weights)
    scores *= np.sign(naps)
    return Studentised(naps, scores, _ratio(beyond, unit), unit / n_values)


def _normal_scores(noise, squares, counts, alive, weights):
    """|NAPs| (b, G, N) over their noise, as standard normal deviates.

    Both are given squared, in units of each neuron's variance. Variances of groups of a few units
    are noisy themselves: those of a group are pulled towards a common multiple of the neurons'
    variances, the more, the less they vary around it beyond their own noise (as Smyth 2004 does
    for genes). What remains is in the degrees of freedom (Satterthwaite 1946), by which a score of
    Student's t becomes a normal one (Wallace 1959).
    """
    parts, n_alive = counts[:, None], max(1, alive.sum())
    common = noise.sum(axis=-1, keepdims=True) / n_alive
    spread = np.square(noise / np.maximum(common, TINY) - alive).sum(axis=-1, keepdims=True)
    beyond = np.maximum(spread / n_alive - 2 / (parts - 1), 2 / LARGEST_PRIOR)
    prior = np.maximum(2 / beyond, LEAST_PRIOR)
    freedom = prior + parts - 1
    moderated = (prior * common + (parts - 1) * noise) / freedom
    error = weights @ moderated
    degrees = error**2 / np.maximum(weights**2 @ (moderated**2 / freedom), TINY)
    known = error > 0
    ratio = squares / np.where(known, error, 1.0) / np.where(known, degrees, 1.0)
    scores = np.sqrt(degrees * np.log1p(ratio)) * (8 * degrees + 1) / (8 * degrees + 3)
    return np.where(known, scores, np.where(squares > 0, np.inf, 0.0))


def _ratio(values, units):
    """Quotients; 0 where both are 0, infinite where only the unit is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = values / units
    return np.where(np.isnan(found), 0.0, found)
