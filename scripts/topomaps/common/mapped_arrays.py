"""Arrays in `.npz` files, mapped into memory instead of loaded."""

import logging
import mmap
import zipfile

import numpy as np

logger = logging.getLogger(__name__)

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
        If the array holds Python objects, which would need pickle, or its header is not known.
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
        file.seek(entry.header_offset + LOCAL_HEADER + n_name + n_extra)
        shape, fortran, dtype = _array_header(file)
        offset = file.tell()
    if 0 in shape:  # nothing can be mapped
        return np.empty(shape, dtype)
    return np.memmap(path, dtype, "r", offset=offset, shape=shape, order="F" if fortran else "C")


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
    return header
