"""Arrays in `.npz` and `.npy` files, mapped into memory instead of loaded."""

import logging
import mmap
import os
import zipfile
from math import prod

import numpy as np

logger = logging.getLogger(__name__)

CHECKED_BYTES = 2**22  # that are read at a time
LOCAL_HEADER = 30  # bytes of a zip entry's header before its name
HEADER_READERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def map_array(path, name):
    """Open an array of a `.npz` file without loading it.

    Parameters
    ----------
    path : path-like
    name : str
        An array that the file has.

    Returns
    -------
    ndarray
        Mapped into memory; loaded only where the file is compressed, with a warning.

    Raises
    ------
    ValueError
        If the array holds Python objects, which would need pickle, its header is not known, or it
        has not as many bytes as its header says. Whether they are the right ones is told by
        `check_archive`.
    """
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(f"{name}.npy" if f"{name}.npy" in archive.namelist() else name)
    if entry.compress_type != zipfile.ZIP_STORED:
        logger.warning("%s is compressed and loaded whole; numpy.savez writes it mappable", path)
        with np.load(path, allow_pickle=False) as arrays:
            return arrays[name]
    with open(path, "rb") as file:
        file.seek(entry.header_offset)
        header = file.read(LOCAL_HEADER)
        # The lengths of the entry's name and extra field end its fixed header.
        n_name, n_extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        start = entry.header_offset + LOCAL_HEADER + n_name + n_extra
    return _mapped(path, start, entry.file_size)


def map_file(path):
    """Open the array of a `.npy` file without loading it.

    Raises
    ------
    ValueError
        As of `map_array`.
    """
    return _mapped(path, 0, os.path.getsize(path))


def _mapped(path, start, size):
    """The array whose header and numbers are `size` bytes of a file from `start` on."""
    with open(path, "rb") as file:
        file.seek(start)
        shape, fortran, dtype = _array_header(file)
        offset = file.tell()
    if (found := size - (offset - start)) != (expected := prod(shape) * dtype.itemsize):
        raise ValueError(f"it has {found} bytes of numbers, but its header says {expected}")
    if 0 in shape:  # nothing can be mapped
        return np.empty(shape, dtype)
    return np.memmap(path, dtype, "r", offset=offset, shape=shape, order="F" if fortran else "C")


def check_archive(path, wanted):
    """Compare arrays of a `.npz` file that can be mapped with the check sums in it.

    Reads each of these arrays once; those that are compressed are checked when they are loaded.

    Parameters
    ----------
    path : path-like
    wanted : callable
        Of the name of an array, whether it is to be checked.

    Raises
    ------
    ValueError
        If an array is not what was written; names it.
    """
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            name = entry.filename.removesuffix(".npy")
            if entry.compress_type != zipfile.ZIP_STORED or not wanted(name):
                continue
            try:
                with archive.open(entry) as file:
                    while file.read(CHECKED_BYTES):
                        pass
            except (zipfile.BadZipFile, EOFError) as error:
                raise ValueError(
                    f"{path}: the array {name!r} is damaged ({error}); write the file again"
                ) from error


def forget_pages(values):
    """Let what was read of a mapped file leave the memory of the process; the file stays cached.

    Without this, a process that reads a file once to its end seems to hold all of it.

    Parameters
    ----------
    values : array-like
        Mapped, or made of a mapped array and with a method of this name; others stay as they are.
    """
    if isinstance(values, np.memmap):
        mapped, advice = values._mmap, getattr(mmap, "MADV_DONTNEED", None)
        if values.mode == "r" and advice is not None:  # nothing of it was changed in memory
            mapped.madvise(advice)
    elif hasattr(values, "forget_pages"):
        values.forget_pages()


def _array_header(file):
    """Shape, order and type of the array that begins here."""
    version = np.lib.format.read_magic(file)
    if version not in HEADER_READERS:
        raise ValueError(f"its format version is {version}, known are 1.0 and 2.0")
    header = HEADER_READERS[version](file)
    if header[2].hasobject:
        raise ValueError("it holds Python objects")
    if min(header[0], default=0) < 0:
        raise ValueError(f"its header gives the shape {header[0]}")
    return header
