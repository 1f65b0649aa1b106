"""What a number would be by chance, in few words; and one p-value of several."""

import numpy as np

from topomaps.common.probabilities import least_p

TIE_TOLERANCE = 1e-9  # numbers that differ by rounding alone are equal, such as rank correlations
# A single p of 1 would outweigh any number of small ones: larger ones count as this.
LARGEST = 0.99
COLUMNS = ("chance_low", "chance_median", "chance_high", "p", "least_p")


def chance_level(observed, null, alpha=0.05, tails=1):
    """Band of a number under permutation, and how often chance reaches what was observed.

    Parameters
    ----------
    observed : float
    null : ndarray, shape (B,)
        The number under B permutations; empty where nothing could be permuted.
    alpha : float
        The band holds all but this share of the permutations.
    tails : {1, 2}
        1 asks how often chance is as large as observed, 2 how often it is as far on either side.

    Returns
    -------
    dict
        `COLUMNS`; p is (b + 1) / (B + 1), b permutations reaching what was observed, and least_p
        the smallest that can come out. All NaN without permutations, or where the number is not
        known.
    """
    null = null[~np.isnan(null)]
    if not len(null) or np.isnan(observed):
        return dict.fromkeys(COLUMNS, np.nan)
    low, median, high = np.quantile(null, (alpha / 2, 0.5, 1 - alpha / 2))
    room = TIE_TOLERANCE * max(1.0, abs(observed))
    reached = [(null >= observed - room).sum(), (null <= observed + room).sum()][:tails]
    p = tails * (min(reached) + 1) / (len(null) + 1)
    least = min(1.0, tails * least_p(len(null)))
    return dict(zip(COLUMNS, (low, median, high, min(1.0, p), least), strict=True))


def cauchy_combined(p):
    """Cauchy combination (Liu and Xie 2020), of p-values that may depend on each other.

    Each p-value becomes a variable of the standard Cauchy distribution. The mean of such variables
    has that distribution in its upper tail, however they depend on each other, so that the level
    holds for small levels.

    Parameters
    ----------
    p : array-like
        Of one hypothesis.

    Returns
    -------
    float
    """
    p = np.clip(np.ravel(p), np.finfo(float).tiny, LARGEST)
    return float(np.arctan2(1, np.mean(1 / np.tan(np.pi * p))) / np.pi)
