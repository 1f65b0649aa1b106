"""Do the groups' profiles in a layer differ by more than chance? A permutation test.

The statistic is multivariate (all neurons of all groups at once), and only the labels are
permuted, so that thousands of permutations are a few large matrix products.
`scipy.stats.permutation_test` would copy the whole activation matrix for each of them.
"""

import numpy as np

from topomaps.statistics.labelled import (
    can_be_permuted,
    centre_within,
    check_groups,
    fixed_point,
)
from topomaps.statistics.separation import Separation


def group_separation(
    activations, labels, *, seed, strata=None, n_permutations=9999, chunk_bytes=2**26
):
    """Test whether groups differ in a layer, by permuting the labels over the images.

    The statistic is the mean absolute NAP over groups and neurons (Aequitas, section 2, defines
    the NAP). For single neurons, the largest absolute *score* over all groups and neurons is kept
    in each permutation, and each observed score is compared with these maxima, which bounds the
    probability of marking any neuron that acts alike in all groups (Westfall and Young 1993). A
    score is the NAP over its standard deviation under permutation, which is known exactly; raw
    NAPs would leave the maximum to the most variable neurons and the smallest groups.

    With strata, labels are permuted within each stratum only, and the mean of each stratum is
    taken out of the activations before. The means do not change under these permutations, so the
    test stays exact; what remains is the separation beyond what the strata explain. The time
    grows with images × neurons × groups × permutations.

    Parameters
    ----------
    activations : array (n, N)
        Per image, the mean activation of each neuron or feature map.
    labels : array (n,)
        Group of each image; two groups or more, of two images or more.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator
    strata : array (n,), optional
        Nuisance attribute of each image; join several into one.
    n_permutations : int
        B; p-values are (b + 1) / (B + 1), b permutations being at least as large as observed.
    chunk_bytes : int
        Approximate size of the largest temporary arrays; the result does not depend on it.

    Returns
    -------
    Separation
        The same to the last bit whatever `chunk_bytes` and the number of threads, because group
        sums are exact (see `topomaps.statistics.labelled.fixed_point`). Neurons without variance
        have scores of 0 and p = 1.

    Raises
    ------
    ValueError
        Shapes that do not fit, missing values, one group only, a group of one image, or strata
        within which there is nothing to permute.
    """
    values, groups, codes, stratum = check_groups(activations, labels, strata)
    if n_permutations < 1:
        raise ValueError(f"The number of permutations is {n_permutations}; it must be 1 or more.")
    if not can_be_permuted(codes, stratum):
        raise ValueError(
            "Nothing can be permuted: every stratum holds images of one group only. "
            "Name a nuisance attribute that does not determine the group, or none."
        )
    members = [np.flatnonzero(stratum == s) for s in np.unique(stratum)]
    values = fixed_point(centre_within(values, members))
    counts = np.bincount(codes)
    deviation = _null_deviation(values, codes, counts, members)
    precision = np.divide(1.0, deviation, out=np.zeros_like(deviation), where=deviation > 0)

    naps = _profiles(codes[None], values, counts)
    (statistic,), _ = _statistics(naps, precision)
    row_bytes = 8 * len(groups) * sum(values.shape)
    blocks = _permuted(codes, members, seed, n_permutations, max(1, chunk_bytes // row_bytes))
    nulls = [_statistics(_profiles(block, values, counts), precision) for block in blocks]
    null, null_maximum = (np.concatenate(parts) for parts in zip(*nulls, strict=True))
    scores = naps[0] * precision
    return Separation(groups, counts, naps[0], scores, float(statistic), null, null_maximum)


def _permuted(codes, members, seed, n_permutations, chunk):
    """Yield blocks (≤ chunk, n) of codes permuted within strata.

    Each stratum has a random stream of its own, so that the cut into blocks changes nothing.
    """
    streams = np.random.default_rng(seed).spawn(len(members))
    for start in range(0, n_permutations, chunk):
        block = np.tile(codes, (min(chunk, n_permutations - start), 1))
        for rows, stream in zip(members, streams, strict=True):
            block[:, rows] = stream.permuted(block[:, rows], axis=1)
        yield block


def _profiles(labellings, values, counts):
    """NAPs (b, G, N) of the values (n, N) under each of b labellings (b, n)."""
    n_groups, (n_labellings, n_images) = len(counts), labellings.shape
    codes = np.arange(n_groups - 1, dtype=labellings.dtype)
    members = (labellings[:, None] == codes[:, None]).astype(np.float64)
    means = np.empty((n_labellings, n_groups, values.shape[1]))
    means[:, :-1] = (members.reshape(-1, n_images) @ values).reshape(n_labellings, n_groups - 1, -1)
    means[:, -1] = values.sum(axis=0) - means[:, :-1].sum(axis=1)  # the last group has the rest
    means /= counts[:, None]
    return means - means.mean(axis=1, keepdims=True)


def _statistics(naps, precision):
    """Mean absolute NAP and largest absolute score of each of b profiles (b, G, N)."""
    size = np.abs(naps).reshape(len(naps), -1)
    return size.mean(axis=1), (size * precision.ravel()).max(axis=1)


def _null_deviation(values, codes, counts, members):
    """Exact standard deviation (G, N) of the NAPs under permutation within strata.

    A NAP is a weighted sum of the images' values, with one weight per group of the image. Drawing
    weights without replacement in a stratum of n images gives it the variance
    (Σ w² − (Σ w)² / n) s², s² being the stratum's variance with n − 1 in the denominator.
    """
    n_groups = len(counts)
    weights = (np.eye(n_groups) - 1 / n_groups) / counts
    variance = np.zeros((n_groups, values.shape[1]))
    for rows in (rows for rows in members if len(rows) > 1):
        present = np.bincount(codes[rows], minlength=n_groups)
        factor = weights**2 @ present - (weights @ present) ** 2 / len(rows)
        variance += np.outer(factor, values[rows].var(axis=0, ddof=1))
    return np.sqrt(np.maximum(variance, 0))
