"""Arrays written row by row to `.npy` files, so that memory does not grow with their length."""

import io
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
        self.path, self.n_rows, self.length = Path(path), n_rows, 0
        self._dtype = self._shape = None

    def append(self, values):
        """Add rows (b, ...).

        Raises
        ------
        ValueError
            If they are of another shape than those before, or too many.
        """
        if self._shape is None:
            self._dtype, self._shape = values.dtype, values.shape[1:]
            self.path.write_bytes(self._header(self.n_rows))
        if values.shape[1:] != self._shape or self.length + len(values) > self.n_rows:
            raise ValueError(
                f"{self.path} has {self.n_rows} rows of the shape {self._shape}, which "
                f"{values.shape} do not fit"
            )
        with open(self.path, "ab") as file:
            file.write(np.ascontiguousarray(values, dtype=self._dtype))
        self.length += len(values)

    def close(self):
        """Say in the file how many rows came."""
        if self._shape is None or self.length == self.n_rows:
            return
        header = self._header(self.length)
        # NumPy leaves room in the header for longer numbers of rows.
        assert len(header) == len(self._header(self.n_rows))
        with open(self.path, "r+b") as file:
            file.write(header)

    def _header(self, n_rows):
        """How the file begins, if it has so many rows."""
        descr, start = np.lib.format.dtype_to_descr(self._dtype), io.BytesIO()
        said = {"descr": descr, "fortran_order": False, "shape": (n_rows, *self._shape)}
        np.lib.format.write_array_header_1_0(start, said)
        return start.getvalue()
