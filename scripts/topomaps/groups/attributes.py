"""Groups of images by their attributes, and random groups of the same sizes."""

import logging
from typing import NamedTuple

import numpy as np
import pandas as pd

logger = logging.getLogger(__name__)

SENSITIVE, RANDOM = "sensitive", "random"
BETWEEN_VALUES = " × "


class AttributeGroups(NamedTuple):
    """Groups of images, which may overlap.

    Attributes
    ----------
    names : tuple of str, length G
    rows : tuple of str, length G
        `SENSITIVE` or `RANDOM`.
    images : tuple of ndarray of int, length G
        Sorted rows of the table of images.
    """

    names: tuple
    rows: tuple
    images: tuple


def joined_values(table, attributes):
    """Value of each image for one attribute or for a combination, as in "Black × Female".

    Parameters
    ----------
    table : pandas.DataFrame
        One row per image; attributes as categories in their natural order, or as text.
    attributes : sequence of str

    Returns
    -------
    names : list of str
        All values in the order of the categories, of text in alphabetical order.
    codes : ndarray of int, shape (n,)
        Index into `names` of each image.
    """
    names, codes = [""], np.zeros(len(table), dtype=np.int64)
    for attribute in attributes:
        if attribute not in table:
            raise ValueError(
                f"the images have no attribute {attribute!r}; they have: {', '.join(table.columns)}"
            )
        column = pd.Categorical(table[attribute])
        values = [str(value).replace("_", " ") for value in column.categories]
        names = [f"{name}{BETWEEN_VALUES}{value}" for name in names for value in values]
        codes = codes * len(values) + column.codes
    return [name.removeprefix(BETWEEN_VALUES) for name in names], codes


def attribute_groups(table, attributes, *, per_group=None, random=True, min_size=2, generator):
    """Groups by the values of a variable, and as many random groups of the same sizes.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per image, attributes as ordered categories.
    attributes : sequence of str
        The variable: an attribute, or several for their combinations.
    per_group : int, optional
        Images drawn per group without replacement, all of them where there are fewer; default is
        all (ASSUME: Aequitas and HHAI do not say; their published code draws 150).
    random : bool
        Whether to add random groups.
    min_size : int
        Values with fewer images are left out, with a warning.
    generator : numpy.random.Generator

    Returns
    -------
    AttributeGroups

    Raises
    ------
    ValueError
        If an attribute is unknown, or fewer than two values have enough images.
    """
    values = images_by_value(table, attributes, min_size)
    drawn = tuple(_draw(images, per_group, generator) for images in values.values())
    groups = AttributeGroups(tuple(values), (SENSITIVE,) * len(values), drawn)
    return _with_random_groups(groups, len(table), generator) if random else groups


def images_by_value(table, attributes, min_size=2):
    """Rows of the images of each value of a variable, in the order of the values.

    Parameters and errors as of `attribute_groups`.

    Returns
    -------
    dict of str -> ndarray of int
    """
    variable = BETWEEN_VALUES.join(attributes)
    names, codes = joined_values(table, attributes)
    counts = np.bincount(codes, minlength=len(names))
    for index in np.flatnonzero(counts < min_size):
        logger.warning(
            "%s: %r has %d images, fewer than %d: it is left out",
            *(variable, names[index], counts[index], min_size),
        )
    kept = np.flatnonzero(counts >= min_size)
    if kept.size < 2:
        found = ", ".join(f"{names[i]} ({counts[i]})" for i in np.flatnonzero(counts)) or "none"
        raise ValueError(
            f"{variable} has {kept.size} values with at least {min_size} images, two are needed to "
            f"compare groups; found: {found}. Name another attribute, or add images."
        )
    return {names[index]: np.flatnonzero(codes == index) for index in kept}


def _draw(candidates, size, generator):
    if size is None or size >= candidates.size:
        return candidates
    return np.sort(generator.choice(candidates, size=size, replace=False))


def _with_random_groups(groups, n_images, generator):
    """Add disjoint random groups of the same sizes.

    They come from images outside the given groups if there are enough, else from all images.
    """
    sizes = [len(images) for images in groups.images]
    outside = np.setdiff1d(np.arange(n_images), np.concatenate(groups.images))
    candidates = outside if outside.size >= sum(sizes) else np.arange(n_images)
    shuffled = generator.permutation(candidates)[: sum(sizes)]
    chosen = [np.sort(part) for part in np.split(shuffled, np.cumsum(sizes)[:-1])]
    return AttributeGroups(
        groups.names + tuple(f"random {number}" for number in range(1, len(sizes) + 1)),
        groups.rows + (RANDOM,) * len(sizes),
        groups.images + tuple(chosen),
    )


def membership(groups, n_images):
    """Matrix (G, n) of 0 and 1, float32: which images belong to which group."""
    matrix = np.zeros((len(groups), n_images), dtype=np.float32)
    for row, images in zip(matrix, groups, strict=True):
        row[images] = 1
    return matrix


def group_labels(table, attributes, min_size=2):
    """Value of a variable for each image as text (n,), empty where it has too few images.

    Parameters and errors as of `attribute_groups`.
    """
    labels = np.full(len(table), "", dtype=object)
    for name, images in images_by_value(table, attributes, min_size).items():
        labels[images] = name
    return labels.astype(str)
