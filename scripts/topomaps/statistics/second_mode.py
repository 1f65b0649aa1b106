"""Does a sample have a second mode near a given place? A test of few inputs far from the rest.

Let three windows of equal length follow each other. Wherever the mode of a unimodal distribution
is, the middle window holds at least as much of it as one of the other two. So the hypothesis is
rejected where *both* outer windows hold more than the middle one, by two exact binomial tests
(intersection-union test, Berger 1982). Nothing is assumed of where the mode is, nor of the spread:
a large second part hides itself no more than a small one. Parts of a few per cent are seen, which
the dip test cannot see.
"""

import numpy as np
from scipy.stats import binom

from topomaps.statistics.chance import cauchy_combined

BODY = 0.25  # quantile at which the first window is centred: in the first part, however large
VALLEYS = (0.4, 0.5, 0.6)  # centres of the middle window, in distances of the two places
PARTS = (0.7, 0.8, 0.9, 1.0)  # and of the last one
LENGTHS = (0.2, 0.3)


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
        Of all triples of windows together (`cauchy_combined`); near 1 where no triple fits.
    """
    if place <= 0:
        return 1.0
    values = np.sort(values)
    valley, part, length = place * _triples()
    body = np.quantile(values, BODY)
    first, middle, last = (_counts(values, at, length) for at in (body, valley, part))
    less = [binom.sf(outer - 1, outer + middle, 0.5) for outer in (first, last)]
    apart = valley - length / 2 >= body + length / 2
    return cauchy_combined(np.where(apart, np.maximum(*less), 1.0))


def _triples():
    """Centres of the middle and of the last window, and their length, (3, T)."""
    return np.array([
        (valley, part, length) for valley in VALLEYS for part in PARTS for length in LENGTHS
        if part - valley >= length - 1e-9
    ]).T  # fmt: skip


def _counts(values, centres, lengths):
    edges = np.stack(np.broadcast_arrays(centres - lengths / 2, centres + lengths / 2))
    return np.diff(np.searchsorted(values, edges), axis=0)[0]
