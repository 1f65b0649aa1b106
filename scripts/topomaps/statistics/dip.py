"""Is a sample of one variable unimodal? The dip test (Hartigan and Hartigan 1985).

The dip is the largest distance between the sample's distribution function and the closest
unimodal one. The uniform distribution is the unimodal one with the largest dips, so that the test
keeps its level whatever unimodal distribution, skewed or heavy-tailed, the sample comes from.
"""

from functools import lru_cache

import numpy as np

from topomaps.common.numba_cache import compiled

N_SAMPLES = 4999
LARGEST = 1000  # observations; beyond, the dip times the root of the size hardly depends on it
TAIL = 0.02  # of the null sample, from which smaller p-values are extrapolated
SMALLEST = 4  # observations; fewer cannot show two modes


@compiled
def _hull(values, first, last, sign, corners):
    """Write the corners of the hull of the points (values[i], i) to `corners`; return how many.

    sign 1 gives the greatest convex minorant, -1 the least concave majorant.
    """
    count = 0
    for point in range(first, last + 1):
        while count >= 2:
            a, b = corners[count - 2], corners[count - 1]
            left = (b - a) * (values[point] - values[b])
            right = (point - b) * (values[b] - values[a])
            if sign * (right - left) > 0:
                break
            count -= 1
        corners[count] = point
        count += 1
    return count


@compiled
def _height(values, corners, place, point):
    """Height of a hull at values[point], which lies between corners `place` and `place` + 1."""
    a, b = corners[place], corners[place + 1]
    if values[b] == values[a]:
        return float(b)
    return a + (b - a) * (values[point] - values[a]) / (values[b] - values[a])


@compiled
def _largest_gap(values, minorant, n_minorant, majorant, n_majorant):
    """Largest gap between the hulls, and the corners (of each) between which it lies."""
    gap, low, high = 0.0, minorant[0], majorant[n_majorant - 1]
    place = 0
    for corner in minorant[:n_minorant]:
        while place < n_majorant - 2 and majorant[place + 1] < corner:
            place += 1
        here = _height(values, majorant, place, corner) + 1 - corner
        if here > gap:
            gap, low, high = here, corner, majorant[place + 1]
    place = 0
    for corner in majorant[:n_majorant]:
        while place < n_minorant - 2 and minorant[place + 1] <= corner:
            place += 1
        here = corner + 1 - _height(values, minorant, place, corner)
        if here > gap:
            gap, low, high = here, minorant[place], corner
    return gap, low, high


@compiled
def _largest_error(values, corners, n_corners, first, last, sign):
    """Largest distance between the steps i, i + 1 and a hull, over points first to last."""
    error, place = 0.0, 0
    for point in range(first, last + 1):
        while place < n_corners - 2 and corners[place + 1] < point:
            place += 1
        error = max(error, sign * (point - _height(values, corners, place, point)) + 1)
    return error


@compiled
def _dip(values):
    size = len(values)
    minorant, majorant = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    low, high, dip = 0, size - 1, 1.0
    while values[low] < values[high]:
        n_minorant = _hull(values, low, high, 1, minorant)
        n_majorant = _hull(values, low, high, -1, majorant)
        gap, new_low, new_high = _largest_gap(values, minorant, n_minorant, majorant, n_majorant)
        if gap <= dip:
            break
        dip = max(dip, _largest_error(values, minorant, n_minorant, low, new_low, 1))
        dip = max(dip, _largest_error(values, majorant, n_majorant, new_high, high, -1))
        if (new_low == low and new_high == high) or new_low >= new_high:
            break
        low, high = new_low, new_high
    return dip / (2 * size)


def dip_statistic(values):
    """Dip of a sample (n,), between 1 / (2 n) and 1/4."""
    return float(_dip(np.sort(np.asarray(values, dtype=np.float64))))


def dip_p_values(dips, size, *, seed=0):
    """Probability of larger dips in samples of the uniform distribution.

    Down to `TAIL` it is counted in `N_SAMPLES` samples; smaller ones are extrapolated by an
    exponential decay in the square of the dip, as that of the supremum of a Brownian bridge.

    Parameters
    ----------
    dips : array
        Of samples of equal size.
    size : int
        Observations in each sample.
    seed : int

    Returns
    -------
    ndarray, shape of dips
    """
    dips = np.asarray(dips, dtype=np.float64)
    if size < SMALLEST:
        return np.ones(dips.shape)
    null = _null_sample(min(size, LARGEST), seed)
    scaled = dips * np.sqrt(size)
    larger = len(null) - np.searchsorted(null, scaled, side="left")
    counted = (larger + 1) / (len(null) + 1)
    limit = np.quantile(null, 1 - TAIL)
    decay = 1 / np.mean(np.square(null[null > limit]) - limit**2)
    beyond = TAIL * np.exp(-decay * np.maximum(np.square(scaled) - limit**2, 0))
    return np.where(scaled > limit, beyond, counted)


@lru_cache(maxsize=256)
def _null_sample(size, seed):
    """Sorted dips, times the root of the size, of uniform samples."""
    generator = np.random.default_rng([seed, size])
    dips = [_dip(np.sort(generator.random(size))) for _ in range(N_SAMPLES)]
    return np.sort(dips) * np.sqrt(size)
