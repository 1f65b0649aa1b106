"""Tables that users bring along: of numbers, and of image files."""

import logging
from pathlib import Path

import numpy as np
import pandas as pd

from topomaps.common.text import as_text
from topomaps.data.text_tables import (
    CELLS,
    ENDINGS,
    Unreadable,
    dialect_of,
    table_ending,
    wrong_encoding,
)

logger = logging.getLogger(__name__)

LABEL = "label"
PARQUET = ".parquet"


def read_table(path, text=None, separator=None, encoding=None):
    """Read a table (`.csv`, `.tsv`, `.txt`, each perhaps with `.gz`, or `.parquet`).

    Parameters
    ----------
    path : path-like
    text : sequence of str, optional
        Columns that are read as text, as they are written, `01` apart from `1`; all if left out.
        The others are numbers where all of their cells are.
    separator, encoding : str, optional
        As of `topomaps.data.text_tables.dialect_of`.

    Returns
    -------
    pandas.DataFrame
        Empty cells are NaN, all other text is as it is.

    Raises
    ------
    ValueError
        If there is no such file, its ending is another, it cannot be read, it has no rows, or a
        column name stands for two columns.
    """
    path = Path(path)
    is_parquet = path.suffix.lower() == PARQUET
    if not is_parquet and table_ending(path) is None:
        allowed = ", ".join([*ENDINGS, PARQUET])
        raise ValueError(f"{path} is no table; allowed endings are {allowed}, also with .gz")
    if not path.is_file():
        raise ValueError(f"the table {path} does not exist")
    try:
        if is_parquet:
            table = pd.read_parquet(path)
            names = table.columns
        else:
            table, names = _read_text(path, text, separator, encoding)
    except Unreadable:
        raise
    except Exception as error:  # other people's files make the parsers raise errors of many kinds
        raise ValueError(f"the table {path} cannot be read: {error}") from error
    twice = names[names.duplicated()]
    if len(twice):
        raise ValueError(f"the table {path} has two columns {twice[0]!r}; rename one of them")
    if not len(table):
        raise ValueError(f"the table {path} has no rows")
    return table


def _read_text(path, text, separator, encoding):
    """Table in a text file, and the names of its columns."""
    dialect = dialect_of(path, separator, encoding)
    if dialect.note:
        logger.info("%s", dialect.note)
    names = pd.Index(dialect.columns)
    as_written = names if text is None else [name for name in names if name in text]
    try:
        table = pd.read_csv(
            path, sep=dialect.separator, encoding=dialect.encoding, header=None,
            skiprows=dialect.skipped, names=range(len(names)), low_memory=False,
            dtype=dict.fromkeys(np.flatnonzero(names.isin(as_written)), str),
            keep_default_na=False, na_values=[""], skip_blank_lines=len(names) > 1, **CELLS,
        )  # fmt: skip
    except UnicodeError as error:
        raise Unreadable(wrong_encoding(path, dialect.encoding, error)) from error
    except pd.errors.EmptyDataError:
        table = pd.DataFrame(columns=range(len(names)))
    if not isinstance(table.index, pd.RangeIndex):
        raise ValueError("its rows have more cells than its header has names")
    for place in range(len(names)):
        if pd.api.types.is_string_dtype(table[place]) or table[place].dtype == object:
            stripped = table[place].str.strip()
            table[place] = stripped.mask(stripped == "")
    return table.set_axis(names, axis=1), names


def columns_of(table, path, names, missing=()):
    """The named columns of a table as text; raises ValueError that lists what is there."""
    for name in names:
        if name not in table:
            raise ValueError(
                f"{path} has no column {name!r}; it has: {', '.join(map(str, table.columns))}"
            )
    return {name: as_text(table[name], missing, f"{path}, column {name!r}") for name in names}
