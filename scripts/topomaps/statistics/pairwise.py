"""Which groups differ from which, and by how much: tests of all pairs of groups."""

import logging
from itertools import combinations

import numpy as np
import pandas as pd
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.exchangeable_units import permuted_within
from topomaps.statistics.labelled import can_be_permuted, check_groups, encode
from topomaps.statistics.row_blocks import (
    RowBlocks,
    parts_by_code,
    sums_by_code,
    variances_by_code,
)
from topomaps.statistics.significance import separation_of

logger = logging.getLogger(__name__)

DIFFERENCE_COLUMNS = (
    "first",
    "second",
    "n_first",
    "n_second",
    "mean_abs_g",
    "max_abs_g",
    "neurons_differing",
    "statistic",
    "chance_high",
    "effect",
    "effect_low",
    "effect_high",
    "n_units",
    "n_permutable",
    "least_p",
    "p",
    "p_holm",
)


def pairwise_differences(
    activations, labels, *, seed, strata=None, blocks=None, n_permutations=9999, alpha=0.05
):
    """Test each pair of groups, with effect sizes and Holm's correction over the pairs.

    For a pair, the test of `topomaps.statistics.significance.group_separation` is applied to the
    images of these two groups alone. The effect size is Hedges' g per neuron (difference of means
    in pooled standard deviations, corrected for small samples; Hedges 1981), summarised by its mean
    and its largest absolute value over neurons: 0.2 is commonly called small, 0.5 medium, 0.8
    large (Cohen 1988).
    It describes the groups as they are; strata enter the test alone.

    Parameters
    ----------
    activations, labels, seed, strata, blocks, n_permutations
        As in `topomaps.statistics.significance.group_separation`.
    alpha : float
        Level at which `neurons_differing` counts neurons, family-wise within the pair.

    Returns
    -------
    pandas.DataFrame
        One row per pair, columns `DIFFERENCE_COLUMNS`. A pair that shares no stratum cannot be
        tested: its statistic and p-values are NaN, and Holm's correction leaves it out.

    Raises
    ------
    ValueError
        As `topomaps.statistics.significance.group_separation`.
    """
    values, groups, codes, stratum = check_groups(activations, labels, strata)
    block = None if blocks is None else encode("blocks", blocks, len(values))[1]
    pairs = list(combinations(range(len(groups)), 2))
    if len(pairs) / (n_permutations + 1) > alpha:
        logger.warning(
            "With %d pairs and %d permutations no pair can be significant after Holm's correction "
            "at %g: use %d permutations or more.",
            *(len(pairs), n_permutations, alpha, int(np.ceil(len(pairs) / alpha))),
        )
    rows = []
    for pair, stream in zip(pairs, np.random.default_rng(seed).spawn(len(pairs)), strict=True):
        chosen = np.flatnonzero(np.isin(codes, pair))
        rows_of_pair = RowBlocks(values, chosen)
        own = (codes[chosen] == pair[1]).astype(codes.dtype)
        row = {"first": groups[pair[0]], "second": groups[pair[1]], **_describe(rows_of_pair, own)}
        within = np.unique(stratum[chosen], return_inverse=True)[1]
        whole = None if block is None else np.unique(block[chosen], return_inverse=True)[1]
        if can_be_permuted(own, permuted_within(own, within, whole)[0]):
            test = separation_of(
                rows_of_pair, groups[list(pair)], own, within, stream, n_permutations, blocks=whole
            )
            row |= test.summary(alpha)
        rows.append(row)
    table = pd.DataFrame(rows).reindex(columns=DIFFERENCE_COLUMNS)
    return table.assign(p_holm=holm(table["p"]))


def hedges_g(blocks, codes):
    """Hedges' g per neuron (N,) of the rows with code 0 against those with code 1.

    It is 0 for a neuron that is constant in both, infinite for one that only differs between them.

    Parameters
    ----------
    blocks : topomaps.statistics.row_blocks.RowBlocks
    codes : ndarray of int, shape (n,)
    """
    counts, reference = np.bincount(codes), blocks.row(codes.argmin())

    def shifted():  # so that constants are not rounded
        return ((rows, values - reference) for rows, values in blocks)

    means = sums_by_code(shifted(), codes, 2) / counts[:, None]
    deviations = np.sqrt(variances_by_code(shifted(), codes, means))
    deviations[~_varied(blocks, codes)] = 0
    moments = zip(means, deviations, counts, strict=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        g, _ = effectsize_smd(*(moment for sample in moments for moment in sample))
    return np.where(np.isnan(g), 0.0, g)


def _varied(blocks, codes):
    """Whether a neuron has several values in the rows of each of two codes, shape (2, N)."""
    shape = 2, blocks.n_neurons
    least, most = np.full(shape, np.inf), np.full(shape, -np.inf)
    for rows, values in blocks:
        for code, part in parts_by_code(values, codes[rows]):
            np.minimum(least[code], part.min(axis=0), out=least[code])
            np.maximum(most[code], part.max(axis=0), out=most[code])
    return most > least


def holm(p_values):
    """Holm's adjusted p-values; NaN stays NaN and does not count as a test."""
    adjusted = np.asarray(p_values, dtype=np.float64).copy()
    tested = ~np.isnan(adjusted)
    if tested.any():
        adjusted[tested] = multipletests(adjusted[tested], method="holm")[1]
    return adjusted


def _describe(blocks, codes):
    """Sizes and effect sizes of the two samples with the codes 0 and 1."""
    size, (first, second) = np.abs(hedges_g(blocks, codes)), np.bincount(codes)
    counts = {"n_first": first, "n_second": second}
    return counts | {"mean_abs_g": size.mean(), "max_abs_g": size.max()}
