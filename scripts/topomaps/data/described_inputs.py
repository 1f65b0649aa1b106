"""Datasets of a user's own: class folders, a table of image files, a table of numbers."""

import logging
from pathlib import Path

import numpy as np

from topomaps.common.text import as_text
from topomaps.data.account import Account
from topomaps.data.class_folders import class_folders
from topomaps.data.dataset import TEST, dataset_arrays
from topomaps.data.image_archives import open_images
from topomaps.data.labelled_splits import labelled, labels_of, notes_of
from topomaps.data.splits import standardised
from topomaps.data.table_numbers import feature_columns, read_numbers
from topomaps.data.tables import LABEL, columns_of, read_table
from topomaps.data.text_tables import FILE, named_columns
from topomaps.data.text_tables import file_column as column_of_files

logger = logging.getLogger(__name__)

LARGEST_PIXEL = 255.0
NOT_THERE = "is not there"


def folder_dataset(
    path, *, generator, test_share=1.0, missing=(), nested=False, damaged_images="skip", **shown
):
    """Dataset of a folder, or an archive, whose top-level folders are classes.

    Parameters
    ----------
    path : path-like
        Folder, `.zip` or `.tar`.
    generator, test_share
        As of `topomaps.data.splits.split_inputs`.
    missing : sequence of str
        Names of folders whose images have no label.
    nested : bool
        As of `topomaps.data.class_folders.class_folders`.
    damaged_images : {"skip", "refuse"}
        Whether files that are no images, and class folders without any, are left out, or an error.
    **shown
        image_size, channels, white and background, as of `topomaps.data.dataset.Dataset`.

    Returns
    -------
    dict
        As of `topomaps.data.dataset.dataset_arrays`.

    Raises
    ------
    ValueError
        If there are no class folders with images.
    """
    found = class_folders(path, nested=nested)
    if damaged_images == "refuse":
        _refuse_left_out(path, found)
    labels = as_text(found.table[LABEL], missing, f"{path}: names of folders")
    empty = [f"class folders without images: {', '.join(found.empty)}"] if found.empty else []
    account = Account(len(found.table) + len(found.left_out))
    account = account.without(found.left_out, [*found.notes, *empty])
    for note in account.notes:
        logger.warning("%s: %s", path, note)
    return dataset_arrays(
        **labelled(labels, len(found.table), test_share, generator),
        files=found.table[FILE], archive=path, scale=LARGEST_PIXEL, account=account, **shown,
    )  # fmt: skip


def _refuse_left_out(path, found):
    """Raise ValueError if files in class folders are no images, or a class folder has none."""
    faults = [f"the class folder {name!r} has no images" for name in found.empty]
    if found.left_out:
        name, reason = next(iter(found.left_out.items()))
        faults.append(
            f"{len(found.left_out):,} files are left out, the first is {name}, which {reason}"
        )
    if faults:
        raise ValueError(
            f"{path}: {'; '.join(faults)}; mend this, or set damaged_images: skip to go without"
        )


def image_table_dataset(
    path, *, generator, test_share=1.0, images=None, label=None, attributes=None, missing=(),
    separator=None, encoding=None, file_column=None, damaged_images="skip", **shown,
):  # fmt: skip
    """Dataset of a table that lists image files.

    Parameters
    ----------
    path : path-like
        The table.
    generator, test_share, **shown
        As of `folder_dataset`.
    images : path-like, optional
        Folder or archive in which the files lie; the table's folder if left out.
    label : str, optional
        Column of the labels; if left out, `label` where there is such a column.
    attributes : sequence of str, optional
        Columns to group by; all but that of the files if left out.
    missing : sequence of str
        Texts that stand for missing values.
    separator, encoding
        As of `topomaps.data.tables.read_table`.
    file_column : str, optional
        Column of the files; as of `topomaps.data.text_tables.file_column` if left out.
    damaged_images : {"skip", "refuse"}
        Whether files that are not there are left out, with a warning, or an error.

    Raises
    ------
    ValueError
        If table, columns or images are not there.
    """
    table = read_table(path, separator=separator, encoding=encoding)
    of_files = column_of_files(list(table), file_column) or FILE
    if of_files not in (FILE, file_column):
        logger.info("%s: the column %r names the files", path, of_files)
    if attributes is None:
        attributes = [name for name in named_columns(table) if name != of_files]
    files = columns_of(table, path, [of_files])[of_files].fillna("")
    known = columns_of(table, path, attributes, missing)
    labels = labels_of(table, path, label, missing)
    archive = Path(path).parent if images is None else images
    there = _present(path, archive, files, damaged_images)
    lost = [(files.iloc[row] or f"row {row + 1}", NOT_THERE) for row in np.flatnonzero(~there)]
    account = Account(len(files)).without(lost, notes_of(path, known, labels))
    return dataset_arrays(
        **labelled(labels, len(files), test_share, generator, there),
        attributes={name: values.fillna("") for name, values in known.items()},
        files=files, archive=archive, scale=LARGEST_PIXEL, account=account, **shown,
    )  # fmt: skip


def table_dataset(
    path, *, generator, test_share=1.0, label=None, attributes=None, missing=(), separator=None,
    encoding=None, features=None, scale=None,
):  # fmt: skip
    """Dataset of a table of numbers, whose columns but label and attributes are features.

    Parameters
    ----------
    path, generator, test_share, label, missing, separator, encoding
        As of `image_table_dataset`.
    attributes : sequence of str, optional
        Columns to group by; none if left out.
    features : sequence of str, optional
        Columns that are features; all others but those that only number the rows if left out.
    scale : float, optional
        Inputs of a model are the numbers divided by it. If left out, they are standardised by the
        training inputs.

    Raises
    ------
    ValueError
        If table or columns are not there, or a feature is no number.
    """
    text = [LABEL if label is None else label, *(attributes or ())]
    table = read_table(path, text, separator, encoding)
    known = columns_of(table, path, attributes or (), missing)
    labels = labels_of(table, path, label, missing)
    left_out = [*known, *([] if labels is None else [labels.name])]
    columns, no_features = feature_columns(table, path, left_out, features)
    numbers = read_numbers(table, path, columns, missing)
    notes = [
        f"{path}: the column {name!r} {why} and is no feature; name it by the key features if it "
        "is one"
        for name, why in no_features.items()
    ]
    for note in notes:
        logger.warning("%s", note)
    notes += notes_of(path, known, labels)
    parts = labelled(labels, len(table), test_share, generator)
    if scale is None:
        numbers, scale = standardised(numbers, parts["split"] != TEST), 1.0
    return dataset_arrays(
        **parts,
        attributes={name: values.fillna("") for name, values in known.items()},
        inputs=numbers.astype(np.float32),
        scale=scale,
        kind="numbers",
        feature_names=columns,
        account=Account(len(table), notes=tuple(notes)),
    )


def _present(table, archive, files, damaged_images):
    """Which files are in the folder or archive; (n,) bool."""
    with open_images(archive) as images:
        there = np.array([bool(name) and name in images for name in files])
    missing = np.flatnonzero(~there)
    if not missing.size:
        return there
    row = missing[0]
    sentence = (
        f"{table}: {missing.size:,} of {len(files):,} files are not in {archive}, the first is "
        f"{files.iloc[row]!r} in row {row + 1}"
    )
    if missing.size == len(files):
        raise ValueError(f"{sentence}; say by the key images where they lie")
    if damaged_images == "refuse":
        raise ValueError(f"{sentence}; add them, drop the rows, or set damaged_images: skip")
    logger.warning("%s; they are left out", sentence)
    return there
