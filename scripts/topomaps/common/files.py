"""Files between stages: written whole or not at all, equal content as equal bytes."""

import errno
import gzip
import os
import socket
import zlib
from contextlib import contextmanager
from pathlib import Path
from tokenize import TokenError
from zipfile import BadZipFile

import numpy as np

# What NumPy, pandas and the standard library raise when a file is cut off or altered.
DAMAGE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OverflowError,
    TokenError,
    ValueError,
    gzip.BadGzipFile,
    zlib.error,
)


# Columns of names, which may look like numbers.
NAMES = (
    "group", "first", "second", "predicted", "given_label", "predicted_label", "acts_like", "label",
    "layer", "region", "file", "found_in", "true",
)  # fmt: skip
# Texts that a spreadsheet takes for a formula: not plain numbers; and those with the mark in front.
_NUMBER = r"[+-](?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
FORMULA = rf"(?!{_NUMBER})'*[=+\-@\t\r]"
MARKED = r"(?s)'+[=+\-@\t\r]"


@contextmanager
def replacing(path):
    """Give a temporary path beside `path` that takes its place when the block ends well."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}.part")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def save_arrays(path, **arrays):
    """Write named arrays as `.npz`; object arrays are refused, since they would need pickle."""
    arrays = {name: np.asanyarray(values) for name, values in arrays.items()}
    for name, values in arrays.items():
        if values.dtype.hasobject:  # NumPy before 2.2 would write an array named `allow_pickle`
            raise ValueError(f"{name} holds objects, which need allow_pickle to be written")
    with replacing(path) as temporary, open(temporary, "wb") as file:
        np.savez(file, **arrays)


def load_arrays(path):
    """Read all arrays of a `.npz` file as a dictionary, never by pickle.

    Raises
    ------
    ValueError
        If the file is damaged.
    """
    with _damage_named(path), np.load(path, allow_pickle=False) as archive:
        return dict(archive)


def save_table(path, table):
    """Write a table as tab-separated values, compressed where the name ends in `.gz`.

    The gzip header carries neither name nor time, so that equal tables give equal bytes. A text
    that a spreadsheet would take for a formula gets an apostrophe in front, which `load_table`
    takes away again.
    """
    data = _without_formulas(table).to_csv(sep="\t", index=False, lineterminator="\n").encode()
    if str(path).endswith(".gz"):
        data = gzip.compress(data, compresslevel=6, mtime=0)
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def load_table(path, **options):
    """Read a table written by `save_table`; empty cells become NaN, all other text is text.

    Columns of names (`NAMES`) are read as text, also where all of them are numbers.

    Raises
    ------
    ValueError
        If the file is damaged.
    """
    import pandas as pd  # here, for most jobs read no table, and it takes half a second

    with _damage_named(path):
        # Exactly what was written, as pandas 3.1 does by itself.
        options = {"keep_default_na": False, "na_values": [""], **options}
        given = options.pop("dtype", {})
        kinds = given if given is str else dict.fromkeys(NAMES, str) | given
        table = pd.read_csv(path, sep="\t", float_precision="round_trip", dtype=kinds, **options)
    for name in _columns_of_text(table):
        is_marked = table[name].str.match(MARKED, na=False)
        if is_marked.any():
            table[name] = table[name].mask(is_marked, table[name].str[1:])
    return table


def _without_formulas(table):
    """The table with an apostrophe before each text that would be a formula, or has one already."""
    marked = {}
    for name in _columns_of_text(table):
        is_formula = table[name].str.match(FORMULA, na=False)
        if is_formula.any():
            marked[name] = table[name].mask(is_formula, "'" + table[name].astype(str))
    return table.assign(**marked) if marked else table


def _columns_of_text(table):
    """Names of the columns that hold text."""
    kinds = ("O", "U", "T")
    return [
        name
        for name, kind in table.dtypes.items()
        if kind.kind in kinds and table[name].map(type).isin([str, float, type(None)]).all()
    ]


@contextmanager
def _damage_named(path):
    """Turn what reading a damaged file raises into a sentence with its name."""
    try:
        yield
    except (*DAMAGE, OSError) as error:
        # A wrong offset in a file is an invalid argument; other errors of the system are no damage.
        if not isinstance(error, DAMAGE) and error.errno != errno.EINVAL:
            raise
        cause = str(error) or type(error).__name__
        raise ValueError(f"{path} is damaged ({cause}); delete it and run again") from error
