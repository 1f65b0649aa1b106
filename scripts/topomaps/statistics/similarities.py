"""How alike the groups' profiles are, with bootstrap intervals."""

import numpy as np
import pandas as pd

from topomaps.statistics.fixed_point import FixedPointRows
from topomaps.statistics.labelled import check_groups
from topomaps.statistics.permuted_cosines import (
    cosines_of,
    nap_products,
    noise_p,
    permuted_products,
)
from topomaps.statistics.row_blocks import RowBlocks, sums_by_code, variances_by_code

RESAMPLE_BYTES = 2**28  # of how often each image is drawn in the resamples of one reading
DRAWN_AT_ONCE = 2**20
PRODUCT_BYTES = 2**24


def similarity_intervals(
    activations,
    labels,
    *,
    seed,
    n_resamples=2000,
    confidence=0.95,
    n_permutations=999,
):
    """Cosine similarity between the groups' NAPs, with bootstrap intervals.

    Images are resampled with replacement within each group. Sampling noise enlarges the NAPs and
    so pulls their cosines away from the population's (attenuation; Spearman 1904). The noise's
    share of the NAPs' products is known from the variances within groups: `corrected` has it
    subtracted once, the resampled profiles, which are noisy samples of a noisy sample, twice. The
    interval is the percentiles of the latter. In simulations with noise shares of 2 to 57 % it
    covered the true similarity in 94 to 99 % of cases, percentiles of plain cosines in 93 to 72 %.
    By chance cosines are not 0: profiles are relative to the mean over G groups, so that groups
    which have nothing to do with each other have −1/(G − 1), and noise of groups of unequal sizes
    has others. A cosine says something only where both profiles are longer than noise makes them.
    `scipy.stats.bootstrap` has no such statistic, and would copy the activations per resample.
    The result is the same to the last bit however activations are read.

    Parameters
    ----------
    activations : array-like (n, N)
        As of `topomaps.statistics.significance.group_separation`; read once for many resamples.
    labels : array (n,)
    seed : int, numpy.random.SeedSequence or numpy.random.Generator
    n_resamples : int
    confidence : float
    n_permutations : int
        Of the labels over all images, for what chance gives.

    Returns
    -------
    pandas.DataFrame
        One row per pair: first, second, similarity (as the maps show it), corrected, low, high
        (interval of the corrected one), unrelated (−1/(G − 1)), chance_low and chance_high (band of
        `similarity` under permutation), and noise_p (how often chance makes the shorter of both
        profiles as long as it is; the larger p of both). `corrected` is NaN where a group's NAP is
        no larger than its noise; the interval is then about -1 to 1. Two groups alone always have
        -1. In a layer without any variation all cosines are NaN.

    Raises
    ------
    ValueError
        As `topomaps.statistics.significance.group_separation`.
    """
    values, groups, codes, _ = check_groups(activations, labels)
    values = FixedPointRows(RowBlocks(values), np.zeros_like(codes))
    counts = np.bincount(codes)
    means = sums_by_code(values, codes, len(groups)) / counts[:, None]
    products = nap_products(means)
    centring = np.eye(len(groups)) - 1 / len(groups)
    variances = variances_by_code(values, codes, means)
    noise = [variance.sum() / count for variance, count in zip(variances, counts, strict=True)]
    noise = centring @ np.diag(noise) @ centring

    first, second = np.triu_indices(len(groups), 1)
    *streams, last = np.random.default_rng(seed).spawn(len(groups) + 1)
    replicates = _resampled_products(values, codes, streams, n_resamples)
    permuted = permuted_products(values, codes, last, n_permutations)
    cosines = cosines_of(replicates - 2 * noise)
    cosines = np.where(np.isnan(cosines), np.sign(replicates), cosines)  # the sign is left
    tail = (1 - confidence) / 2
    similarity = cosines_of(products)[first, second]
    low, high = np.quantile(cosines[:, first, second], (tail, 1 - tail), axis=0)
    low, high = (np.where(np.isnan(similarity), np.nan, each) for each in (low, high))
    null = cosines_of(permuted)[:, first, second]
    chance = np.quantile(null, (tail, 1 - tail), axis=0)
    noise_ps = noise_p(products, permuted)
    return pd.DataFrame(
        {
            "first": groups[first],
            "second": groups[second],
            "similarity": similarity,
            "corrected": cosines_of(products - noise)[first, second],
            "low": low,
            "high": high,
            "unrelated": -1 / (len(groups) - 1),
            "chance_low": chance[0],
            "chance_high": chance[1],
            "noise_p": np.maximum(noise_ps[first], noise_ps[second]),
        }
    )


def _resampled_products(values, codes, streams, n_resamples):
    """Products (n_resamples, G, G) of the NAPs of images resampled within groups."""
    counts = np.bincount(codes)
    chunk = max(1, RESAMPLE_BYTES // (len(codes) + 8 * len(counts) * values.n_neurons))
    step = max(1, PRODUCT_BYTES // (8 * len(counts) * values.n_neurons))
    products = []
    for start in range(0, n_resamples, chunk):
        drawn = _times_drawn(streams, codes, counts, min(chunk, n_resamples - start))
        means = _weighted_sums(values, codes, drawn, len(counts))
        means /= counts[:, None]
        products += [nap_products(means[some : some + step]) for some in range(0, len(means), step)]
    return np.concatenate(products)


def _times_drawn(streams, codes, counts, size):
    """How often each image is drawn in resamples of its group (size, n).

    A byte each: what is drawn once in the mean is never drawn 256 times.
    """
    drawn = np.empty((size, len(codes)), np.uint8)
    for group, (stream, count) in enumerate(zip(streams, counts, strict=True)):
        rows, shares = np.flatnonzero(codes == group), np.full(count, 1 / count)
        step = max(1, DRAWN_AT_ONCE // count)
        for start in range(0, size, step):
            some = slice(start, min(start + step, size))
            drawn[some, rows] = stream.multinomial(count, shares, size=some.stop - start)
    return drawn


def _weighted_sums(values, codes, drawn, n_groups):
    """Sums (resamples, G, N) of the rows of each group, each as often as it is drawn: exact."""
    sums = np.zeros((len(drawn), n_groups, values.n_neurons))
    for rows, block in values:
        for group in np.flatnonzero(np.bincount(codes[rows])):
            own = codes[rows] == group
            sums[:, group] += drawn[:, rows][:, own].astype(np.float64) @ block[own]
    return sums
