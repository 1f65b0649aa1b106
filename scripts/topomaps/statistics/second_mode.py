"""Does a sample have a second mode near a given place? A test of few inputs far from the rest.

Under unimodality the density falls from the mode outwards. Of two neighbouring windows of equal
length beyond the mode, the outer one then holds at most half of the inputs in expectation: an exact
binomial test. It sees shares of a few per cent, which the dip test cannot see.
"""

import numpy as np
from scipy.stats import binom

BORDERS = (0.4, 0.5, 0.6, 0.7, 0.8)  # between the windows, in distances of the two places
LENGTHS = (0.2, 0.3, 0.4)
# A unimodal distribution's mode and median differ by at most root 3 standard deviations (Basu and
# DasGupta 1997); windows begin beyond.
MARGIN = np.sqrt(3)
QUARTILES_OF_NORMAL = 1.349  # standard deviations between them


def second_mode_p(values, place):
    """P-value of a second mode near a place above the median.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Sample whose median is at 0.
    place : float
        Where the other population lies.

    Returns
    -------
    float
        Least p-value of the pairs of windows times their number, at most 1.
    """
    low, high = np.quantile(values, [0.25, 0.75])
    margin = MARGIN * (high - low) / QUARTILES_OF_NORMAL
    border, length = (place * each.ravel() for each in np.meshgrid(BORDERS, LENGTHS))
    edges = np.stack([border - length, border, border + length])
    inner, outer = np.diff(np.searchsorted(np.sort(values), edges), axis=0)
    p = np.where(edges[0] < margin, 1.0, binom.sf(outer - 1, inner + outer, 0.5))
    return float(min(1.0, p.size * p.min()))
