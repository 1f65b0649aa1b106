"""The two parts of a group along a line: which inputs, how many, how far apart, which neurons."""

import numpy as np
from scipy.special import expit
from sklearn.mixture import GaussianMixture

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
    """Standardised differences (G, N) between the parts of each group."""
    result = np.zeros((len(groups), layer.shape[1]))
    for number, group in enumerate(groups):
        values, second = layer[labels == group].astype(np.float64), membership[labels == group]
        if min(second.sum(), (1 - second).sum()) < 1:
            continue
        means = [np.average(values, axis=0, weights=each) for each in (1 - second, second)]
        expected = np.outer(1 - second, means[0]) + np.outer(second, means[1])
        spread = np.sqrt(np.square(values - expected).mean(axis=0))
        varied = spread > 1e-9 * np.abs(values).max(axis=0)
        gap = means[1] - means[0]
        result[number] = np.divide(gap, spread, out=np.zeros_like(gap), where=varied)
    return result
