"""The clearest gap between groups' shares: the largest in units of the noise of its difference."""

from typing import NamedTuple

import numpy as np

# ASSUME: how much blocks of a group vary is pulled towards what all blocks say, by two blocks.
PRIOR = 2
EXTREMES = 10  # groups at either end that are compared, of very many
TINY = 1e-20


class Clearest(NamedTuple):
    """The gap of each labelling that is the largest in units of its noise, and where; each (b, K).

    Attributes
    ----------
    gap, unit : ndarray
        The gap of shares, what strata explain taken out, and its standard error.
    lowest, highest : ndarray of int
        The groups of the lower and of the higher share.
    """

    gap: np.ndarray
    unit: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray

    @property
    def statistic(self):
        """The gap in units of its noise."""
        return self.gap / np.where(self.unit > 0, self.unit, 1)


def noise_of_blocks(lines):
    """How outcomes (K,) of blocks vary: v · n + extra · Σ size² of blocks of n inputs in all.

    Moments of all blocks together, as if the inputs of all were correlated alike.
    """
    n = sum(each.n_inputs for each in lines)
    single = sum(each.variance for each in lines)
    squares = sum(each.sizes @ each.sizes for each in lines)
    excess = sum(np.square(_residuals(each)).sum(axis=0) for each in lines) - single
    extra = np.clip(excess / max(squares - n, 1), 0, single / n)
    return single / n - extra, extra


def _residuals(lines):
    """Hits of each line beyond what the share lets expect (T, K)."""
    return lines.hits.toarray() - lines.sizes[:, None] * lines.share


def clearest_gaps(sums, lines, noise):
    """`Clearest` gaps of labellings: the largest in units of their noise.

    Of many groups those whose shares deviate most from the overall one are compared.
    """
    n_outcomes = len(lines[0].share)
    n, shares = sums[..., :1], sums[..., 1 : 1 + n_outcomes] / sums[..., :1]
    if noise is None:
        variance = sum(each.variance for each in lines) / n.sum(axis=1, keepdims=True) * n
    else:
        variance = _variance_of_blocks(sums, shares, _numbers(lines), *noise)
    variance = np.maximum(variance / n**2, TINY)
    groups = np.argsort(shares / np.sqrt(variance), axis=1, kind="stable")
    if groups.shape[1] > 2 * EXTREMES:
        groups = np.concatenate([groups[:, :EXTREMES], groups[:, -EXTREMES:]], axis=1)
    return _largest(groups, *(np.take_along_axis(each, groups, 1) for each in (shares, variance)))


def _largest(groups, shares, variance):
    """`Clearest` of all pairs of groups, whose numbers, shares and variances are (b, G, K)."""
    best = Clearest(*(np.zeros_like(shares[:, 0]) for _ in range(2)), groups[:, 0], groups[:, -1])
    for first, second in zip(*np.triu_indices(shares.shape[1], 1), strict=True):
        gap = shares[:, second] - shares[:, first]
        unit = np.sqrt(variance[:, first] + variance[:, second])
        ends = np.where(
            gap < 0,
            (groups[:, second], groups[:, first]),
            groups[:, [first, second]].swapaxes(0, 1),
        )
        clearer = np.abs(gap) > best.gap / np.where(best.unit > 0, best.unit, 1) * unit
        found = Clearest(np.abs(gap), unit, *ends)
        best = Clearest(*(np.where(clearer, *each) for each in zip(found, best, strict=True)))
    return best


def _variance_of_blocks(sums, shares, numbers, single, extra):
    """Variance (b, G, K) of the sums of each group's blocks, of which there are `numbers` (G,)."""
    n_outcomes, numbers = shares.shape[-1], numbers[:, None]
    n, squares = sums[..., :1], sums[..., 1 + n_outcomes : 2 + n_outcomes]
    of_squares, of_products = np.split(sums[..., 2 + n_outcomes :], 2, axis=-1)
    own = of_squares - 2 * shares * of_products + shares**2 * squares
    expected = single * n + extra * squares
    return (numbers * np.maximum(own, 0) + PRIOR * expected) / (numbers - 1 + PRIOR)


def _numbers(lines):
    """Blocks of each group (G,)."""
    return sum(each.table.sum(axis=0) for each in lines)
