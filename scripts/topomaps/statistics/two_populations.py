"""The two parts of a group along a line: which inputs, how many, how far apart, which neurons."""

import numpy as np
from sklearn.mixture import GaussianMixture

from topomaps.statistics.row_blocks import RowBlocks

UPPER, LOWER, SMALLER = 1, -1, 0  # sides on which the second part may be


def second_part(line, seed, side):
    """Probability (n,) of belonging to the second part: the one on a side, or the smaller one."""
    if not np.ptp(line):
        return np.zeros(len(line))
    line = _drawn_in(line)
    return _second(line, _fitted(line, seed), side)


def part_shares(line, samples, seed, side):
    """Share of the second part in each of some samples (arrays of places) of a line (n,)."""
    line = _drawn_in(line)
    fitted = _fitted(line, seed)
    start = fitted.weights_, fitted.means_[:, 0], fitted.covariances_[0, 0]
    drawn = (line[sample] for sample in samples)
    return np.array([_second(each, _fitted(each, seed, start), side).mean() for each in drawn])


def side_of(line, second):
    """Side of the line (n,) on which the inputs of the second part (n,) are."""
    return UPPER if np.dot(second, line - line.mean()) > 0 else LOWER


def _drawn_in(line):
    """Places (n,) of which single inputs far away are not so far as to be a part of their own."""
    low, high = np.quantile(line, [0.02, 0.98])
    reach = (high - low) / 2 or np.inf
    return np.clip(line, low - reach, high + reach)


def _fitted(line, seed, start=None):
    """Mixture of two normal distributions of one variance: a wide one would be on both sides."""
    weights, means, variance = start or _sides(line)
    least = 1e-6 * line.var()
    mixture = GaussianMixture(
        2, covariance_type="tied", weights_init=weights, means_init=means[:, None],
        precisions_init=[[1 / max(variance, least)]], reg_covar=least, random_state=seed,
    )  # fmt: skip
    return mixture.fit(line[:, None])


def _sides(line):
    """Weights, means and variance of what lies on both sides of the middle of the line."""
    is_upper = line > np.quantile(line, [0.02, 0.98]).mean()
    if is_upper.all() or not is_upper.any():
        is_upper = line > line.min()
    sides = [line[~is_upper], line[is_upper]]
    weights = np.array([len(each) / len(line) for each in sides])
    return weights, np.array([each.mean() for each in sides]), weights @ [x.var() for x in sides]


def _second(line, mixture, side):
    order = -mixture.weights_ if side == SMALLER else side * mixture.means_[:, 0]
    return mixture.predict_proba(line[:, None])[:, np.argsort(order)[1]]


def describe_parts(line, second):
    """Share of the second part, and the parts' distance in standard deviations within them."""
    share = float(second.mean())
    if not 0 < share < 1:
        return {"share": share, "distance": 0.0}
    line = _drawn_in(line)
    means = [np.average(line, weights=each) for each in (1 - second, second)]
    spread = np.average(np.square(line - means[0]), weights=1 - second) * (1 - share)
    spread += np.average(np.square(line - means[1]), weights=second) * share
    distance = abs(means[1] - means[0]) / np.sqrt(max(spread, 1e-300))
    return {"share": share, "distance": float(distance)}


def part_differences(layer, labels, groups, membership):
    """Standardised differences (G, N) between the parts of each group.

    The layer, array-like (n, N), is read twice.
    """
    result = np.zeros((len(groups), layer.shape[1]))
    for number, group in enumerate(groups):
        rows = np.flatnonzero(labels == group)
        second = membership[rows]
        totals = np.array([(1 - second).sum(), second.sum()])
        if totals.min() < 1:
            continue
        blocks, sums, largest, squares = RowBlocks(layer, rows), 0.0, 0.0, 0.0
        for part, values in blocks:
            shares = np.stack([1 - second[part], second[part]])
            sums = sums + shares @ values
            largest = np.maximum(largest, np.abs(values).max(axis=0))
        means = sums / totals[:, None]
        for part, values in blocks:
            expected = np.stack([1 - second[part], second[part]]).T @ means
            squares = squares + np.square(values - expected).sum(axis=0)
        spread = np.sqrt(squares / len(rows))
        gap = means[1] - means[0]
        np.divide(gap, spread, out=result[number], where=spread > 1e-9 * largest)
    return result
