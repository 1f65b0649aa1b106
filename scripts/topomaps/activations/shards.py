"""Several files of activations, one after another, as a single array that is never loaded."""

import numpy as np

from topomaps.activations.lazy_rows import as_slice, row_numbers


class Shards:
    """Arrays (m, ...) of several files, joined along their first axis.

    A file is open only while it is read, so that there may be any number of them.

    Parameters
    ----------
    files : sequence of pathlib.Path
    opened : callable
        Of a file and the number of its first row among all, gives its array, memory-mapped or
        computed on reading.

    Raises
    ------
    ValueError
        If the arrays differ in type or in shape beyond the first axis; names the file.
    """

    def __init__(self, files, opened):
        self._files, self._opened = list(files), opened
        arrays, start = [], 0
        for file in self._files:
            array = opened(file, start)
            arrays.append((array.shape, array.dtype))
            start += len(array)
        (_, *inner), self.dtype = arrays[0]
        for file, (shape, dtype) in zip(self._files, arrays, strict=True):
            if list(shape[1:]) != inner or dtype != self.dtype:
                raise ValueError(
                    f"{file} has the shape {shape} and the type {dtype}, but {self._files[0].name} "
                    f"{arrays[0][0]} and {self.dtype}; all but the number of inputs must agree"
                )
        self._starts = np.cumsum([0, *(shape[0] for shape, _ in arrays)])
        self.shape = (int(self._starts[-1]), *inner)
        self.ndim = len(self.shape)

    def __len__(self):
        """Return the number n of rows."""
        return self.shape[0]

    def __getitem__(self, key):
        """Rows by an index, a slice, or an array of indices or of truth values."""
        rows = row_numbers(key, len(self))
        file_of = np.searchsorted(self._starts, rows.reshape(-1), side="right") - 1
        if rows.ndim == 1 and rows.size and (file_of == file_of[0]).all():
            values = self._open(file_of[0])
            return np.asarray(values[as_slice(rows - self._starts[file_of[0]])])
        result = np.empty((rows.size, *self.shape[1:]), self.dtype)
        for file in np.unique(file_of):
            places = np.flatnonzero(file_of == file)
            values = self._open(file)
            result[as_slice(places)] = values[
                as_slice(rows.reshape(-1)[places] - self._starts[file])
            ]
        return result.reshape(*rows.shape, *self.shape[1:])

    def _open(self, number):
        return self._opened(self._files[number], int(self._starts[number]))

    def __array__(self, dtype=None, copy=None):
        """Read all rows into an array of NumPy."""
        return self[:].astype(dtype or self.dtype, copy=False)
