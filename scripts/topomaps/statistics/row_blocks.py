"""Activations read in blocks of rows, once for each quantity, and sums over them.

Sums go from row to row as NumPy adds the rows of a matrix, so that they are the same to the last
bit however the rows are cut into blocks.
"""

import numpy as np

from topomaps.activations.lazy_rows import as_slice
from topomaps.common.mapped_arrays import forget_pages

BLOCK_VALUES = 2**20  # 8 MB in double precision


class RowBlocks:
    """Rows of activations, to be read from the first to the last any number of times.

    Parameters
    ----------
    values : array-like, shape (n, N)
        In memory, mapped, or computed when it is read.
    rows : ndarray of int, shape (m,), optional
        The rows to read, in increasing order; all if left out.
    size : int, optional
        Rows of a block; as many as have `BLOCK_VALUES` if left out.
    """

    def __init__(self, values, rows=None, size=None):
        self._values, self._size = values, size
        self._rows = np.arange(len(values)) if rows is None else rows
        self.n_neurons = values.shape[1]

    def __len__(self):
        """Return the number m of rows."""
        return len(self._rows)

    def __iter__(self):
        """Yield slices of the m rows and their activations (b, N) as float64, not to be altered."""
        size = self._size or max(1, BLOCK_VALUES // self.n_neurons)
        for start in range(0, len(self), size):
            block = slice(start, min(start + size, len(self)))
            yield block, self.read(self._rows[block])
            forget_pages(self._values)

    def of(self, chosen):
        """Some of the m rows, as their numbers in increasing order."""
        return RowBlocks(self._values, self._rows[chosen], self._size)

    def read(self, rows):
        """Activations (b, N) of rows of the whole array."""
        return np.asarray(self._values[as_slice(rows)], dtype=np.float64)

    def row(self, number):
        """Activations (N,) of one of the m rows."""
        return self.read(self._rows[number : number + 1])[0]


def sums_by_code(blocks, codes, n_codes):
    """Sums (n_codes, N) of the rows of each code.

    Parameters
    ----------
    blocks : iterable of (slice, ndarray (b, N))
    codes : ndarray of int, shape (n,)
    n_codes : int
    """
    sums = [None] * n_codes
    for rows, values in blocks:
        for code, part in parts_by_code(values, codes[rows]):
            if sums[code] is not None:  # the sum so far is the first row of what follows
                part = np.concatenate([sums[code][None], part])
            sums[code] = part.sum(axis=0)
    return np.stack(sums)


def parts_by_code(values, codes):
    """Yield each code that occurs among codes (b,), and its rows of the values (b, N)."""
    distinct = np.flatnonzero(np.bincount(codes))
    for code in distinct:
        yield code, values if len(distinct) == 1 else values[codes == code]


def variances_by_code(blocks, codes, means):
    """Variances (C, N) of the rows of each code, with one degree of freedom less than rows.

    Parameters
    ----------
    blocks : iterable of (slice, ndarray (b, N))
    codes : ndarray of int, shape (n,)
    means : ndarray, shape (C, N)

    Returns
    -------
    ndarray, shape (C, N)
        NaN for codes of a single row.
    """
    squares = ((rows, np.square(values - means[codes[rows]])) for rows, values in blocks)
    freedom = np.bincount(codes, minlength=len(means)) - 1.0
    freedom[freedom == 0] = np.nan
    return sums_by_code(squares, codes, len(means)) / freedom[:, None]
