"""How large is the second part of a divided group? An interval by resampling whole blocks."""

import numpy as np

from topomaps.statistics.two_populations import part_shares, side_of

N_RESAMPLES = 200
MOST = 5000  # blocks that are resampled; intervals of more are scaled


def share_interval(line, second, blocks, *, level, seed):
    """Percentile interval of the share of the second part (Efron and Tibshirani 1993, chapter 13).

    The two normal distributions are fitted anew to each sample of blocks, so that the interval
    knows of the doubt where one part ends as well as of the number of blocks.

    Parameters
    ----------
    line : ndarray, shape (m,)
        Places of the group's inputs.
    second : ndarray, shape (m,)
        Probability of belonging to the second part.
    blocks : ndarray of int, shape (m,)
    level : float
        One minus the confidence.
    seed : int

    Returns
    -------
    dict of str -> float
        `low` and `high`, each between 0 and 1.
    """
    generator = np.random.default_rng(seed)
    order = np.argsort(blocks, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(blocks[order])) + 1)
    size = min(len(members), MOST)
    samples = (
        np.concatenate([members[block] for block in generator.integers(len(members), size=size)])
        for _ in range(N_RESAMPLES)
    )
    shares = part_shares(line, samples, seed, side_of(line, second))
    tails = [level / 2, 1 - level / 2]
    # Errors of m of n blocks are larger by the root of n / m.
    away = (np.quantile(shares, tails) - second.mean()) * np.sqrt(size / len(members))
    low, high = np.clip(second.mean() + away, 0, 1)
    return {"low": float(low), "high": float(high)}
