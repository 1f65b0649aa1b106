"""Files between stages: written whole or not at all, equal content as equal bytes."""

import errno
import gzip
import os
import shutil
import socket
import zlib
from contextlib import contextmanager
from pathlib import Path
from tokenize import TokenError
from zipfile import BadZipFile

import numpy as np

from topomaps.common.cells import read_cell, written_cell

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
    "group", "predicted", "given_label", "predicted_label", "acts_like", "label",
    "layer", "region", "file", "found_in", "true", "lowest", "highest", "untested",
    "missing_nuisance",
)  # fmt: skip


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

    The gzip header carries neither name nor time, so that equal tables give equal bytes. Texts are
    written as `topomaps.common.cells.written_cell` says, which `load_table` undoes.
    """
    data = (
        _of_cells(table, written_cell).to_csv(sep="\t", index=False, lineterminator="\n").encode()
    )
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
    return _of_cells(table, read_cell)


def _of_cells(table, change):
    """The table with a function of texts applied to its texts and the names of its columns."""
    table = table.set_axis([change(str(name)) for name in table.columns], axis=1)
    for place, kind in enumerate(table.dtypes):
        if kind.kind not in "OUT":
            continue
        column = table.iloc[:, place]
        texts = {text: change(text) for text in column.unique() if isinstance(text, str)}
        if changed := {text: new for text, new in texts.items() if new != text}:
            table.isetitem(place, column.astype(object).map(lambda each: changed.get(each, each)))
    return table


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


@contextmanager
def replacing_folder(path):
    """Give a temporary folder beside `path` that takes its place when the block ends well."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        yield temporary
        shutil.rmtree(path, ignore_errors=True)
        os.replace(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
