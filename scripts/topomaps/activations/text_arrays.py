"""Texts and shapes of arrays in `.npy` and `.npz` files, found without NumPy.

Imports the standard library only, so that the rules can ask for names of classes.
"""

import ast
import zipfile
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

MAX_BYTES = 50_000_000  # of an array that is read while a run is planned
CODECS = {"<U": "utf-32-le", ">U": "utf-32-be", "|S": "utf-8"}
UNREADABLE = (OSError, KeyError, ValueError, SyntaxError, IndexError, TypeError, RuntimeError)
UNREADABLE += (zipfile.BadZipFile,)


def distinct_texts(path, name):
    """Distinct texts of an array of a `.npz` file, sorted; None as of `text_counts`."""
    counts = text_counts(path, name)
    return None if counts is None else sorted(counts)


@cache
def text_counts(path, name):
    """How often each text stands in an array of a `.npz` file, empty ones left out.

    Parameters
    ----------
    path : path-like
    name : str
        Of the array.

    Returns
    -------
    collections.Counter of str, or None
        None where there is no such array, it is no text, too large, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(f"{name}.npy")
            if entry.file_size > MAX_BYTES:
                return None
            return _texts(archive.read(entry))
    except UNREADABLE:
        return None


def array_shape(path, name):
    """Shape of an array of a `.npz` file, or of a `.npy` file itself; None where it is not known.

    Parameters
    ----------
    path : path-like
    name : str
        Of the array in the `.npz` file.
    """
    try:
        if Path(path).suffix.lower() == ".npy":
            with open(path, "rb") as file:
                return _header(file)["shape"]
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            return _header(file)["shape"]
    except UNREADABLE:
        return None


def _header(file):
    """What the beginning of a `.npy` file says of its array: its type and shape."""
    version = file.read(8)[6]
    length = int.from_bytes(file.read(2 if version == 1 else 4), "little")
    return ast.literal_eval(file.read(length).decode("latin-1"))


def _texts(content):
    """How often each text stands in the bytes of a `.npy` file."""
    file = BytesIO(content)
    kind, start = _header(file)["descr"], file.tell()
    if not isinstance(kind, str) or kind[:2] not in CODECS:
        return None
    size = int(kind[2:]) * (1 if kind[:2] == "|S" else 4)
    values = Counter(content[at : at + size] for at in range(start, len(content), size or 1))
    texts = Counter()
    for each, count in values.items():
        texts[each.decode(CODECS[kind[:2]]).rstrip("\0")] += count
    del texts[""]
    return texts
