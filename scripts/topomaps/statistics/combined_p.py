"""One p-value of several dependent tests of the same hypothesis."""

import numpy as np

# A single p of 1 would outweigh any number of small ones: larger ones count as this.
LARGEST = 0.99


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
