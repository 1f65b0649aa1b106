"""Do the groups' means in a layer differ by more than chance? A permutation test.

The statistic is multivariate (all neurons of all groups at once), and only the labels are
permuted, so that all permutations need the same sums over rows, of other subsets. Activations are
read in blocks, once for many permutations: memory does not grow with them.
`scipy.stats.permutation_test` would copy the whole activation matrix for each permutation.
"""

import numpy as np
from numpy.typing import ArrayLike

from topomaps.common.linear_algebra import allowed_threads
from topomaps.statistics.exchangeable_units import MomentRows, exchangeable_units, least_p
from topomaps.statistics.fixed_point import CentredRows
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.labelled import can_be_permuted
from topomaps.statistics.separation import Separation
from topomaps.statistics.studentised import GroupMoments, studentised
from topomaps.statistics.subset_sums import SubsetSums

CHUNK_BYTES = 2**28
NULL_BYTES = 2**22  # profiles of permutations that are judged at once


def group_separation(
    activations: ArrayLike,
    labels: ArrayLike,
    *,
    seed: int | np.random.SeedSequence | np.random.Generator = 0,
    strata: ArrayLike | None = None,
    blocks: ArrayLike | None = None,
    n_permutations: int = 9999,
    chunk_bytes: int = CHUNK_BYTES,
) -> Separation:
    """Test whether the means of groups differ in a layer, by permuting the labels.

    The statistic is how far the squared NAPs (Aequitas, section 2, defines the NAP) go beyond the
    noise of the groups' means, which is estimated from each group itself
    (`topomaps.statistics.studentised`). For single neurons, the largest absolute *score* over all
    groups and neurons is kept in each permutation. Each observed score is compared with these
    maxima. This bounds the probability of marking any neuron that acts alike in all groups
    (Westfall and Young 1993). A score is the NAP in units of its noise.

    The test is exact where inputs can be exchanged. With equal means and unequal variances, it
    keeps its level in samples that are not tiny. **Inputs must be independent**: of several images
    of one person, frames of a video or near copies, name the `blocks`.

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
        Group of each image; two groups or more, of two images (or blocks) or more.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator
    strata : array (n,), optional
        Nuisance attribute of each image; join several into one.
    blocks : array (n,), optional
        Person, video or original that each image is of. Blocks of one label each are exchanged as
        wholes (their sums are held in memory); where labels vary within blocks, they are permuted
        within each block.
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
        Shapes that do not fit, missing values, one group only, a group of one image or block,
        blocks that cannot be exchanged, or strata within which there is nothing to permute.
    """
    if n_permutations < 1:
        raise ValueError(f"The number of permutations is {n_permutations}; it must be 1 or more.")
    layer = grouped_layer(activations, labels, strata, blocks)
    return separation_of(layer, seed, n_permutations, chunk_bytes=chunk_bytes)


def separation_of(layer, seed, n_permutations, *, chunk_bytes=CHUNK_BYTES, measure=None):
    """`Separation` of the groups of a `topomaps.statistics.grouped_layer.GroupedLayer`.

    Other parameters as of `group_separation`. `measure` gives K more numbers (b, K) of b
    labellings, from NAPs (b, G, N), inputs of the groups (b, G) and the neurons' variances (N,).
    """
    if not can_be_permuted(layer.codes, layer.strata):
        raise ValueError(
            "Nothing can be permuted: every stratum holds images of one group only. Name a "
            "nuisance attribute that does not determine the group, or none; for a person with "
            "several images, name it by `blocks` instead."
        )
    units = exchangeable_units(CentredRows(layer), layer.codes, layer.strata, layer.wholes)
    _check_counts(units, layer.names)
    measure = _nothing_more if measure is None else measure
    observed, measured, moves = _tested(
        units, layer.moments, seed, n_permutations, chunk_bytes, measure
    )
    null = measured[1:, 0]
    return Separation(
        groups=layer.names,
        counts=np.bincount(layer.codes),
        n_units=np.bincount(units.codes),
        n_permutable=units.n_permutable,
        least_p=least_p(units.log_arrangements(), n_permutations),
        naps=observed.naps[0],
        scores=observed.scores[0],
        statistic=float(observed.statistic[0]),
        effect_unit=float(observed.unit[0]),
        effect_error=_effect_error(units, moves, float(observed.unit[0]), null),
        null=null,
        null_maximum=measured[1:, 1],
        null_groups=measured[1:, 2 : 2 + len(layer.names)],
        measured=measured[0, 2 + len(layer.names) :],
        null_measured=measured[1:, 2 + len(layer.names) :],
    )


def _check_counts(units, groups):
    few = groups[np.bincount(units.codes) < 2]
    if len(few):
        raise ValueError(
            f"Groups of one block: {', '.join(map(str, few))}. Their variation is unknown: leave "
            "these groups out or merge them with others."
        )


