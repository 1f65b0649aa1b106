"""Tables that users bring along: of numbers, of image files, and of the files in class folders."""

from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from topomaps.common.text import as_text
from topomaps.data.image_archives import SUFFIXES, image_names

FILE, LABEL = "file", "label"
SEPARATORS = {".csv": ",", ".tsv": "\t"}
PARQUET = ".parquet"


def read_table(path):
    """Read a table (`.csv`, `.tsv` or `.parquet`).

    Raises
    ------
    ValueError
        If there is no such file, its ending is another, it cannot be read, it has no rows, or a
        column name stands for two columns.
    """
    path = Path(path)
    allowed = [*SEPARATORS, PARQUET]
    if path.suffix not in allowed:
        raise ValueError(f"{path} is no table; allowed endings are {', '.join(allowed)}")
    if not path.is_file():
        raise ValueError(f"the table {path} does not exist")
    try:
        table, names = _read(path)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"the table {path} is not in UTF-8 ({error}); save it in this encoding"
        ) from error
    except Exception as error:  # other people's files make the parsers raise errors of many kinds
        raise ValueError(f"the table {path} cannot be read: {error}") from error
    twice = names[names.duplicated()]
    if len(twice):
        raise ValueError(f"the table {path} has two columns {twice[0]!r}; rename one of them")
    if not len(table):
        raise ValueError(f"the table {path} has no rows")
    return table


def _read(path):
    """Table, and the names of its columns as they are in the file."""
    if path.suffix == PARQUET:
        table = pd.read_parquet(path)
        return table, table.columns
    how = {"sep": SEPARATORS[path.suffix]}
    # pandas renames a second column of a name, hence the header is read once more as a row.
    header = pd.read_csv(path, header=None, nrows=1, dtype=str, keep_default_na=False, **how)
    table = pd.read_csv(path, low_memory=False, **how)
    if not isinstance(table.index, pd.RangeIndex):
        raise ValueError("its rows have more cells than its header has names")
    return table, pd.Index(header.iloc[0])


def class_folders(path):
    """Table of the image files in a folder, or an archive, of class folders: file and label.

    Raises
    ------
    ValueError
        If there is no such folder or archive, or it has no images in its top-level folders.
    """
    path = Path(path)
    if path.is_dir():
        folders = [entry for entry in path.iterdir() if entry.is_dir()]
        files = [(folder.name, file.name) for folder in folders for file in folder.iterdir()]
        names = [each for each in files if each[1].lower().endswith(SUFFIXES)]
    else:
        found = map(PurePosixPath, image_names(path))
        names = [each.parts for each in found if len(each.parts) == 2]
    # macOS packs a hidden twin with every file that it puts into an archive.
    shown = sorted(each for each in names if not each[1].startswith("._"))
    if not shown:
        raise ValueError(
            f"{path} has no folders with images ({', '.join(SUFFIXES)}) in them; its top-level "
            "folders are the classes"
        )
    return pd.DataFrame(
        [(f"{label}/{name}", label) for label, name in shown], columns=[FILE, LABEL]
    )


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
    if not columns:
        raise ValueError(f"{path} has no columns left to be features")
    numbers = table[columns].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(numbers)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(
            f"{path}: column {columns[column]!r} holds {table[columns[column]].iloc[row]!r} in row "
            f"{row + 1}, which is no finite number; fill it, drop the row, or name the column "
            "among the attributes if it is no feature"
        )
    return numbers
