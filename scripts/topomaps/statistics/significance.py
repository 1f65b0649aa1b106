"""Do the groups' profiles in a layer differ by more than chance? A permutation test.

The statistic is multivariate (all neurons of all groups at once), and only the labels are
permuted, so that all permutations need the same sums over rows, of other subsets. Activations are
read in blocks, once for many permutations: memory does not grow with them.
`scipy.stats.permutation_test` would copy the whole activation matrix for each permutation.
"""

import numpy as np

from topomaps.common.threads import allowed_threads
from topomaps.statistics.fixed_point import FixedPointRows
from topomaps.statistics.labelled import can_be_permuted, check_groups
from topomaps.statistics.row_blocks import RowBlocks, sums_by_code, variances_by_code
from topomaps.statistics.separation import Separation
from topomaps.statistics.subset_sums import SubsetSums

CHUNK_BYTES = 2**28
NULL_BYTES = 2**24  # profiles of permutations that are judged at once


def group_separation(
    activations, labels, *, seed, strata=None, n_permutations=9999, chunk_bytes=CHUNK_BYTES
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
    activations : array-like (n, N)
        Per image, the mean activation of each neuron or feature map. May be mapped from a file, or
        computed when its rows are read.
    labels : array (n,)
        Group of each image; two groups or more, of two images or more.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator
    strata : array (n,), optional
        Nuisance attribute of each image; join several into one.
    n_permutations : int
        B; p-values are (b + 1) / (B + 1), b permutations being at least as large as observed.
    chunk_bytes : int
        Approximate memory of the permuted labels and their sums; the result does not depend on
        it. All activations are read once for as many permutations as fit.

    Returns
    -------
    Separation
        The same to the last bit whatever `chunk_bytes` and the number of threads, because group
        sums are exact (see `topomaps.statistics.fixed_point`). Neurons without variance
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
    return separation_of(
        RowBlocks(values), groups, codes, stratum, seed, n_permutations, chunk_bytes
    )


def separation_of(blocks, groups, codes, stratum, seed, n_permutations, chunk_bytes=CHUNK_BYTES):
    """`Separation` of G groups, given the codes (n,) of groups and strata of the blocks' rows.

    Parameters as of `group_separation`, which checks them; codes have no gaps.
    """
    counts, members = np.bincount(codes), [np.flatnonzero(stratum == s) for s in np.unique(stratum)]
    values = FixedPointRows(blocks, stratum)
    deviation = _null_deviation(values, codes, counts, stratum)
    precision = np.divide(1.0, deviation, out=np.zeros_like(deviation), where=deviation > 0)
    sums = sums_by_code(values, codes, len(counts))
    naps = _profiles(sums[None], counts)
    (statistic,), _ = _statistics(naps, precision)

    row_bytes = len(codes) * codes.itemsize + 8 * sums.size
    blocks = _permuted(codes, members, seed, n_permutations, max(1, chunk_bytes // row_bytes))
    nulls = [
        _statistics(_profiles(part, counts), precision)
        for labellings in blocks
        for part in _permuted_sums(labellings, values, sums, counts)
    ]
    null, null_maximum = (np.concatenate(parts) for parts in zip(*nulls, strict=True))
    scores = naps[0] * precision
    return Separation(groups, counts, naps[0], scores, float(statistic), null, null_maximum)


def _permuted(codes, members, seed, n_permutations, chunk):
    """Yield blocks (≤ chunk, n) of codes permuted within strata.

    Each stratum has a random stream of its own, so that the cut into blocks changes nothing.
    """
    streams = np.random.default_rng(seed).spawn(len(members))
    for start in range(0, n_permutations, chunk):
        block = np.empty((min(chunk, n_permutations - start), len(codes)), codes.dtype)
        for row in block:
            for rows, stream in zip(members, streams, strict=True):
                row[rows] = stream.permuted(codes[rows])
        yield block


def _permuted_sums(labellings, values, sums, counts):
    """Yield sums (b, G, N) of the groups under the labellings (B, n), for a few of them at a time.

    The largest group has what the others leave of the sums of all rows.
    """
    n_groups, n_neurons = sums.shape
    largest = counts.argmax()
    summed = np.delete(np.arange(n_groups, dtype=labellings.dtype), largest)
    found = SubsetSums(len(labellings) * len(summed), n_neurons, allowed_threads())
    for rows, block in values:
        chosen = labellings[:, None, rows] == summed[:, None]
        found.add(block, chosen.reshape(-1, chosen.shape[-1]))
    found = found.sums().reshape(len(labellings), len(summed), n_neurons)
    step, total = max(1, NULL_BYTES // (8 * sums.size)), sums.sum(axis=0)
    for start in range(0, len(labellings), step):
        some = found[start : start + step]
        yield np.insert(some, largest, total - some.sum(axis=1), axis=1)


def _profiles(sums, counts):
    """NAPs (b, G, N) of b labellings from the sums (b, G, N) of their groups."""
    means = sums / counts[:, None]
    return means - means.mean(axis=1, keepdims=True)


def _statistics(naps, precision):
    """Mean absolute NAP and largest absolute score of each of b profiles (b, G, N)."""
    size = np.abs(naps).reshape(len(naps), -1)
    return size.mean(axis=1), (size * precision.ravel()).max(axis=1)


def _null_deviation(values, codes, counts, stratum):
    """Exact standard deviation (G, N) of the NAPs under permutation within strata.

    A NAP is a weighted sum of the images' values, with one weight per group of the image. Drawing
    weights without replacement in a stratum of n images gives it the variance
    (Σ w² − (Σ w)² / n) s², s² being the stratum's variance with n − 1 in the denominator.
    """
    n_groups, sizes = len(counts), np.bincount(stratum)
    weights = (np.eye(n_groups) - 1 / n_groups) / counts
    means = sums_by_code(values, stratum, len(sizes)) / sizes[:, None]
    variances = variances_by_code(values, stratum, means)
    variance = np.zeros((n_groups, values.n_neurons))
    for code in np.flatnonzero(sizes > 1):
        present = np.bincount(codes[stratum == code], minlength=n_groups)
        factor = weights**2 @ present - (weights @ present) ** 2 / sizes[code]
        variance += np.outer(factor, variances[code])
    return np.sqrt(np.maximum(variance, 0))
