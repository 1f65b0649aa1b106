"""Arrays of HDF5 files, read by rows when they are asked for."""

from pathlib import Path

import numpy as np

from topomaps.activations.array_names import hdf5_names
from topomaps.activations.lazy_rows import as_slice, row_numbers

SPARSE = 4  # rows that are read for each one wanted, at most, rather than picking them


def open_hdf5(path, name=None):
    """Open an array of an HDF5 file, the only one if none is named.

    Returns
    -------
    Hdf5Rows, or ndarray for texts

    Raises
    ------
    ValueError
        If h5py is not installed, or there is no such array.
    """
    try:
        import h5py
    except ImportError as error:
        raise ValueError(
            f"{path} needs the package h5py: pip install h5py, or save it as .npz"
        ) from error
    names = hdf5_names(path)
    if name is None and len(names) == 1:
        name = names[0]
    if name not in names:
        raise ValueError(f"{path} has no array {name!r}; it has: {', '.join(names) or 'none'}")
    with h5py.File(path, "r") as file:
        data = file[name]
        if h5py.check_string_dtype(data.dtype):
            return np.asarray(data.asstr()[()], dtype=str)
        if data.dtype.hasobject or data.shape is None:
            raise ValueError(f"{path}: the array {name!r} holds {data.dtype}, not numbers or text")
        return Hdf5Rows(path, name, data.shape, data.dtype)


class Hdf5Rows:
    """An array (n, ...) of an HDF5 file, which is open only while rows are read.

    Parameters
    ----------
    path : path-like
    name : str
    shape : tuple of int
    dtype : numpy.dtype
    """

    def __init__(self, path, name, shape, dtype):
        self._path, self._name = Path(path), name
        self.shape, self.dtype, self.ndim = tuple(shape), np.dtype(dtype), len(shape)

    def __len__(self):
        """Return the number n of rows."""
        return self.shape[0]

    def __getitem__(self, key):
        """Rows by an index, a slice, or an array of indices or of truth values."""
        import h5py

        rows = row_numbers(key, len(self))
        places = as_slice(rows) if rows.ndim == 1 else rows
        try:
            with h5py.File(self._path, "r") as file:
                data = file[self._name]
                return data[places] if isinstance(places, slice) else _picked(data, rows)
        except OSError as error:
            raise ValueError(f"{self._path}: {self._name!r} is damaged ({error})") from error

    def __array__(self, dtype=None, copy=None):
        """Read all rows into an array of NumPy."""
        return self[:].astype(dtype or self.dtype, copy=False)


def _picked(data, rows):
    """Rows of a data set, in any order and with repeats; it wants each once, in its own order."""
    if not rows.size:
        return np.empty((*rows.shape, *data.shape[1:]), data.dtype)
    wanted, places = np.unique(rows, return_inverse=True)
    first, last = wanted[0], wanted[-1] + 1
    if last - first <= SPARSE * len(wanted):
        return data[first:last][rows - first]
    return data[wanted][places.reshape(rows.shape)]
