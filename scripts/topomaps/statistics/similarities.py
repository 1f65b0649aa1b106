"""How alike the groups' profiles are, with bootstrap intervals."""

import numpy as np
import pandas as pd

from topomaps.statistics.labelled import centre_within, check_groups, fixed_point

RESAMPLE_BYTES = 2**26


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
        without any variation all are NaN.

    Raises
    ------
    ValueError
        As `topomaps.statistics.significance.group_separation`.
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
    similarity = _cosines(products)[first, second]
    low, high = np.quantile(cosines[:, first, second], (tail, 1 - tail), axis=0)
    low, high = (np.where(np.isnan(similarity), np.nan, each) for each in (low, high))
    return pd.DataFrame(
        {
            "first": groups[first],
            "second": groups[second],
            "similarity": similarity,
            "corrected": _cosines(products - noise)[first, second],
            "low": low,
            "high": high,
        }
    )


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
