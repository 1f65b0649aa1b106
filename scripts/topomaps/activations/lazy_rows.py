"""Arrays whose rows are computed when they are read, so that memory does not grow with them."""

import numpy as np

BLOCK_VALUES = 2**24  # values in memory at once, 64 MB in single precision


class LazyRows:
    """What a function makes of the rows of an array, computed in blocks of rows when it is read.

    Parameters
    ----------
    values : array-like, shape (n, ...)
        Possibly memory-mapped.
    convert : callable
        Values (m, ...) and their row numbers (m,) -> values (m, *inner).
    inner : tuple of int
        Shape of what becomes of a row.
    dtype : numpy.dtype
        Type of the result.
    """

    def __init__(self, values, convert, inner, dtype):
        self._values, self._convert = values, convert
        self.shape, self.dtype = (len(values), *inner), np.dtype(dtype)
        self.ndim = len(self.shape)

    def __len__(self):
        """Return the number n of rows."""
        return self.shape[0]

    def __getitem__(self, key):
        """Rows by an index, a slice, or an array of indices or of truth values."""
        rows = np.arange(len(self))[key]
        result = np.empty((rows.size, *self.shape[1:]), self.dtype)
        size = max(1, BLOCK_VALUES // max(1, int(np.prod(self._values.shape[1:]))))
        for start in range(0, rows.size, size):
            block = rows.reshape(-1)[start : start + size]
            result[start : start + size] = self._convert(self._values[block], block)
        return result.reshape(*rows.shape, *self.shape[1:])

    def __array__(self, dtype=None, copy=None):
        """Read all rows into an array of NumPy."""
        return self[:].astype(dtype or self.dtype, copy=False)
