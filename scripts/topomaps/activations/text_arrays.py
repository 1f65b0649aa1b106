"""Texts in arrays of a `.npz` file, found without NumPy.

Imports the standard library only, so that the rules can ask for names of classes.
"""

import ast
import zipfile
from functools import cache

MAX_BYTES = 50_000_000  # of an array that is read while a run is planned
CODECS = {"<U": "utf-32-le", ">U": "utf-32-be", "|S": "latin-1"}


@cache
def distinct_texts(path, name):
    """Distinct texts of an array of a `.npz` file, sorted.

    Parameters
    ----------
    path : path-like
    name : str
        Of the array.

    Returns
    -------
    list of str, or None
        None where there is no such array, it is no text, too large, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(f"{name}.npy")
            if entry.file_size > MAX_BYTES:
                return None
            return _texts(archive.read(entry))
    except (OSError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile):
        return None


def _texts(content):
    """Distinct texts in the bytes of a `.npy` file."""
    width = 2 if content[6] == 1 else 4  # bytes of the length of the header, by its version
    start = 8 + width
    end = start + int.from_bytes(content[8:start], "little")
    kind = ast.literal_eval(content[start:end].decode("latin-1"))["descr"]
    if not isinstance(kind, str) or kind[:2] not in CODECS:
        return None
    size = int(kind[2:]) * (1 if kind[:2] == "|S" else 4)
    values = {content[at : at + size] for at in range(end, len(content), size or len(content))}
    return sorted({each.decode(CODECS[kind[:2]]).rstrip("\0") for each in values} - {""})
