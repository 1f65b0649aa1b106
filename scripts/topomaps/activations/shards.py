"""Several files of activations, one after another, as a single array that is never loaded."""

import numpy as np


class Shards:
    """Arrays of shape (m, …) in files, joined along their first axis.

    A file is open only while it is read, so that there may be any number of them.

    Parameters
    ----------
    files : sequence of pathlib.Path
    opened : callable
        Gives the array of a file, memory-mapped or reduced on reading.

    Raises
    ------
    ValueError
        If the arrays differ in type or in shape beyond the first axis; names the file.
    """

    def __init__(self, files, opened):
        self._files, self._opened = list(files), opened
        arrays = [(array.shape, array.dtype) for array in map(opened, self._files)]
        (_, *inner), self.dtype = arrays[0]
        for file, (shape, dtype) in zip(self._files, arrays, strict=True):
            if [*shape[1:]] != inner or dtype != self.dtype:
                raise ValueError(
                    f"{file} holds {dtype} of shape {shape}, but {self._files[0].name} "
                    f"{self.dtype} of shape {arrays[0][0]}; all but the number of inputs must agree"
                )
        self._starts = np.cumsum([0, *(shape[0] for shape, _ in arrays)]).tolist()
        self.shape = (self._starts[-1], *inner)
        self.ndim = len(self.shape)

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._rows(np.arange(*key.indices(len(self))))
        rows = np.arange(len(self))[key]
        return self._rows(rows.reshape(-1)).reshape(*rows.shape, *self.shape[1:])

    def __array__(self, dtype=None, copy=None):
        return self[:].astype(dtype or self.dtype, copy=False)

    def _rows(self, rows):
        result = np.empty((len(rows), *self.shape[1:]), self.dtype)
        files = np.searchsorted(self._starts, rows, side="right") - 1
        for file in np.unique(files):
            places = np.flatnonzero(files == file)
            result[places] = self._opened(self._files[file])[rows[places] - self._starts[file]]
        return result
