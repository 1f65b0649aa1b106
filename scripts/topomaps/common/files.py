"""Files between stages: written whole or not at all, equal content as equal bytes."""

import gzip
import os
import socket
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd


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
    with replacing(path) as temporary, open(temporary, "wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def load_arrays(path):
    """Read all arrays of a `.npz` file as a dictionary, never by pickle."""
    with np.load(path, allow_pickle=False) as archive:
        return dict(archive)


def save_table(path, table):
    """Write a table as tab-separated values, compressed where the name ends in `.gz`.

    The gzip header carries neither name nor time, so that equal tables give equal bytes.
    """
    data = table.to_csv(sep="\t", index=False, lineterminator="\n").encode()
    if str(path).endswith(".gz"):
        data = gzip.compress(data, compresslevel=6, mtime=0)
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def load_table(path, **options):
    """Read a table written by `save_table`; empty cells become NaN."""
    return pd.read_csv(path, sep="\t", **options)
