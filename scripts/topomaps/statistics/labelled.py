"""Activations with a group for each image: checks, groups and strata."""

import logging

import numpy as np
import pandas as pd

logger = logging.getLogger(__name__)


def check_groups(activations, labels, strata=None):
    """Activations array-like (n, N), group names (G,), and codes (n,) of groups and of strata.

    Activations stay as they are given, and are not read. Raises ValueError as `group_separation`
    says.
    """
    values = as_rows(activations)
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(
            f"Activations have the shape {values.shape}; expected images × neurons (average "
            "feature maps over height and width first)."
        )
    groups, codes = encode("labels", labels, len(values))
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
    return values, groups, codes, encode("strata", strata, len(values))[1]


def can_be_permuted(codes, stratum):
    """Whether any stratum holds images of more than one group (codes (n,) of both)."""
    return bool(pd.Series(codes).groupby(stratum).nunique().gt(1).any())


def as_rows(activations):
    """Activations as they are, if they can be read by rows, else as an array."""
    is_array_like = all(hasattr(activations, name) for name in ("shape", "dtype", "__getitem__"))
    is_table = hasattr(activations, "to_numpy")
    return activations if is_array_like and not is_table else np.asarray(activations)


def check_finite(blocks):
    """Raise ValueError unless all activations (n, N), read in `RowBlocks`, are finite."""
    count, first = 0, None
    for rows, block in blocks:
        missing = np.argwhere(~np.isfinite(block))
        if len(missing) and first is None:
            first = rows.start + missing[0, 0], missing[0, 1]
        count += len(missing)
    if count:
        raise ValueError(
            f"{count} activations are NaN or infinite, the first of image {first[0]}, neuron "
            f"{first[1]}. Remove these images or repair the model."
        )


def encode(name, column, n_images):
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
