"""Probabilities of permutation tests in one byte each."""

import numpy as np

# At which a page marks neurons; probabilities that are at most one of these stay so.
LEVELS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
N_STEPS = 256


def p_steps(permutations, levels=LEVELS):
    """Probabilities that are told apart, increasing, as many as a byte counts or fewer.

    Parameters
    ----------
    permutations : int
        B; probabilities are multiples of 1 / (B + 1).
    levels : iterable of float

    Returns
    -------
    ndarray, shape (S,)
        From the smallest, 1 / (B + 1), to 1; nearly even on a logarithmic scale.
    """
    total = permutations + 1
    if total <= N_STEPS:
        return np.arange(1, total + 1) / total
    exact = [1, total, *(int(level * total + 1e-9) for level in levels)]
    for n_even in range(2 * N_STEPS, 1, -1):
        even = np.floor(np.geomspace(1, total, n_even) + 1e-9).astype(int)
        counts = np.union1d(even, [each for each in exact if each])
        if len(counts) <= N_STEPS:
            break
    return counts / total


def steps_of(p, steps):
    """Numbers of the steps that probabilities are rounded up to; shape of p.

    Parameters
    ----------
    p : array-like
        Probabilities of at least the smallest step.
    steps : ndarray, shape (S,)
        As of `p_steps`.
    """
    return np.searchsorted(steps, np.asarray(p) * (1 - 1e-9))
