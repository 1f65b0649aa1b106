"""Arrays written row by row to `.npy` files, so that memory does not grow with their length."""

from pathlib import Path

import numpy as np


class GrowingArray:
    """A `.npy` file of at most `n_rows` rows, whose shape and type the first rows decide.

    Parameters
    ----------
    path : path-like
    n_rows : int
    """

    def __init__(self, path, n_rows):
        self.path, self.n_rows, self.length, self._stored = Path(path), n_rows, 0, None

    def append(self, values):
        """Add rows (b, ...)."""
        if self._stored is None:
            shape = self.n_rows, *values.shape[1:]
            self._stored = np.lib.format.open_memmap(self.path, "w+", values.dtype, shape)
        self._stored[self.length : self.length + len(values)] = values
        self.length += len(values)

    def close(self):
        """Write what is left, and cut the file to the rows that came."""
        if self._stored is None:
            return
        self._stored.flush()
        dtype, shape = self._stored.dtype, (self.length, *self._stored.shape[1:])
        size = self._stored.itemsize * int(np.prod(shape))
        self._stored = None
        if self.length < self.n_rows:
            _cut(self.path, dtype, shape, size)


def _cut(path, dtype, shape, size):
    """Shorten a file; NumPy leaves room in the header, so that it keeps its length."""
    with open(path, "r+b") as file:
        np.lib.format.read_magic(file)
        np.lib.format.read_array_header_1_0(file)
        start = file.tell()
        file.seek(0)
        header = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False}
        np.lib.format.write_array_header_1_0(file, {**header, "shape": shape})
        assert file.tell() == start
        file.truncate(start + size)
