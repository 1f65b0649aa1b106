"""Arrays of files of several formats, opened but not loaded."""

import logging
import zipfile
import zlib
from pathlib import Path

import numpy as np

from topomaps.activations.array_names import FILE_NAMES, HDF5, array_names
from topomaps.activations.hdf5_rows import open_hdf5
from topomaps.activations.number_types import with_bfloat16
from topomaps.activations.safetensors_headers import read_header
from topomaps.activations.sparse_names import FORMAT, ONLY, sparse_arrays
from topomaps.activations.sparse_rows import SparseRows
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
    if path.suffix.lower() == ".npy":
        return open_file(path)
    try:
        parts = sparse_arrays(_all_names(path)).get(name)
        return _mapped(path, name) if parts is None else _open_sparse(path, parts)
    except UNREADABLE as error:
        raise ValueError(
            f"{path}: the array {name!r} cannot be used ({error}); {_advice(error)}"
        ) from error


def _all_names(path):
    """Names of all arrays of a file, those that belong to sparse ones, too."""
    if path.suffix.lower() == ".safetensors":
        return list(read_header(path))
    with zipfile.ZipFile(path) as archive:
        return [each.removesuffix(".npy") for each in archive.namelist()]


def _mapped(path, name):
    """An array of a file, mapped into memory."""
    is_tensors = path.suffix.lower() == ".safetensors"
    return map_tensor(path, name) if is_tensors else map_array(path, name)


def _open_sparse(path, parts):
    """A sparse array of a file; only its numbers that are not zero are in memory, or mapped."""
    arrays = {key: with_bfloat16(_mapped(path, name)) for key, name in parts.items()}
    form = arrays.pop(FORMAT, np.array("csr")).item()
    if form not in ("csr", b"csr"):
        name = form.decode() if isinstance(form, bytes) else form
        raise ValueError(f"it is a sparse array of the form {name}; save array.tocsr()")
    return SparseRows(**arrays)


def open_file(path):
    """Open the array of a file of one array: `.npy`, a sparse `.npz`, or one of thingsvision's.

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


LOADERS = {".txt": _load_text, ".mat": _load_mat, ".npz": lambda path: open_array(path, ONLY)}


def _advice(error):
    """What to do about an array that cannot be read."""
    if "allow_pickle" in str(error) or "Python objects" in str(error):
        return "save it as numbers or text (array.astype(str)), not as Python objects"
    return "it is damaged: write it again, or delete it and run again if a run made it"