def _tested(units, moments, seed, n_permutations, chunk_bytes, measure):
    """What is observed, numbers (1 + B, 2 + G + K) of it and of the permutations, and moves (U,).

    The numbers are the statistic, the largest and the groups' mean absolute scores, and what
    `measure` gives; the moves say how far each unit moves the effect.
    """
    rows, strata = MomentRows(units), units.strata
    members = [np.flatnonzero(strata == s) for s in np.unique(strata)]
    variance, n_groups = moments.variance(), int(units.codes.max()) + 1
    chunk = max(
        1, chunk_bytes // (len(strata) * units.codes.itemsize + 8 * n_groups * rows.n_neurons)
    )
    observed, numbers = None, []
    for labellings in _permuted(units.codes, members, seed, n_permutations, chunk):
        if observed is None:
            labellings = np.concatenate([units.codes[None], labellings])
            slopes = _slopes(moments.group_means(), variance)
            total, moves = np.zeros(rows.n_neurons), np.empty(len(units.codes))
            seen = _summed_beside(rows, units.codes, slopes, total, moves)
        else:
            seen = rows
        sums = _sums_of_groups(labellings, seen, np.bincount(units.codes))
        for found, sizes in _studentised(labellings, sums, rows, units, total, variance):
            if observed is None:
                observed = type(found)(*(part[:1].copy() for part in found))
            absolute = np.abs(found.scores)
            largest, of_groups = absolute.max(axis=(-2, -1)), absolute.mean(axis=-1)
            more = measure(found.naps, sizes, variance)
            numbers.append(np.column_stack([found.statistic, largest, of_groups, more]))
    return observed, np.concatenate(numbers), moves


def _summed_beside(rows, codes, slopes, total, moves):
    """Yield the rows, and on the way add them up to `total` and project them into `moves`."""
    for part, block in rows:
        total += block.sum(axis=0)
        own = block[:, : slopes.shape[1]]
        moves[part] = np.einsum("bn,bn->b", own, slopes[codes[part]])
        yield part, block


def _slopes(means, variance):
    """By how much the effect grows with the mean of each group (G, N)."""
    naps, alive = means - means.mean(axis=0), variance > 0
    return 2 * naps * alive / np.where(alive, variance, 1.0) / (len(naps) * max(1, alive.sum()))


def _nothing_more(naps, sizes, variance):
    return np.empty((len(naps), 0))


def _permuted(codes, members, seed, n_permutations, chunk):
    """Yield blocks (≤ chunk, U) of codes permuted within strata.

    Each stratum has a random stream of its own, so that the cut into blocks changes nothing.
    """
    streams = np.random.default_rng(seed).spawn(len(members))
    for start in range(0, n_permutations, chunk):
        block = np.empty((min(chunk, n_permutations - start), len(codes)), codes.dtype)
        for row in block:
            for rows, stream in zip(members, streams, strict=True):
                row[rows] = stream.permuted(codes[rows])
        yield block


def _sums_of_groups(labellings, rows, counts):
    """Sums (B, G − 1, M) of the rows of all groups but the largest, by one reading."""
    summed = np.delete(np.arange(len(counts), dtype=labellings.dtype), counts.argmax())
    found = None
    for part, block in rows:
        if found is None:
            found = SubsetSums(len(labellings) * len(summed), block.shape[1], allowed_threads())
        chosen = labellings[:, None, part] == summed[:, None]
        found.add(block, chosen.reshape(-1, chosen.shape[-1]))
    return found.sums().reshape(len(labellings), len(summed), -1)


def _studentised(labellings, found, rows, units, total, variance):
    """Yield `Studentised` of a few of the labellings (B, U), and the inputs of their groups.

    The largest group has what the others leave of the sums of all rows.
    """
    counts = np.bincount(units.codes)
    largest = counts.argmax()
    step = max(1, NULL_BYTES // (8 * len(counts) * rows.n_neurons))
    for start in range(0, len(labellings), step):
        some = slice(start, start + step)
        sums = np.insert(found[some], largest, total - found[some].sum(axis=1), axis=1)
        sizes = _group_sizes(labellings[some], units.sizes, counts)
        moments = GroupMoments(*rows.split(sums), *sizes, counts)
        yield studentised(moments, variance), moments.sizes


def _group_sizes(labellings, sizes, counts):
    """Σ size and Σ size² of the groups (b, G) of labellings (b, U)."""
    if (sizes == sizes[0]).all():
        return np.broadcast_to(
            np.stack([counts * sizes[0], counts * sizes[0] ** 2])[:, None],
            (2, len(labellings), len(counts)),
        )
    members = labellings[..., None] == np.arange(len(counts))
    return np.stack([np.einsum("bug,u->bg", members, each) for each in (sizes, sizes**2)])


def _effect_error(units, moves, unit, null):
    """Standard error of the effect: of a quadratic form, whose linear part is seen unit by unit.

    The linear part is counted at noisy NAPs, which adds twice the quadratic part.
    """
    sizes, counts = np.bincount(units.codes, units.sizes), np.bincount(units.codes)
    mean = np.bincount(units.codes, moves) / sizes
    moves = (moves - units.sizes * mean[units.codes]) / sizes[units.codes]
    linear = (np.bincount(units.codes, moves**2) * counts / (counts - 1)).sum()
    quadratic = unit**2 * null.var()
    return float(np.sqrt(max(linear - quadratic, quadratic)))
