"""How alike the groups' profiles are, with bootstrap intervals."""

import numpy as np
import pandas as pd

from topomaps.statistics.fixed_point import CentredRows
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.permuted_cosines import (
    cosines_of,
    nap_products,
    noise_p,
    permuted_products,
)
from topomaps.statistics.profile_noise import noise_of_blocks, noise_of_inputs

RESAMPLE_BYTES = 2**28  # of how often each image is drawn in the resamples of one reading
DRAWN_AT_ONCE = 2**20
PRODUCT_BYTES = 2**24


def similarity_intervals(
    activations,
    labels,
    *,
    seed,
    strata=None,
    blocks=None,
    n_resamples=2000,
    confidence=0.95,
    n_permutations=999,
):
    """Cosine similarity between the groups' NAPs, with bootstrap intervals.

    Images are resampled with replacement within each group; blocks as wholes. With strata, the
    NAPs are those that the test compares: the mean of each stratum is taken out before, and labels
    are permuted within strata.
    Sampling noise enlarges the NAPs and so pulls their cosines away from the population's
    (attenuation; Spearman 1904). The noise's share of the NAPs' products is known from the
    variances within groups: `corrected` has it subtracted once, the resampled profiles, which are
    noisy samples of a noisy sample, twice. The interval is the percentiles of the latter. In
    simulations with noise shares of 2 to 57 % it covered the true similarity in 94 to 99 % of
    cases, percentiles of plain cosines in 93 to 72 %.
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
    strata, blocks : array (n,), optional
        As of `topomaps.statistics.significance.group_separation`.
    n_resamples : int
    confidence : float
    n_permutations : int
        Of the labels, for what chance gives.

    Returns
    -------
    pandas.DataFrame
        One row per pair: first, second, similarity (without strata, as the maps show it),
        corrected, low, high (interval of the corrected one), unrelated (−1/(G − 1)), chance_low and
        chance_high (band of `similarity` under permutation), and noise_p (how often chance makes
        the shorter of both profiles as long as it is; the larger p of both). `corrected` is NaN
        where a group's NAP is no larger than its noise; the interval is then about -1 to 1. Two
        groups alone always have -1. In a layer without any variation all cosines are NaN.

    Raises
    ------
    ValueError
        As `topomaps.statistics.significance.group_separation`.
    """
    layer = grouped_layer(activations, labels, strata, blocks)
    return intervals_of(
        layer, seed=seed, n_resamples=n_resamples, confidence=confidence,
        n_permutations=n_permutations,
    )  # fmt: skip


def intervals_of(layer, *, seed, n_resamples=2000, confidence=0.95, n_permutations=999):
    """`similarity_intervals` of a `topomaps.statistics.grouped_layer.GroupedLayer`."""
    groups, codes, values = layer.names, layer.codes, CentredRows(layer)
    means = layer.moments.group_means()
    products = nap_products(means)
    drawn, pools, noises = _resampled(values, layer, means)
    centring = np.eye(len(groups)) - 1 / len(groups)
    noise, noise_of_resamples = (centring @ each @ centring for each in noises)

    *streams, last = np.random.default_rng(seed).spawn(len(groups) + 1)
    replicates = _resampled_products(values, codes, drawn, pools, streams, n_resamples)
    cosines = cosines_of(replicates - noise - noise_of_resamples)
    cosines = np.where(np.isnan(cosines), np.sign(replicates), cosines)  # the sign is left
    permuted = permuted_products(values, layer, last, n_permutations)
    tail = (1 - confidence) / 2
    low, high = np.quantile(cosines, (tail, 1 - tail), axis=0)
    chance = np.quantile(cosines_of(permuted), (tail, 1 - tail), axis=0)
    matrices = cosines_of(products), cosines_of(products - noise), (low, high), chance
    return _table(groups, *matrices, noise_p(products, permuted))


def _table(groups, similarity, corrected, interval, chance, noise_ps):
    """Table of all pairs, from matrices (G, G), pairs of them, and p of each group's noise (G,)."""
    first, second = np.triu_indices(len(groups), 1)
    unknown = np.isnan(similarity)
    low, high = (np.where(unknown, np.nan, each)[first, second] for each in interval)
    return pd.DataFrame(
        {
            "first": groups[first],
            "second": groups[second],
            "similarity": similarity[first, second],
            "corrected": corrected[first, second],
            "low": low,
            "high": high,
            "unrelated": -1 / (len(groups) - 1),
            "chance_low": chance[0][first, second],
            "chance_high": chance[1][first, second],
            "noise_p": np.maximum(noise_ps[first], noise_ps[second]),
        }
    )


def _resampled(values, layer, means):
    """What is resampled: unit (n,) of each input, pool (U,) of each unit, and two noises (G, G).

    Units are drawn from their own pool: inputs or whole blocks from those of their group; blocks of
    several groups from all blocks. The noises are that of the means, and what resampling adds.
    """
    codes, blocks = layer.codes, layer.blocks
    if blocks is None:
        variances = layer.moments.group_variances().sum(axis=1)
        noise = noise_of_inputs(variances, codes, layer.strata)
        return np.arange(len(codes)), codes, (noise, np.diag(variances / np.bincount(codes)))
    noise = noise_of_blocks(values, codes, blocks, means)
    _, first, unit = np.unique(blocks, return_index=True, return_inverse=True)
    pools = np.zeros(len(first), int) if layer.wholes is None else codes[first]
    return unit, pools, (noise, noise)


def _resampled_products(values, codes, unit, pools, streams, n_resamples):
    """Products (n_resamples, G, G) of the NAPs of units resampled within pools."""
    n_groups = len(streams)
    chunk = max(1, RESAMPLE_BYTES // (len(codes) + 8 * n_groups * values.n_neurons))
    step = max(1, PRODUCT_BYTES // (8 * n_groups * values.n_neurons))
    products = []
    for start in range(0, n_resamples, chunk):
        drawn = _times_drawn(streams, pools, min(chunk, n_resamples - start))
        means = _weighted_means(values, codes, drawn, unit, n_groups)
        products += [nap_products(means[some : some + step]) for some in range(0, len(means), step)]
    return np.concatenate(products)


def _times_drawn(streams, pools, size):
    """How often each unit is drawn in resamples of its pool (size, U).

    A byte each: what is drawn once in the mean is never drawn 256 times.
    """
    drawn = np.empty((size, len(pools)), np.uint8)
    for pool in range(int(pools.max()) + 1):
        members = np.flatnonzero(pools == pool)
        count = len(members)
        shares, step = np.full(count, 1 / count), max(1, DRAWN_AT_ONCE // count)
        for start in range(0, size, step):
            some = slice(start, min(start + step, size))
            times = streams[pool].multinomial(count, shares, size=some.stop - start)
            drawn[some, members] = times
    return drawn


def _weighted_means(values, codes, drawn, unit, n_groups):
    """Means (resamples, G, N) of each group, each row as often as its unit is drawn."""
    sums = np.zeros((len(drawn), n_groups, values.n_neurons))
    sizes = np.zeros((len(drawn), n_groups))
    for rows, block in values:
        for group in np.flatnonzero(np.bincount(codes[rows])):
            own = codes[rows] == group
            times = drawn[:, unit[rows][own]].astype(np.float64)
            sums[:, group] += times @ block[own]
            sizes[:, group] += times.sum(axis=1)
    return sums / np.maximum(sizes, 1)[..., None]
