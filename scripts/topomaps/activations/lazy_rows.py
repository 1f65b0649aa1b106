"""Arrays whose rows are computed when they are read, so that memory does not grow with them."""

import numpy as np

from topomaps.common.mapped_arrays import forget_pages

BLOCK_VALUES = 2**24  # values in memory at once, 64 MB in single precision


def row_numbers(key, n_rows):
    """Numbers of the rows that an index, a slice, or an array of indices or truth values means.

    Raises
    ------
    IndexError
        If there is no such row.
    """
    if isinstance(key, slice):
        return np.arange(*key.indices(n_rows))
    are_numbers = isinstance(key, np.ndarray) and key.dtype.kind in "iu" and key.size
    if are_numbers and key.min() >= 0 and key.max() < n_rows:
        return key
    return np.arange(n_rows)[key]


def as_slice(rows):
    """A slice for numbers (m,) of rows that follow one another, so that nothing is copied."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (np.diff(rows) == 1).all():
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


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
        rows = row_numbers(key, len(self))
        size = max(1, BLOCK_VALUES // max(1, int(np.prod(self._values.shape[1:]))))
        if rows.ndim == 1 and 0 < rows.size <= size:
            converted = self._convert(self._values[as_slice(rows)], rows)
            return np.asarray(converted).astype(self.dtype, copy=False)
        result = np.empty((rows.size, *self.shape[1:]), self.dtype)
        for start in range(0, rows.size, size):
            block = rows.reshape(-1)[start : start + size]
            result[start : start + size] = self._convert(self._values[as_slice(block)], block)
        return result.reshape(*rows.shape, *self.shape[1:])

    def forget_pages(self):
        """Let what was read of a mapped file leave the memory of the process."""
        forget_pages(self._values)

    def __array__(self, dtype=None, copy=None):
        """Read all rows into an array of NumPy."""
        return self[:].astype(dtype or self.dtype, copy=False)


def chosen_rows(values, rows):
    """Some rows (m,) of an array (n, ...), to be read like an array of their own."""
    if len(rows) == len(values) and isinstance(as_slice(rows), slice):
        return values
    return _ChosenRows(values, rows)


class _ChosenRows:
    """Rows of an array that are read when they are asked for."""

    def __init__(self, values, rows):
        self._values, self._rows = values, np.asarray(rows)
        self.shape, self.dtype = (len(rows), *values.shape[1:]), np.dtype(values.dtype)
        self.ndim = len(self.shape)

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, key):
        rows = self._rows[key]
        return self._values[as_slice(rows) if rows.ndim == 1 else rows]

    def forget_pages(self):
        forget_pages(self._values)

    def __array__(self, dtype=None, copy=None):
        return self[:].astype(dtype or self.dtype, copy=False)
