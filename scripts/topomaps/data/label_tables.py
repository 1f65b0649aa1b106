"""Tables that give attributes of image files, and how such a table fits the files at hand."""

import logging
from dataclasses import dataclass

import pandas as pd

from topomaps.data.account import Account, first_names
from topomaps.data.integrity import DamagedFile, check_member_names, read_rows

logger = logging.getLogger(__name__)

FILE_COLUMN = "file"
WITHOUT_IMAGE = "has a label, but no image in the archive"


def read_label_table(path, attributes):
    """Read the table that gives the attributes of each image.

    Parameters
    ----------
    path : path-like
        Comma-separated, with a column `file` and one column for each attribute; further columns
        are left out.
    attributes : mapping of str to sequence of str
        Attributes and the values that they may have.

    Returns
    -------
    pandas.DataFrame
        Columns `file` (str) and the attributes (categories in the order given), one row per image.

    Raises
    ------
    ValueError
        If the table is damaged, lacks a column or has one twice, has a value that is not allowed,
        names a file twice or by a name that leaves the archive.
    """
    try:
        columns, *rows = read_rows(path)
    except DamagedFile as error:
        raise DamagedFile(f"{path}: {error}") from error
    needed = [FILE_COLUMN, *attributes]
    for column in needed:
        if columns.count(column) != 1:
            raise ValueError(
                f"{path} has {columns.count(column) or 'no'} columns {column!r}, one is needed; "
                f"its columns are {', '.join(columns)}"
            )
    surplus = [column for column in columns if column not in needed]
    if surplus:
        logger.info("%s: columns without use: %s", path, ", ".join(surplus))
    table = pd.DataFrame(rows, columns=columns)[needed]
    check_member_names(path, table[FILE_COLUMN])
    for attribute, values in attributes.items():
        unknown = ~table[attribute].isin(values)
        if unknown.any():
            row = table[unknown].iloc[0]
            raise ValueError(
                f"{path}: {attribute} of {row[FILE_COLUMN]} is {row[attribute]!r}, allowed are "
                f"{', '.join(values)}"
            )
    return table.astype(
        {name: pd.CategoricalDtype(values, ordered=True) for name, values in attributes.items()}
    )


@dataclass(frozen=True)
class Coverage:
    """How labels and images fit each other.

    Attributes
    ----------
    n_matched, n_labels, n_images, n_published : int
        Images with label, rows of the label table, image files in the archive, and the published
        number of labelled images (0 if unknown).
    labels_without_image, images_without_label : tuple of str
        File names.
    """

    n_matched: int
    n_labels: int
    n_images: int
    n_published: int
    labels_without_image: tuple
    images_without_label: tuple

    def sentence(self):
        """Counts in words."""
        published = f" of {self.n_published:,} published" if self.n_published else ""
        return (
            f"{self.n_matched:,}{published} images with label; "
            f"labels without image: {some_names(self.labels_without_image)}; "
            f"images without label: {some_names(self.images_without_label)}"
        )

    def account(self):
        """The labelled images as inputs; those that are not there are accepted to be missing."""
        notes = []
        if self.n_published > self.n_labels:
            notes.append(
                f"the label table has {self.n_labels:,} of {self.n_published:,} published images"
            )
        if self.images_without_label:
            notes.append(f"images without label: {some_names(self.images_without_label)}")
        missing = {WITHOUT_IMAGE: self.labels_without_image} if self.labels_without_image else {}
        return Account(self.n_labels, missing, tuple(notes), len(self.labels_without_image))


def match_images(table, names, accept_subset=False, n_published=0):
    """Rows of a label table whose image is in the archive.

    Parameters
    ----------
    table : pandas.DataFrame
        As `read_label_table` returns it.
    names : sequence of str
        Image files in the archive.
    accept_subset : bool
        Whether labels without image, or fewer images than published, are acceptable. Images
        without label always are: an archive may hold further splits.
    n_published : int
        Published number of labelled images, 0 if unknown.

    Returns
    -------
    pandas.DataFrame, Coverage

    Raises
    ------
    ValueError
        If no label has its image, or the set is a subset that is not accepted.
    """
    present = table[FILE_COLUMN].isin(set(names))
    matched = table[present].reset_index(drop=True)
    labelled = set(table[FILE_COLUMN])
    coverage = Coverage(
        n_matched=len(matched),
        n_labels=len(table),
        n_images=len(names),
        n_published=n_published,
        labels_without_image=tuple(table[FILE_COLUMN][~present]),
        images_without_label=tuple(name for name in names if name not in labelled),
    )
    logger.info(coverage.sentence())
    if matched.empty:
        raise ValueError(f"labels and archive do not belong together: {coverage.sentence()}")
    is_subset = coverage.labels_without_image or len(matched) < n_published
    if is_subset and not accept_subset:
        raise ValueError(
            f"the images are incomplete: {coverage.sentence()}; "
            f"get the full archive and label table, or set `accept_subset: true`"
        )
    return matched, coverage


def some_names(names):
    """Number of names, and the first few of them."""
    if not names:
        return "none"
    return f"{len(names):,} ({first_names(names)})"
