"""How large the clearest gap between groups' shares is by chance: the groups of inputs permuted.

Inputs of one outcome cannot be told apart, so that a permutation is a table of outcomes and groups
with the sums of the observed one. Such tables are drawn at once (Patefield 1981), whatever the
number of inputs. Where blocks are exchanged as wholes, each block is a line of the table.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, hstack
from scipy.stats import random_table

from topomaps.statistics.chance import TIE_TOLERANCE
from topomaps.statistics.exchangeable_units import least_p, log_arrangements, permuted_within
from topomaps.statistics.labelled import can_be_permuted

CHUNK = 2**23  # numbers that are drawn at once
MAX_CELLS, LEAST_PERMUTATIONS = 10**9, 999  # of all permuted tables: a few minutes
# ASSUME: how much blocks of a group vary is pulled towards what all blocks say, by two blocks.
PRIOR = 2
EXTREMES = 10  # groups at either end that are compared, of very many
TINY = 1e-20


class PermutedGaps(NamedTuple):
    """Clearest gaps of K outcomes, and those of B permutations.

    Attributes
    ----------
    lowest, highest : ndarray of int, shape (K,)
        The two groups whose shares differ most for the noise of their difference.
    gap : ndarray, shape (K,)
        The difference of their shares, what strata explain taken out.
    null : ndarray, shape (B, K)
        The clearest gap under permutation, as if it were between groups of as much noise.
    p : ndarray, shape (K,)
        How often chance reaches what is observed.
    n_permutable : int
        Inputs in strata that hold several groups.
    least_p : float
        Smallest p that can come out.
    """

    lowest: np.ndarray
    highest: np.ndarray
    gap: np.ndarray
    null: np.ndarray
    p: np.ndarray
    n_permutable: int
    least_p: float


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


class Lines(NamedTuple):
    """T lines of the table of a stratum: kinds of inputs, or blocks.

    Attributes
    ----------
    table : ndarray of int, shape (T, G)
        Inputs or blocks of each line in each group.
    sizes : ndarray, shape (T,)
        Inputs that each of a line stands for.
    hits : scipy.sparse.csr_array, shape (T, K)
        How many of these have each outcome.
    columns : scipy.sparse.csr_array, shape (T, C)
        What is summed over each group: sizes and hits; of blocks also size², hits², size · hits.
    share : ndarray, shape (K,)
        Share of each outcome among the inputs of the stratum.
    """

    table: np.ndarray
    sizes: np.ndarray
    hits: csr_array
    columns: csr_array
    share: np.ndarray

    @property
    def n_inputs(self):
        """All inputs."""
        return int(self.table.sum(axis=1) @ self.sizes)

    @property
    def variance(self):
        """Σ share · (1 − share) over the inputs (K,)."""
        return self.share * (1 - self.share) * self.n_inputs

    @property
    def is_mixed(self):
        """Whether there are several groups."""
        return (self.table.sum(axis=0) > 0).sum() > 1


def permuted_gaps(groups, outcomes, n_outcomes, *, strata, blocks, seed, n_permutations):
    """Test the clearest gap of each outcome between groups by permuting the groups.

    The gap of two groups is compared in units of its noise, so that small groups do not hide the
    gaps of large ones; between groups of one size it is the largest one. Of single inputs, which
    have equal variances where shares are equal, the test is exact. Of blocks it is where blocks can
    be exchanged, and else close, since the noise is that of each group's own blocks.

    Parameters
    ----------
    groups, outcomes : ndarray of int, shape (m,)
        Group of each input, without gaps, and its outcome; -1 is one that is not counted.
    n_outcomes : int
    strata, blocks : ndarray of int, shape (m,), or None
        Within what groups are permuted, and which inputs depend on each other.
    seed : int
    n_permutations : int
        B at most; of large tables fewer, but not fewer than `LEAST_PERMUTATIONS`.

    Returns
    -------
    PermutedGaps

    Raises
    ------
    ValueError
        If blocks cannot be exchanged, or nothing can be permuted.
    """
    strata = np.zeros_like(groups) if strata is None else strata
    within, are_wholes = permuted_within(groups, strata, blocks)
    if not can_be_permuted(groups, within):
        raise ValueError("Nothing can be permuted: every stratum holds inputs of one group only.")
    unit = np.unique(blocks if are_wholes else outcomes, return_inverse=True)[1]
    shape = int(groups.max()) + 1, n_outcomes
    lines = [
        _lines(groups[rows], outcomes[rows], unit[rows], are_wholes, shape)
        for rows in _by_stratum(within)
    ]
    n_permutations = min(n_permutations, _affordable(lines))
    observed, null = _statistics(lines, are_wholes, seed, n_permutations)
    reached = null >= observed.statistic - TIE_TOLERANCE * np.maximum(1.0, observed.statistic)
    first = np.unique(unit, return_index=True)[1] if are_wholes else slice(None)
    return PermutedGaps(
        lowest=observed.lowest[0],
        highest=observed.highest[0],
        gap=observed.gap[0],
        null=null * observed.unit,
        p=(reached.sum(axis=0) + 1) / (n_permutations + 1),
        n_permutable=sum(each.n_inputs for each in lines if each.is_mixed),
        least_p=least_p(log_arrangements(groups[first], within[first]), n_permutations),
    )


def _affordable(lines):
    """Permutations that do not take too long."""
    n_groups = min(lines[0].table.shape[1], 2 * EXTREMES)
    n_pairs = n_groups * (n_groups - 1) // 2
    cells = sum(each.table.size for each in lines) + n_pairs * len(lines[0].share)
    return max(LEAST_PERMUTATIONS, MAX_CELLS // cells)


def _by_stratum(within):
    """Indices of the inputs of each stratum."""
    order = np.argsort(within, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(within[order])) + 1)


def _lines(groups, outcomes, unit, are_wholes, shape):
    """`Lines` of the inputs of a stratum, shape (G, K); inputs of one unit make a line."""
    n_groups, n_outcomes = shape
    line, inputs = np.unique(unit, return_inverse=True, return_counts=True)[1:]
    known, n_lines = outcomes >= 0, len(inputs)
    hits = _counted(line[known], outcomes[known], (n_lines, n_outcomes))
    table = _counted(line, groups, (n_lines, n_groups)).toarray().astype(np.int64)
    share, sizes = hits.sum(axis=0) / len(groups), np.ones(n_lines)
    if are_wholes:
        table, sizes = np.minimum(table, 1), inputs.astype(float)
    else:
        hits = (hits / inputs[:, None]).tocsr()
    size, squares = csr_array(sizes[:, None]), []
    if are_wholes:
        squares = [size.power(2), hits.power(2), hits * sizes[:, None]]
    return Lines(table, sizes, hits, hstack([size, hits, *squares], format="csr"), share)


def _counted(rows, columns, shape):
    """Sparse counts of pairs of a row and a column."""
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _statistics(lines, are_wholes, seed, n_permutations):
    """`Clearest` gaps that are observed, and their sizes in units of noise by chance (B, K)."""
    noise = _noise(lines) if are_wholes else None
    n_groups, n_columns = lines[0].table.shape[1], lines[0].columns.shape[1]
    longest = max(len(each.sizes) for each in lines)
    chunk = max(1, CHUNK // (n_groups * max(n_columns, longest)))
    streams = np.random.default_rng(seed).spawn(len(lines))
    observed = _clearest(_summed((each.table[None] for each in lines), lines), lines, noise)
    null = []
    for start in range(0, n_permutations, chunk):
        size = min(chunk, n_permutations - start)
        drawn = (
            _drawn(each.table, size, stream) for each, stream in zip(lines, streams, strict=True)
        )
        null.append(_clearest(_summed(drawn, lines), lines, noise).statistic)
    return observed, np.concatenate(null)


def _drawn(table, size, stream):
    """Tables (size, T, G) with the sums of lines and groups of a table (T, G).

    Those of a single line or group are all alike; SciPy 1.17 draws negative numbers for them.
    """
    sums, present = table.sum(axis=1), table.any(axis=0)
    drawn = np.repeat(table[None], size, axis=0)
    if len(sums) > 1 and present.sum() > 1:
        of_groups = table.sum(axis=0)[present]
        drawn[..., present] = random_table.rvs(sums, of_groups, size=size, random_state=stream)
    return drawn


def _summed(tables, lines):
    """Sums (b, G, C) of the columns of all strata's lines, of tables (b, T, G).

    What the stratum's share lets expect is taken out of the hits, and of their products.
    """
    found = 0.0
    for table, each in zip(tables, lines, strict=True):
        b, n_lines, n_groups = table.shape
        by_line = np.moveaxis(table, 1, 0).reshape(n_lines, b * n_groups).astype(float)
        sums = (each.columns.T @ by_line).T.reshape(b, n_groups, -1)
        found = found + _beyond(sums, each.share)
    return found


def _beyond(sums, share):
    """Sums (b, G, C) with hits minus size · share in place of the hits."""
    n_outcomes = len(share)
    size, hits = sums[..., :1], sums[..., 1 : 1 + n_outcomes]
    parts = [size, hits - share * size]
    if sums.shape[-1] > 1 + n_outcomes:
        square, (squares, products) = (
            sums[..., 1 + n_outcomes : 2 + n_outcomes],
            np.split(sums[..., 2 + n_outcomes :], 2, axis=-1),
        )
        parts += [square, squares - 2 * share * products + share**2 * square]
        parts += [products - share * square]
    return np.concatenate(parts, axis=-1)


def _noise(lines):
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


def _clearest(sums, lines, noise):
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
