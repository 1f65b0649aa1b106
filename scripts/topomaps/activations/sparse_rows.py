"""Sparse activations, mostly zero, that become dense row by row when they are read."""

import numpy as np
from scipy.sparse import csr_array

from topomaps.activations.lazy_rows import row_numbers
from topomaps.activations.number_types import are_numbers, computable


class SparseRows:
    """A compressed sparse row array, read like a dense one.

    Parameters
    ----------
    data : ndarray, shape (k,)
        Values that are not zero, row after row.
    indices : ndarray of int, shape (k,)
        Column of each.
    indptr : ndarray of int, shape (n + 1,)
        Where each row begins among them, and where the last one ends.
    shape : sequence of int, optional
        (n, N); N is one more than the largest column if left out.

    Raises
    ------
    ValueError
        If the arrays do not fit each other.
    """

    def __init__(self, data, indices, indptr, shape=None):
        self._check(data, indices, indptr)
        n_columns = int(np.max(indices, initial=-1)) + 1
        shape = (len(indptr) - 1, n_columns) if shape is None else tuple(map(int, shape))
        if len(shape) != 2 or shape[0] != len(indptr) - 1 or shape[1] < n_columns:
            raise ValueError(
                f"its shape is {shape}, but it has {len(indptr) - 1} rows and {n_columns} columns"
            )
        self._data, self._indices, self._indptr = data, indices, np.asarray(indptr)
        self.shape, self.ndim, self.dtype = shape, 2, computable(data.dtype)

    @staticmethod
    def _check(data, indices, indptr):
        whole = all(each.dtype.kind in "iu" for each in (indices, indptr))
        if (
            not whole
            or not are_numbers(data.dtype)
            or {data.ndim, indices.ndim, indptr.ndim} != {1}
        ):
            raise ValueError("its data, indices and indptr are no rows of numbers")
        steps = np.diff(np.asarray(indptr).astype(np.int64))
        if not len(indptr) or indptr[0] != 0 or (steps < 0).any() or indptr[-1] != len(data):
            raise ValueError("its indptr does not rise from 0 to the number of its values")
        if len(indices) != len(data) or np.min(indices, initial=0) < 0:
            raise ValueError("its indices are not one column, from 0 on, for each value")

    def __len__(self):
        """Return the number n of rows."""
        return self.shape[0]

    def __getitem__(self, key):
        """Rows, dense, by an index, a slice, or an array of indices or of truth values."""
        rows = row_numbers(key, len(self))
        flat = np.atleast_1d(rows).reshape(-1)
        starts = self._indptr[flat].astype(np.int64)
        counts = self._indptr[flat + 1].astype(np.int64) - starts
        ends = np.cumsum(counts)
        places = np.arange(ends[-1] if len(ends) else 0)
        places += np.repeat(starts - ends + counts, counts)
        block = csr_array(
            (self._data[places].astype(self.dtype), self._indices[places], np.append(0, ends)),
            shape=(len(flat), self.shape[1]),
        )
        return block.toarray().reshape(*rows.shape, self.shape[1])

    def __array__(self, dtype=None, copy=None):
        """Read all rows into an array of NumPy."""
        return self[:].astype(dtype or self.dtype, copy=False)
