"""Tables that users bring along: of numbers, and of image files."""

import logging
import re
from pathlib import Path

import numpy as np
import pandas as pd

from topomaps.common.text import as_text
from topomaps.data.text_tables import (
    ENDINGS,
    Unreadable,
    dialect_of,
    table_ending,
    wrong_encoding,
)

logger = logging.getLogger(__name__)

LABEL = "label"
PARQUET = ".parquet"
INDEX_NAMES = ("", "id", "index", "row")  # as libraries call the numbers of rows
FEWEST_ROWS = 4  # of which numbers in a column that only counts them are no accident
COMMA_DECIMAL = re.compile(r"[+-]?[0-9]+(,[0-9]+)?([eE][+-]?[0-9]+)?")


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
            keep_default_na=False, na_values=[""], skip_blank_lines=len(names) > 1,
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


def is_index(name, values):
    """Whether a column only numbers the rows: it counts them, or is called so and repeats none.

    Parameters
    ----------
    name : str
    values : pandas.Series
    """
    if len(values) < FEWEST_ROWS or values.isna().any():
        return False
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    if not np.isfinite(numbers).all() or (numbers % 1).any():
        return False
    called = str(name).strip().lower()
    if called in INDEX_NAMES or called.startswith("unnamed:"):
        return len(np.unique(numbers)) == len(numbers)
    return bool((np.diff(numbers) == 1).all() and numbers[0] in (0, 1))


def feature_columns(table, path, left_out, named=None):
    """Columns of a table that are features, and those left out since they number the rows.

    Parameters
    ----------
    table : pandas.DataFrame
    path : path-like
        Of the table, for errors.
    left_out : sequence of str
        Labels and attributes.
    named : sequence of str, optional
        The features as the configuration names them; then they are all kept.

    Raises
    ------
    ValueError
        If a named column is missing, or none is left.
    """
    if named is not None:
        for name in named:
            if name not in table:
                found = ", ".join(map(str, table.columns))
                raise ValueError(f"{path} has no column {name!r}; it has: {found}")
        return list(named), []
    rest = [name for name in table if name not in left_out]
    numbering = [name for name in rest if is_index(name, table[name])]
    features = [name for name in rest if name not in numbering]
    if not features:
        raise ValueError(f"{path} has no columns left to be features")
    return features, numbering


def read_numbers(table, path, columns):
    """Features of a table of numbers.

    Returns
    -------
    ndarray of float64, shape (n, F)

    Raises
    ------
    ValueError
        If a column holds no numbers or has gaps; names column and first row.
    """
    numbers = np.column_stack([_as_numbers(table[name]) for name in columns])
    bad = ~np.isfinite(numbers)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(
            f"{path}: column {columns[column]!r} holds {table[columns[column]].iloc[row]!r} in row "
            f"{row + 1}, which is no finite number; fill it, drop the row, or name the column "
            "among the attributes if it is no feature"
        )
    return numbers


def _as_numbers(values):
    """Numbers of a column, also where all are written with a decimal comma; NaN for other text."""
    if not pd.api.types.is_numeric_dtype(values):
        written = values.dropna().astype(str)
        if written.str.fullmatch(COMMA_DECIMAL).all():
            values = values.astype(str).str.replace(",", ".", regex=False)
    return pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
