"""Features of tables of numbers: which columns they are, and their values."""

import re

import numpy as np
import pandas as pd

from topomaps.data.text_tables import UNNAMED

# As libraries call the numbers of rows.
INDEX_NAMES = (
    "", "id", "idx", "index", "row", "row_id", "rowid", "row_number", "rownames", "level_0",
    "__index_level_0__",
)  # fmt: skip
FEWEST_ROWS = 4  # of which numbers in a column that only counts them are no accident
COMMA_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
COMMA_DECIMAL = re.compile(r"[+-]?[0-9]+(,[0-9]+)?([eE][+-]?[0-9]+)?")


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
    if str(name).strip().lower() in INDEX_NAMES:
        return len(np.unique(numbers)) == len(numbers)
    return bool((np.diff(numbers) == 1).all() and numbers[0] in (0, 1))


def feature_columns(table, path, left_out, named=None):
    """Columns of a table that are features, and why others are none.

    Parameters
    ----------
    table : pandas.DataFrame
    path : path-like
        Of the table, for errors.
    left_out : sequence of str
        Labels and attributes.
    named : sequence of str, optional
        The features as the configuration names them; then they are all kept.

    Returns
    -------
    features : list of str
    no_features : dict of str -> str
        Reasons why columns are none that seem to be: they have no name, or number the rows.

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
        return list(named), {}
    rest = [name for name in table if name not in left_out]
    no_features = {name: "only numbers the rows" for name in rest if is_index(name, table[name])}
    no_features |= {name: "has no name" for name in rest if str(name).startswith(UNNAMED)}
    features = [name for name in rest if name not in no_features]
    if not features:
        found = "".join(f"; {name!r} {why}" for name, why in no_features.items())
        raise ValueError(
            f"{path} has no columns left to be features{found}; name some by the key features"
        )
    return features, no_features


def read_numbers(table, path, columns, missing=()):
    """Features of a table of numbers.

    Parameters
    ----------
    table : pandas.DataFrame
    path : path-like
        Of the table, for errors.
    columns : sequence of str
    missing : sequence of str
        What stands for a missing value, perhaps a number.

    Returns
    -------
    ndarray of float64, shape (n, F)

    Raises
    ------
    ValueError
        If a column holds no numbers or has gaps, naming column and first row; or if it cannot be
        told whether commas are decimal ones.
    """
    for name in columns:
        if not _may_be_numbers(table[name]):
            raise ValueError(
                f"{path}: column {name!r} holds times or lists, which are no numbers; name it "
                "among the attributes, or write the numbers that you mean"
            )
    _check_commas(table[list(columns)], path)
    numbers = np.column_stack([_as_numbers(table[name]) for name in columns])
    absent = pd.to_numeric(pd.Series(list(missing), dtype=object), errors="coerce").dropna()
    bad = ~np.isfinite(numbers) | np.isin(numbers, absent.to_numpy(dtype=float))
    if bad.any():
        row, column = np.argwhere(bad)[0]
        value = table[columns[column]].iloc[row]
        found = "nothing" if pd.isna(value) else repr(str(value))
        raise ValueError(
            f"{path}: column {columns[column]!r} holds {found} in row {row + 1}, "
            f"which is no finite number; fill it, drop the row, or name the "
            "column among the attributes if it is no feature"
        )
    return numbers


def _may_be_numbers(values):
    """Whether a column holds neither times, which count in units of their own, nor lists."""
    if pd.api.types.is_datetime64_any_dtype(values) or pd.api.types.is_timedelta64_dtype(values):
        return False
    return not any(np.ndim(value) for value in values) if values.dtype == object else True


def _as_numbers(values):
    """Numbers of a column, also where all are written with a decimal comma; NaN for other text."""
    if not pd.api.types.is_numeric_dtype(values):
        written = values.dropna().astype(str)
        if written.str.fullmatch(COMMA_DECIMAL).all():
            values = values.astype(str).str.replace(",", ".", regex=False)
    return pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)


def _check_commas(table, path):
    """Raise ValueError where each comma could be one of thousands as well, as in "1,500"."""
    texts = [table[name].dropna().astype(str) for name in table.select_dtypes(exclude="number")]
    commas = [text[text.str.fullmatch(COMMA_DECIMAL) & text.str.contains(",")] for text in texts]
    found = pd.concat(commas) if commas else pd.Series(dtype=str)
    if len(found) and found.str.fullmatch(COMMA_THOUSANDS).all():
        raise ValueError(
            f"{path}: {found.iloc[0]!r} may have a decimal comma or one of thousands, and no "
            "number of the table tells which; write decimal points, or no separator of thousands"
        )
