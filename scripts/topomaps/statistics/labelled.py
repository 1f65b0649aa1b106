"""Activations with a group for each image: checks, strata, and sums without rounding errors."""

import logging

import numpy as np
import pandas as pd

logger = logging.getLogger(__name__)


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
            f"All images belong to the group {str(groups[0])!r}; an attribute needs two values "
            "or more for groups to differ."
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


def large_enough(grouping, min_size=2):
    """Inputs (m,) that belong to a group of at least `min_size`, and their groups' names (m,).

    Groups that are too small for a test, but not empty, are left out with a warning.
    """
    counts = grouping.counts()
    for index in np.flatnonzero((counts > 0) & (counts < min_size)):
        logger.warning(
            "group %r has %d inputs, too few for the test: it is left out",
            *(grouping.names[index], counts[index]),
        )
    codes = np.where(grouping.members >= 0, grouping.members, 0)
    used = np.flatnonzero((grouping.members >= 0) & (counts[codes] >= min_size))
    return used, np.array(grouping.names)[grouping.members[used]]
