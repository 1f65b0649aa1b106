"""The two parts of a group along a line: which inputs, how many, how far apart, which neurons."""

import numpy as np
from scipy.special import expit
from sklearn.mixture import GaussianMixture

from topomaps.statistics.row_blocks import RowBlocks

FEW = 20  # inputs; fewer are never called divided


def second_part(line, seed, *, smaller):
    """Probability (n,) of belonging to the part farther along the line, or to the smaller one."""
    if len(line) < FEW or np.ptp(line) == 0:
        return np.zeros(len(line))
    start = np.quantile(line, [0.02, 0.98])
    mixture = GaussianMixture(
        2, means_init=start[:, None], reg_covar=1e-6 * line.var(), random_state=seed
    ).fit(line[:, None])
    first, second = np.argsort(mixture.means_[:, 0])
    if smaller:
        first, second = np.argsort(-mixture.weights_)
    # A wide part has more density on both sides of a narrow one: only its own side counts.
    middle, scale = mixture.means_[:, 0].mean(), np.sqrt(mixture.covariances_[:, 0, 0].mean())
    probability = mixture.predict_proba(line[:, None])[:, second]
    side = np.sign(mixture.means_[second, 0] - mixture.means_[first, 0])
    return probability * expit(10 * (side * (line - middle) / scale + 1))


def describe_parts(line, second):
    """Share of the second part with its interval, and the parts' distance."""
    share = float(second.mean()) if len(second) else 0.0
    if not 0 < share < 1:
        return {"share": share, "low": 0.0, "high": 0.0, "distance": 0.0}
    error = 1.96 * np.sqrt(share * (1 - share) / len(second))
    means = [np.average(line, weights=each) for each in (1 - second, second)]
    spread = np.average(np.square(line - means[0]), weights=1 - second) * (1 - share)
    spread += np.average(np.square(line - means[1]), weights=second) * share
    distance = abs(means[1] - means[0]) / np.sqrt(max(spread, 1e-300))
    return {"share": share, "low": max(0.0, share - error), "high": min(1.0, share + error),
            "distance": float(distance)}  # fmt: skip


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
