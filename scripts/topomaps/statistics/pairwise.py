"""Which groups differ from which, and by how much: tests of all pairs of groups."""

import logging
from itertools import combinations

import numpy as np
import pandas as pd
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.labelled import can_be_permuted, check_groups
from topomaps.statistics.significance import group_separation

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
    "chance_mean",
    "chance_sd",
    "ratio",
    "z",
    "p",
    "p_holm",
)


def pairwise_differences(
    activations, labels, *, seed, strata=None, n_permutations=9999, alpha=0.05
):
    """Test each pair of groups, with effect sizes and Holm's correction over the pairs.

    For a pair, the test of `topomaps.statistics.significance.group_separation` is applied to the
    images of these two groups alone; its statistic is then half the mean absolute difference of
    the two groups' means. The effect size is Hedges' g per neuron (difference of means in pooled
    standard deviations, corrected for small samples; Hedges 1981), summarised by its mean and its
    largest absolute value over neurons: 0.2 is commonly called small, 0.5 medium, 0.8 large (Cohen
    1988).
    It describes the groups as they are; strata enter the test alone.

    Parameters
    ----------
    activations, labels, seed, strata, n_permutations
        As in `group_separation`.
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
        As `group_separation`.
    """
    values, groups, codes, stratum = check_groups(activations, labels, strata)
    pairs = list(combinations(range(len(groups)), 2))
    if len(pairs) / (n_permutations + 1) > alpha:
        logger.warning(
            "With %d pairs and %d permutations no pair can be significant after Holm's correction "
            "at %g: use %d permutations or more.",
            *(len(pairs), n_permutations, alpha, int(np.ceil(len(pairs) / alpha))),
        )
    rows = []
    for pair, stream in zip(pairs, np.random.default_rng(seed).spawn(len(pairs)), strict=True):
        chosen = np.isin(codes, pair)
        row = _describe(*(values[codes == group] for group in pair))
        row |= {"first": groups[pair[0]], "second": groups[pair[1]]}
        if can_be_permuted(codes[chosen], stratum[chosen]):
            row |= group_separation(
                values[chosen],
                codes[chosen],
                seed=stream,
                strata=stratum[chosen],
                n_permutations=n_permutations,
            ).summary(alpha)
        rows.append(row)
    table = pd.DataFrame(rows).reindex(columns=DIFFERENCE_COLUMNS)
    return table.assign(p_holm=holm(table["p"]))


def hedges_g(first, second):
    """Hedges' g per neuron (N,) of two samples (n1, N) and (n2, N).

    It is 0 for a neuron that is constant in both, infinite for one that only differs between them.
    """
    moments = []
    for sample in (first - first[0], second - first[0]):  # so that constants are not rounded
        deviation = np.where(np.ptp(sample, axis=0) > 0, sample.std(axis=0, ddof=1), 0)
        moments += [sample.mean(axis=0), deviation, len(sample)]
    with np.errstate(divide="ignore", invalid="ignore"):
        g, _ = effectsize_smd(*moments)
    return np.where(np.isnan(g), 0.0, g)


def holm(p_values):
    """Holm's adjusted p-values; NaN stays NaN and does not count as a test."""
    adjusted = np.asarray(p_values, dtype=np.float64).copy()
    tested = ~np.isnan(adjusted)
    if tested.any():
        adjusted[tested] = multipletests(adjusted[tested], method="holm")[1]
    return adjusted


def _describe(first, second):
    """Sizes and effect sizes of two samples."""
    size = np.abs(hedges_g(first, second))
    counts = {"n_first": len(first), "n_second": len(second)}
    return counts | {"mean_abs_g": size.mean(), "max_abs_g": size.max()}
