"""Do the groups' profiles in a layer differ by more than chance? A permutation test.

The statistic is multivariate (all neurons of all groups at once), and only the labels are
permuted, so that thousands of permutations are a few large matrix products.
`scipy.stats.permutation_test` would copy the whole activation matrix for each of them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

# Statistics that differ by rounding alone count as equal (the same partition, groups renamed).
TIE_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Separation:
    """Separation of G groups in a layer of N neurons, with its values under B permutations.

    Attributes
    ----------
    groups : (G,) names, sorted
    counts : (G,) images per group
    naps : (G, N) group mean minus unweighted mean over groups, nuisance strata taken out
    scores : (G, N) `naps` in units of their standard deviation under permutation
    statistic : mean absolute NAP over groups and neurons
    null : (B,) `statistic` under permutation
    null_maximum : (B,) largest absolute score over groups and neurons under permutation
    """

    groups: np.ndarray
    counts: np.ndarray
    naps: np.ndarray
    scores: np.ndarray
    statistic: float
    null: np.ndarray
    null_maximum: np.ndarray

    @property
    def p(self):
        """Probability of a separation at least as large by chance."""
        return float(_p_values(self.statistic, self.null))

    @property
    def z(self):
        """Standard deviations above the mean of the permutations; NaN if they do not vary."""
        return _ratio(self.statistic - self.null.mean(), self.null.std(ddof=1))

    @property
    def ratio(self):
        """Statistic over the mean of the permutations; 1 is chance, NaN if that mean is 0."""
        return _ratio(self.statistic, self.null.mean())

    @property
    def maximum(self):
        """Largest absolute score over groups and neurons."""
        return float(np.abs(self.scores).max())

    @property
    def neuron_p(self):
        """Family-wise p per group and neuron (G, N): against the permutations' largest scores."""
        return _p_values(np.abs(self.scores), self.null_maximum)

    def summary(self, alpha=0.05):
        """One row of a table: statistic, its chance level, both tests, and how many neurons differ.

        `neurons_differing` counts neurons whose family-wise p is at most `alpha` in any group.
        """
        low, median, high = np.quantile(self.null, (alpha / 2, 0.5, 1 - alpha / 2))
        neuron_p = self.neuron_p
        return {
            "n_groups": len(self.groups),
            "n_images": int(self.counts.sum()),
            "n_neurons": self.naps.shape[1],
            "n_permutations": len(self.null),
            "statistic": self.statistic,
            "chance_mean": float(self.null.mean()),
            "chance_sd": float(self.null.std(ddof=1)),
            "chance_low": float(low),
            "chance_median": float(median),
            "chance_high": float(high),
            "ratio": self.ratio,
            "z": self.z,
            "p": self.p,
            "maximum": self.maximum,
            "maximum_threshold": float(np.quantile(self.null_maximum, 1 - alpha)),
            "maximum_p": float(neuron_p.min()),
            "neurons_differing": int((neuron_p <= alpha).any(axis=0).sum()),
        }


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
        sums are exact (see `fixed_point`). Neurons without variance have scores of 0 and p = 1.

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


def check_groups(activations, labels, strata=None):
    """Activations as float64 (n, N), group names (G,), and codes (n,) of groups and of strata.

    Raises ValueError as `group_separation` says.
    """
    values = np.asarray(activations, dtype=np.float64)
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(
            f"Activations have the shape {values.shape}; expected images × neurons (average "
            "feature maps over height and width first)."
        )
    if not np.isfinite(values).all():
        image, neuron = np.argwhere(~np.isfinite(values))[0]
        raise ValueError(
            f"{np.count_nonzero(~np.isfinite(values))} activations are NaN or infinite, the first "
            f"of image {image}, neuron {neuron}. Remove these images or repair the model."
        )
    groups, codes = _encode("labels", labels, len(values))
    if len(groups) < 2:
        raise ValueError(
            f"All images belong to the group {groups[0]!r}; an attribute needs two values or more "
            "for groups to differ."
        )
    single = groups[np.bincount(codes) < 2]
    if len(single):
        raise ValueError(
            f"Groups of one image: {', '.join(map(str, single))}. Their variation is unknown: "
            "leave these groups out or merge them with others."
        )
    if strata is None:
        return values, groups, codes, np.zeros_like(codes)
    return values, groups, codes, _encode("strata", strata, len(values))[1]


def can_be_permuted(codes, stratum):
    """Whether any stratum holds images of more than one group (codes (n,) of both)."""
    return bool(pd.Series(codes).groupby(stratum).nunique().gt(1).any())


def centre_within(values, members):
    """Values (n, N) minus the mean of their stratum; `members` lists the rows of each stratum."""
    centred = np.empty_like(values)
    for rows in members:
        centred[rows] = values[rows] - values[rows].mean(axis=0)
    return centred


def fixed_point(values):
    """Round each column of (n, N) to a binary grid so fine that float64 adds n values exactly.

    Sums of such values, also with whole-number weights of total n, have no rounding error, so
    they do not depend on the order of summation, on chunks, or on the threads of the BLAS. The
    grid has 2^53 / n steps up to the column's largest value (40 bits for 5,000 images).
    """
    bits = 53 - (len(values) - 1).bit_length()
    shift = bits - np.frexp(np.abs(values).max(axis=0))[1]
    return np.ldexp(np.rint(np.ldexp(values, shift)), -shift)


def _encode(name, column, n_images):
    """Sorted distinct values of a column and their codes, in the smallest integer type."""
    column = np.asarray(column)
    if column.shape != (n_images,):
        raise ValueError(
            f"There are {n_images} images, but {name} of the shape {column.shape}; "
            "give one value per image."
        )
    missing = pd.isna(column)
    if missing.any():
        raise ValueError(
            f"{missing.sum()} of {n_images} {name} are missing, the first at image "
            f"{np.flatnonzero(missing)[0]}. Leave these images out or give them a value."
        )
    distinct, codes = np.unique(column, return_inverse=True)
    return distinct, codes.astype(np.min_scalar_type(len(distinct)))


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


def _p_values(observed, null):
    """(b + 1) / (B + 1), where b of the B null values reach the observed ones."""
    reached = np.sort(null).searchsorted(np.asarray(observed) * (1 - TIE_TOLERANCE))
    return (len(null) - reached + 1) / (len(null) + 1)


def _ratio(value, base):
    return float(value / base) if base > 0 else np.nan
