"""Which groups differ from which, and by how much: tests of all pairs of groups."""

import logging
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.effect_sizes import contrast, effect_sizes, mean_and_largest
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.labelled import can_be_permuted
from topomaps.statistics.significance import separation_of

logger = logging.getLogger(__name__)

DIFFERENCE_COLUMNS = (
    "first",
    "second",
    "n_first",
    "n_second",
    "typical_g",
    "typical_g_low",
    "typical_g_high",
    "typical_g_by_chance",
    "mean_abs_g",
    "mean_abs_g_chance",
    "mean_abs_g_chance_high",
    "max_abs_g",
    "max_abs_g_chance",
    "max_abs_g_chance_high",
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


class PairTest(NamedTuple):
    """The test of a pair of groups.

    Attributes
    ----------
    row : dict
        Columns of `DIFFERENCE_COLUMNS`, but for Holm's correction.
    neuron_p : ndarray, shape (N,), or None
        Family-wise over the neurons of the pair; None where the pair cannot be tested.
    """

    row: dict
    neuron_p: np.ndarray | None


def pairwise_differences(
    activations: ArrayLike,
    labels: ArrayLike,
    *,
    seed: int | np.random.SeedSequence | np.random.Generator = 0,
    strata: ArrayLike | None = None,
    blocks: ArrayLike | None = None,
    n_permutations: int = 9999,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Test each pair of groups, with effect sizes and Holm's correction over the pairs.

    For a pair, the test of `topomaps.statistics.significance.group_separation` is applied to the
    images of these two groups alone. The effect size is Hedges' g per neuron: the difference of
    means in pooled standard deviations, corrected for small samples (Hedges 1981). With strata it
    is the difference within them. Of a g without noise, 0.2 is commonly called small, 0.5 medium,
    0.8 large (Cohen 1988). Noise alone makes ``|g|`` about √(1/n₁ + 1/n₂). So the mean and the
    largest ``|g|`` over neurons stand beside what the permutations give. `typical_g`, the root mean
    square of g over neurons, has noise taken out, and an interval.

    Parameters
    ----------
    activations, labels, seed, strata, blocks, n_permutations
        As in `topomaps.statistics.significance.group_separation`.
    alpha : float
        Level at which `neurons_differing` counts neurons, family-wise within the pair.

    Returns
    -------
    pandas.DataFrame
        One row per pair, columns `DIFFERENCE_COLUMNS`; those of effect sizes are of
        `topomaps.statistics.effect_sizes.effect_sizes`. A pair that shares no stratum cannot be
        tested: its effect sizes, statistic and p-values are NaN, and Holm's correction leaves it
        out.

    Raises
    ------
    ValueError
        As `topomaps.statistics.significance.group_separation`.
    """
    layer = grouped_layer(activations, labels, strata, blocks)
    tests = pairwise_tests(layer, seed=seed, n_permutations=n_permutations, alpha=alpha)
    return table_of_pairs(tests)


def pairwise_tests(layer, *, seed, n_permutations=9999, alpha=0.05, chosen=None):
    """Yield the `PairTest` of each pair of groups, in their order.

    Parameters
    ----------
    layer : topomaps.statistics.grouped_layer.GroupedLayer
    seed, n_permutations, alpha
        As of `pairwise_differences`.
    chosen : container of (str, str), optional
        Pairs of names, in the groups' order; the others are not tested, which changes nothing for
        those that are.
    """
    pairs = list(combinations(range(len(layer.names)), 2))
    if len(pairs) / (n_permutations + 1) > alpha:
        logger.warning(
            "With %d pairs and %d permutations no pair can be significant after Holm's correction "
            "at %g: use %d permutations or more.",
            *(len(pairs), n_permutations, alpha, int(np.ceil(len(pairs) / alpha))),
        )
    how = {"n_permutations": n_permutations, "alpha": alpha}
    for pair, stream in zip(pairs, np.random.default_rng(seed).spawn(len(pairs)), strict=True):
        first, second = layer.names[list(pair)]
        if chosen is None or (first, second) in chosen:
            test = _test_of_pair(layer.of(pair), seed=stream, **how)
            yield test._replace(row={"first": first, "second": second, **test.row})


def table_of_pairs(tests):
    """Table of tests of pairs, with Holm's correction over those that could be tested."""
    table = pd.DataFrame([each.row for each in tests]).reindex(columns=DIFFERENCE_COLUMNS)
    return table.assign(p_holm=holm(table["p"]))


def _test_of_pair(layer, *, seed, n_permutations, alpha):
    """`PairTest` of a layer's only two groups, without their names."""
    sizes = np.bincount(layer.codes)
    row = {"n_first": sizes[0], "n_second": sizes[1]}
    if not can_be_permuted(layer.codes, layer.strata):
        return PairTest(row, None)
    given = contrast(layer.codes, layer.strata)
    measure = partial(mean_and_largest, given=given)
    test = separation_of(layer, seed, n_permutations, measure=measure)
    row |= test.summary(alpha) | effect_sizes(test, sizes, given, alpha)
    return PairTest(row, test.neuron_p[0])  # scores of both groups differ in their sign alone


def holm(p_values):
    """Holm's adjusted p-values; NaN stays NaN and does not count as a test."""
    adjusted = np.asarray(p_values, dtype=np.float64).copy()
    tested = ~np.isnan(adjusted)
    if tested.any():
        adjusted[tested] = multipletests(adjusted[tested], method="holm")[1]
    return adjusted
