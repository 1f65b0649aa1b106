"""Sound files of a user's own, in a table or in folders that are classes."""

from pathlib import Path

import numpy as np

from topomaps.data.account import Account
from topomaps.data.dataset import dataset_arrays
from topomaps.data.files_by_kind import files_of_kind
from topomaps.data.image_archives import open_images
from topomaps.data.kinds import SOUND
from topomaps.data.labelled_splits import labelled, labels_of, labels_of_files, notes_of
from topomaps.data.tables import columns_of, read_table
from topomaps.data.text_tables import FILE, file_column, named_columns

NOT_THERE = "is not there"


def sound_dataset(
    path, *, generator, test_share=1.0, images=None, label=None, attributes=None, missing=(),
    separator=None, encoding=None, file_column=None,
):  # fmt: skip
    """Dataset of sound files: of a table that lists them, or of a folder.

    Parameters
    ----------
    path, generator, test_share, label, attributes, missing, separator, encoding, file_column
        As of `topomaps.data.described_inputs.image_table_dataset`; in a folder, the names of its
        folders are the labels.
    images : path-like, optional
        Folder or archive in which the files of a table lie; the table's folder if left out.

    Returns
    -------
    dict
        As of `topomaps.data.dataset.dataset_arrays`. Which files are no sounds, a network's pass
        finds.

    Raises
    ------
    ValueError
        If there are no sounds, or no such table or column.
    """
    if Path(path).is_dir():
        archive, known, notes = path, {}, ()
        files = files_of_kind(path, SOUND)
        labels = labels_of_files(files, path, missing)
    else:
        table = read_table(path, separator=separator, encoding=encoding)
        files, known = _listed(table, path, file_column, attributes, missing)
        labels = labels_of(table, path, label, missing)
        notes, archive = notes_of(path, known, labels), images or Path(path).parent
    with open_images(archive) as there:
        found = np.array([bool(name) and name in there for name in files], dtype=bool)
    if not found.any():
        raise ValueError(f"{path}: there are no sound files in {archive}")
    lost = [(files[row] or f"row {row + 1}", NOT_THERE) for row in np.flatnonzero(~found)]
    return dataset_arrays(
        **labelled(labels, len(files), test_share, generator, found),
        attributes={name: values.fillna("") for name, values in known.items()}, files=files,
        archive=archive, scale=1.0, kind=SOUND, account=Account(len(files)).without(lost, notes),
    )  # fmt: skip


def _listed(table, path, named, attributes, missing):
    """Names of the files of a table, and its attributes."""
    of_files = file_column(list(table), named) or FILE
    if attributes is None:
        attributes = [name for name in named_columns(table) if name != of_files]
    files = columns_of(table, path, [of_files])[of_files].fillna("").tolist()
    return files, columns_of(table, path, attributes, missing)
