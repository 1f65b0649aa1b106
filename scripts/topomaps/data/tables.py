"""Tables that users bring along: of numbers, of image files, and of the files in a folder."""

from pathlib import Path

import numpy as np
import pandas as pd

from topomaps.activations.inputs import as_text
from topomaps.data.image_decoding import SUFFIXES

FILE, LABEL = "file", "label"


def read_table(path):
    """Read a table (`.csv`, `.tsv` or `.parquet`).

    Raises
    ------
    ValueError
        If there is no such file, its ending is another, or it cannot be read.
    """
    path = Path(path)
    readers = {
        ".csv": pd.read_csv,
        ".tsv": lambda file: pd.read_csv(file, sep="\t"),
        ".parquet": pd.read_parquet,
    }
    if path.suffix not in readers:
        raise ValueError(f"{path} is no table; allowed endings are {', '.join(readers)}")
    if not path.is_file():
        raise ValueError(f"the table {path} does not exist")
    try:
        return readers[path.suffix](path)
    except Exception as error:  # other people's files make the parsers raise errors of many kinds
        raise ValueError(f"the table {path} cannot be read: {error}") from error


def listed_folder(path):
    """Table of the image files in a folder of class folders: columns file and label."""
    path = Path(path)
    if not path.is_dir():
        raise ValueError(f"the folder {path} does not exist")
    files = [
        (f"{folder.name}/{file.name}", folder.name)
        for folder in sorted(path.iterdir())
        if folder.is_dir()
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in SUFFIXES
    ]
    if not files:
        raise ValueError(f"{path} has no folders with images ({', '.join(SUFFIXES)}) in them")
    return pd.DataFrame(files, columns=[FILE, LABEL])


def columns_of(table, path, names):
    """The named columns of a table as text; raises ValueError that lists what is there."""
    for name in names:
        if name not in table:
            raise ValueError(
                f"{path} has no column {name!r}; it has: {', '.join(map(str, table.columns))}"
            )
    return {name: as_text(table[name]) for name in names}


def read_numbers(table, path, left_out):
    """Features of a table of numbers: all columns but those left out.

    Returns
    -------
    ndarray of float64, shape (n, F)

    Raises
    ------
    ValueError
        If a column holds no numbers or has gaps; names column and first row.
    """
    columns = [name for name in table if name not in left_out]
    numbers = table[columns].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(numbers)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(
            f"{path}: column {columns[column]!r} holds {table[columns[column]].iloc[row]!r} in row "
            f"{row + 1}, which is no finite number; fill it, drop the row, or name the column "
            "among the attributes if it is no feature"
        )
    if not columns:
        raise ValueError(f"{path} has no columns left to be features")
    return numbers
