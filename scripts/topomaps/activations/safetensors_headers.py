"""Headers of `.safetensors` files: which arrays they hold, and where.

Imports the standard library only, so that the rules can check a configuration.
"""

import json
import os
from math import prod
from typing import NamedTuple

TYPES = {  # as NumPy calls them; bfloat16 is raw bytes of two, as in `.npy` files
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "V2", "I64": "<i8", "I32": "<i4",
    "I16": "<i2", "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?",
}  # fmt: skip
MAX_HEADER = 100_000_000  # bytes, as of the format


class StoredTensor(NamedTuple):
    """Where an array lies in a file.

    Attributes
    ----------
    dtype : str
        As NumPy calls it.
    shape : tuple of int
    offset : int
        Byte of the file where its numbers begin.
    """

    dtype: str
    shape: tuple
    offset: int


def read_header(path):
    """Find the arrays of a `.safetensors` file.

    Returns
    -------
    dict of str -> StoredTensor

    Raises
    ------
    ValueError
        If it is none, or its header does not fit what follows it.
    """
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(MAX_HEADER, size - 8):
            raise ValueError(f"{path} is no .safetensors file, or not a whole one")
        try:
            header = json.loads(file.read(length))
            header.pop("__metadata__", None)
            found = {name: _tensor(each, 8 + length) for name, each in header.items()}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}: its header is damaged ({error}); write it again") from error
    ends = [each.offset + _n_bytes(each) for each in found.values()]
    if max(ends, default=8 + length) != size:
        raise ValueError(f"{path} is cut off, or has more than its header says; write it again")
    return found


def _tensor(entry, start):
    """The array of an entry of the header, if its bytes are as many as its shape says."""
    begin, end = entry["data_offsets"]
    if entry["dtype"] not in TYPES:
        raise ValueError(f"numbers of type {entry['dtype']} are not known; save them as F32")
    tensor = StoredTensor(TYPES[entry["dtype"]], tuple(entry["shape"]), start + begin)
    if begin < 0 or min(tensor.shape, default=0) < 0 or end - begin != _n_bytes(tensor):
        raise ValueError(f"an array of the shape {tensor.shape} has {end - begin} bytes")
    return tensor


def _n_bytes(tensor):
    return prod(tensor.shape) * (1 if tensor.dtype == "?" else int(tensor.dtype[-1]))
