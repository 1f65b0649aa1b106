"""Texts of a user's own, in a column of a table or in files."""

import logging
from pathlib import Path

import numpy as np

from topomaps.data.account import Account
from topomaps.data.dataset import dataset_arrays
from topomaps.data.files_by_kind import files_of_kind
from topomaps.data.kinds import TEXT
from topomaps.data.labelled_splits import labelled, labels_of, labels_of_files, notes_of
from topomaps.data.tables import columns_of, read_table
from topomaps.data.text_tables import named_columns, text_column

logger = logging.getLogger(__name__)

NUL = "\0"
MAX_BYTES = 100_000_000  # of one file
EMPTY, WITH_NUL = "is empty", "holds NUL bytes, as no text does"


def text_dataset(
    path, *, generator, test_share=1.0, label=None, attributes=None, missing=(), separator=None,
    encoding=None, text=None,
):  # fmt: skip
    """Dataset of texts: of a table with a column of them, or of a folder of `.txt` files.

    Parameters
    ----------
    path, generator, test_share, label, missing, separator, encoding
        As of `topomaps.data.described_inputs.image_table_dataset`; in a folder, the names of its
        folders are the labels, and `missing` are some of them.
    attributes : sequence of str, optional
        Columns to group by; all but that of the texts if left out.
    text : str, optional
        Column of the texts; as of `topomaps.data.text_tables.text_column` if left out.

    Returns
    -------
    dict
        As of `topomaps.data.dataset.dataset_arrays`.

    Raises
    ------
    ValueError
        If there is no text, or no such table or column.
    """
    if Path(path).is_dir():
        texts, names, labels, notes = _of_folder(path, missing, encoding)
        known = {}
    else:
        table = read_table(path, separator=separator, encoding=encoding)
        column = text_column(table.columns, text)
        if attributes is None:
            attributes = [name for name in named_columns(table) if name != column]
        texts = _column_of_texts(table, path, column)
        names = [f"row {row + 1}" for row in range(len(texts))]
        known = columns_of(table, path, attributes, missing)
        labels = labels_of(table, path, label, missing)
        notes = notes_of(path, known, labels)
    reasons = {name: reason for name, each in zip(names, texts, strict=True)
               if (reason := fault_of(each))}  # fmt: skip
    there = np.array([name not in reasons for name in names])
    return dataset_arrays(
        **labelled(labels, len(texts), test_share, generator, there),
        attributes={name: values.fillna("") for name, values in known.items()},
        texts=["" if name in reasons else each for name, each in zip(names, texts, strict=True)],
        scale=1.0, kind=TEXT, account=Account(len(texts)).without(reasons, notes),
    )  # fmt: skip


def fault_of(text):
    """Why a text is no input, in words; None if it is one."""
    if not text.strip():
        return EMPTY
    return WITH_NUL if NUL in text else None


def _column_of_texts(table, path, column):
    """Texts (n,) of a column, empty ones where a cell is empty."""
    if column is None or column not in table:
        there = ", ".join(map(str, table.columns))
        said = f"has no column {column!r}" if column else "has no column that is called text"
        raise ValueError(f"{path} {said}; name that of the texts by the key text; it has: {there}")
    return table[column].astype(object).where(table[column].notna(), "").astype(str).tolist()


def _of_folder(folder, missing, encoding):
    """Texts, names and labels of the files of a folder, and notes on them."""
    names = files_of_kind(folder, TEXT)
    if not names:
        raise ValueError(f"{folder} has no text files, whose names end in .txt")
    texts = [_content(Path(folder) / name, encoding) for name in names]
    return texts, names, labels_of_files(names, folder, missing), ()


def _content(path, encoding):
    """Text of a file, UTF-8 unless another encoding is named."""
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path} is larger than {MAX_BYTES:,} bytes, too large for a text")
    try:
        return path.read_text(encoding=encoding or "utf-8-sig")
    except UnicodeError as error:
        raise ValueError(
            f"{path} is not in {encoding or 'UTF-8'} ({error}); save it in UTF-8, or name its "
            "encoding by the key encoding"
        ) from error
