"""How large the clearest gap between groups' shares is by chance: the groups of inputs permuted."""

from typing import NamedTuple

import numpy as np

from topomaps.statistics.chance import TIE_TOLERANCE
from topomaps.statistics.clearest_gaps import EXTREMES, clearest_gaps, noise_of_blocks
from topomaps.statistics.exchangeable_units import least_p, log_arrangements, permuted_within
from topomaps.statistics.labelled import can_be_permuted
from topomaps.statistics.permuted_tables import (
    lines_of,
    permuted_table,
    rows_by_stratum,
    sums_of_groups,
)

CHUNK = 2**23  # numbers that are drawn at once
MAX_CELLS, LEAST_PERMUTATIONS = 10**9, 999  # of all permuted tables: a few minutes


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
        lines_of(groups[rows], outcomes[rows], unit[rows], are_wholes, shape)
        for rows in rows_by_stratum(within)
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


def _statistics(lines, are_wholes, seed, n_permutations):
    """`Clearest` gaps that are observed, and their sizes in units of noise by chance (B, K)."""
    noise = noise_of_blocks(lines) if are_wholes else None
    n_groups, n_columns = lines[0].table.shape[1], lines[0].columns.shape[1]
    longest = max(len(each.sizes) for each in lines)
    chunk = max(1, CHUNK // (n_groups * max(n_columns, longest)))
    streams = np.random.default_rng(seed).spawn(len(lines))
    observed = _clearest((each.table[None] for each in lines), lines, noise)
    null = []
    for start in range(0, n_permutations, chunk):
        size = min(chunk, n_permutations - start)
        pairs = zip(lines, streams, strict=True)
        permuted = (permuted_table(each.table, size, stream) for each, stream in pairs)
        null.append(_clearest(permuted, lines, noise).statistic)
    return observed, np.concatenate(null)


def _clearest(tables, lines, noise):
    """`Clearest` gaps of tables (b, T, G) of all strata's lines."""
    return clearest_gaps(sums_of_groups(tables, lines), lines, noise)
