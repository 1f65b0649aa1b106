"""Arrays of files of several formats, opened but not loaded."""

import logging
import zipfile
import zlib
from pathlib import Path

import numpy as np

from topomaps.activations.array_names import FILE_NAMES, HDF5, array_names
from topomaps.activations.hdf5_rows import open_hdf5
from topomaps.activations.safetensors_headers import read_header
from topomaps.common.mapped_arrays import map_array, map_file

logger = logging.getLogger(__name__)

UNREADABLE = (ValueError, EOFError, OSError, OverflowError, zipfile.BadZipFile, zlib.error)


def open_array(path, name):
    """Open an array of a file without loading it.

    Parameters
    ----------
    path : path-like
        As of `topomaps.activations.array_names.array_names`, or a folder of `.npy` files.
    name : str

    Returns
    -------
    array-like
        Mapped into memory, or read by rows from an HDF5 file; loaded only from a compressed
        `.npz`, with a warning.

    Raises
    ------
    ValueError
        If there is no array of this name, it is damaged, or it holds Python objects, which would
        need pickle.
    """
    path = Path(path)
    known = array_names(path)
    if known is None or (path.suffix.lower() in HDF5 and name in known):
        return open_hdf5(path, name)
    if name not in known:
        raise ValueError(f"{path} has no array {name!r}; it has: {', '.join(known) or 'none'}")
    if path.is_dir():
        return open_file(path / f"{name}.npy")
    suffix = path.suffix.lower()
    if suffix == ".npy":
        return open_file(path)
    try:
        return map_tensor(path, name) if suffix == ".safetensors" else map_array(path, name)
    except UNREADABLE as error:
        raise ValueError(
            f"{path}: the array {name!r} cannot be used ({error}); {_advice(error)}"
        ) from error


def open_file(path):
    """Open the array of a file of one array: `.npy`, or one that thingsvision writes.

    Raises
    ------
    ValueError
        If it is damaged or holds Python objects.
    """
    path = Path(path)
    try:
        if path.suffix in HDF5:
            return open_hdf5(path)
        return LOADERS.get(path.suffix, map_file)(path)
    except UNREADABLE as error:
        if isinstance(error, OSError) and not path.is_file():
            raise
        raise ValueError(f"{path} cannot be used ({error}); {_advice(error)}") from error


def map_tensor(path, name):
    """Open an array of a `.safetensors` file; bfloat16 comes as raw bytes of two."""
    found = read_header(path)[name]
    if 0 in found.shape:
        return np.empty(found.shape, found.dtype)
    return np.memmap(path, found.dtype, "r", offset=found.offset, shape=found.shape)


def _load_text(path):
    """Features (n, N) of a text file, a row per input."""
    logger.warning("%s is loaded whole; numpy.save writes it mappable", path)
    return np.loadtxt(path, dtype=np.float32, ndmin=2)


def _load_mat(path):
    """Features of a MATLAB file: one array, or one for each file of the list beside it."""
    from scipy.io import loadmat

    logger.warning("%s is loaded whole; numpy.save writes it mappable", path)
    try:
        arrays = {name: each for name, each in loadmat(path).items() if name[:2] != "__"}
    except NotImplementedError as error:
        raise ValueError("it is of MATLAB 7.3; save it as .npy or .hdf5") from error
    if path.stem in arrays or "features" in arrays:
        return arrays.get(path.stem, arrays.get("features"))
    names = (path.parent / FILE_NAMES).read_text(encoding="utf-8").split("\n")
    stems = [_without_suffix(name.strip()) for name in names if name.strip()]
    if missing := [name for name in stems if name not in arrays]:
        raise ValueError(f"it has no features of {missing[0]}, which {FILE_NAMES} names")
    return np.stack([arrays[name].reshape(arrays[name].shape[-1:]) for name in stems])


def _without_suffix(name):
    return name.rpartition(".")[0] or name


LOADERS = {".txt": _load_text, ".mat": _load_mat}


def _advice(error):
    """What to do about an array that cannot be read."""
    if "allow_pickle" in str(error) or "Python objects" in str(error):
        return "save it as numbers or text (array.astype(str)), not as Python objects"
    return "it is damaged: write it again, or delete it and run again if a run made it"
