"""Intervals of NAPs, and where the inputs are too few for one."""

import numpy as np
from scipy.stats import t

CONFIDENCE = 0.95
# ASSUME: the mean of fewer units has no interval.
MIN_UNITS = 5
# ASSUME: variances of fewer units are not taken to be smaller than those of all groups together.
SMALL = 20
# ASSUME: squared skewness per unit of a group from which its variance is not trusted either, and of
# a NAP up to which there is an interval. At 0.3, Student's t covers 92 % (`benchmarks/
# calibration.py`); at 2, a neuron that is active for 5 % of the inputs needs groups of 44 or more.
SPARSE, TOO_SPARSE = 0.3, 2.0


def half_widths(moments, weights):
    """Half the lengths of the 95 % intervals of NAPs, by Student's t.

    NAP(g) = Σ_h c(g, h) mean(h), with the variance Σ_h c(g, h)² v(h), whose degrees of freedom are
    Satterthwaite's (1946). The variance v(h) of a mean is that of its own units. Where they are
    few, or the neuron is active for so few inputs that a silent group proves nothing, it is at
    least what the units of all groups together give.

    Parameters
    ----------
    moments : topomaps.explorer.moments.GroupMoments
    weights : ndarray, shape (G, G)
        c, as of `topomaps.explorer.moments.centring`.

    Returns
    -------
    ndarray, shape (G, N)
        NaN where there is no interval: for groups of fewer than `MIN_UNITS` units, where a single
        unit is among the groups compared, and for neurons that are active for too few inputs.
    """
    units = moments.units[:, None]
    common, skewness = _variance_of_units(moments, weights), _squared_skewness(moments, weights)
    variances = _variances_of_means(moments)
    doubtful = (units < SMALL) | (skewness > SPARSE * units)
    variances = np.where(doubtful, np.maximum(variances, _per_unit(moments) * common), variances)
    variance = weights**2 @ variances
    freedom = weights**4 @ (variances**2 / np.maximum(units - 1, 1))
    known = (units >= MIN_UNITS) & (skewness <= TOO_SPARSE * _effective_units(moments, weights))
    known &= (variance > 0) & ~((weights != 0) @ (moments.units == 1))[:, None]
    freedom = variance**2 / np.where(known, freedom, 1.0)
    half = t.ppf((1 + CONFIDENCE) / 2, np.where(known, freedom, 1.0)) * np.sqrt(variance)
    return np.where(known, half, np.nan)


def _variances_of_means(moments):
    """Variances (G, N) of the groups' means by their own units."""
    parts, counts = np.maximum(moments.units, 2)[:, None], np.maximum(moments.counts, 1)[:, None]
    return moments.squares * parts / (parts - 1) / counts**2


def _per_unit(moments):
    """What the variance of a mean (G, 1) is, where a unit of one input has the variance 1."""
    return (moments.square_sizes / np.maximum(moments.counts, 1) ** 2)[:, None]


def _variance_of_units(moments, weights):
    """Variance (G, N) of a unit of one input, by all units that a group is compared with."""
    together = weights != 0
    units, sizes = together @ moments.units, np.maximum(together @ moments.square_sizes, 1)
    scale = units / np.maximum(units - together.sum(axis=1), 1) / sizes
    return (together @ moments.squares) * scale[:, None]


def _squared_skewness(moments, weights):
    """Squared skewness (G, N) of the residuals of all units that a group is compared with."""
    together = weights != 0
    units = np.maximum(together @ moments.units, 1)[:, None]
    squares, cubes = (together @ each / units for each in (moments.squares, moments.cubes))
    return np.divide(cubes**2, squares**3, out=np.zeros_like(squares), where=squares > 0)


def _effective_units(moments, weights):
    """Units (G, 1) of the groups, averaged by what they add to the variance of each group's NAP."""
    shares = weights**2 * _per_unit(moments)[:, 0]
    total = shares.sum(axis=1)
    inverse = shares @ (1 / np.maximum(moments.units, 1))
    return np.divide(total, inverse, out=np.ones_like(total), where=inverse > 0)[:, None]
