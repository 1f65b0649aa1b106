"""Which groups differ from which, by how much, and which are alike: tables over pairs of groups."""

import logging
from itertools import combinations

import numpy as np
import pandas as pd
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests

from topomaps.significance import (
    can_be_permuted,
    centre_within,
    check_groups,
    fixed_point,
    group_separation,
)

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
RESAMPLE_BYTES = 2**26


def pairwise_differences(
    activations, labels, *, seed, strata=None, n_permutations=9999, alpha=0.05
):
    """Test each pair of groups, with effect sizes and Holm's correction over the pairs.

    For a pair, the test of `topomaps.significance.group_separation` is applied to the images of
    these two groups alone; its statistic is then half the mean absolute difference of the two
    groups' means. The effect size is Hedges' g per neuron (difference of means in pooled standard
    deviations, corrected for small samples; Hedges 1981), summarised by its mean and its largest
    absolute value over neurons: 0.2 is commonly called small, 0.5 medium, 0.8 large (Cohen 1988).
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


def similarity_intervals(activations, labels, *, seed, n_resamples=2000, confidence=0.95):
    """Cosine similarity between the groups' NAPs, with bootstrap intervals.

    Images are resampled with replacement within each group. Sampling noise enlarges the NAPs and
    so pulls their cosines away from the population's (attenuation; Spearman 1904). The noise's
    share of the NAPs' products is known from the variances within groups: `corrected` has it
    subtracted once, the resampled profiles, which are noisy samples of a noisy sample, twice. The
    interval is the percentiles of the latter. In simulations with noise shares of 2 to 57 % it
    covered the true similarity in 94 to 99 % of cases, percentiles of plain cosines in 93 to 72 %.
    `scipy.stats.bootstrap` has no such statistic, and would copy the activations per resample.

    Parameters
    ----------
    activations : array (n, N)
    labels : array (n,)
    seed : int, numpy.random.SeedSequence or numpy.random.Generator
    n_resamples : int
    confidence : float

    Returns
    -------
    pandas.DataFrame
        One row per pair: first, second, similarity (as the maps show it), corrected, low, high
        (interval of the corrected one). `corrected` is NaN where a group's NAP is no larger than
        its noise; the interval is then about -1 to 1. Two groups alone always have -1. In a layer
        without any variation all cosines are NaN and the intervals 0.

    Raises
    ------
    ValueError
        As `topomaps.significance.group_separation`.
    """
    values, groups, codes, _ = check_groups(activations, labels)
    values = fixed_point(centre_within(values, [np.arange(len(values))]))
    samples = [values[codes == g] for g in range(len(groups))]
    products = _nap_products(np.stack([sample.mean(axis=0) for sample in samples]))
    centring = np.eye(len(groups)) - 1 / len(groups)
    noise = [sample.var(axis=0, ddof=1).sum() / len(sample) for sample in samples]
    noise = centring @ np.diag(noise) @ centring

    first, second = np.triu_indices(len(groups), 1)
    replicates = _resampled_products(samples, seed, n_resamples)
    cosines = _cosines(replicates - 2 * noise)
    cosines = np.where(np.isnan(cosines), np.sign(replicates), cosines)  # the sign is left
    tail = (1 - confidence) / 2
    low, high = np.quantile(cosines[:, first, second], (tail, 1 - tail), axis=0)
    return pd.DataFrame(
        {
            "first": groups[first],
            "second": groups[second],
            "similarity": _cosines(products)[first, second],
            "corrected": _cosines(products - noise)[first, second],
            "low": low,
            "high": high,
        }
    )


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


def _resampled_products(samples, seed, n_resamples):
    """Products (n_resamples, G, G) of the NAPs of images resampled within groups."""
    streams = np.random.default_rng(seed).spawn(len(samples))
    n_images, n_neurons = sum(map(len, samples)), samples[0].shape[1]
    chunk = max(1, RESAMPLE_BYTES // (8 * (n_images + len(samples) * n_neurons)))
    blocks = []
    for start in range(0, n_resamples, chunk):
        size = min(chunk, n_resamples - start)
        means = [
            stream.multinomial(len(x), np.full(len(x), 1 / len(x)), size=size) @ x / len(x)
            for x, stream in zip(samples, streams, strict=True)
        ]
        blocks.append(_nap_products(np.stack(means, axis=1)))
    return np.concatenate(blocks)


def _nap_products(means):
    """Inner products (..., G, G) of the NAPs of group means (..., G, N)."""
    naps = means - means.mean(axis=-2, keepdims=True)
    return np.einsum("...gn,...hn->...gh", naps, naps)


def _cosines(products):
    """Cosines from inner products (..., G, G); NaN for a profile whose square is not positive."""
    squares = np.einsum("...gg->...g", products)
    norms = np.sqrt(np.where(squares > 0, squares, np.nan))
    return np.clip(products / norms[..., :, None] / norms[..., None, :], -1, 1)
