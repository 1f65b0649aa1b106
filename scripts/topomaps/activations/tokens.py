"""Layers with a value for each token: reduced to one for each input when they are read."""

import numpy as np

from topomaps.activations.number_types import computable

PLACES = {"first": 0, "last": -1}
SUMMARIES = {"mean": np.mean, "max": np.max}
BLOCK_VALUES = 2**24  # activations in memory at once, 64 MB in single precision


class ReducedTokens:
    """Activations (inputs, neurons) of a layer of shape (inputs, tokens, neurons).

    They are reduced where rows are taken, in blocks: memory does not grow with the tokens.

    Parameters
    ----------
    values : array, shape (n, tokens, N)
        Possibly memory-mapped.
    tokens : str or int
        "mean" or "max" over the tokens, "first", "last", or the index of one; negative ones count
        from the end.

    Raises
    ------
    ValueError
        If `tokens` is something else, or the layer has no such token.
    """

    ndim = 2

    def __init__(self, values, tokens):
        self._values, self._tokens = values, checked_tokens(tokens, values.shape[1])
        self.shape = (values.shape[0], values.shape[2])
        self.dtype = computable(values.dtype)

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, key):
        rows = np.arange(len(self))[key]
        result = np.empty((rows.size, self.shape[1]), self.dtype)
        size = max(1, BLOCK_VALUES // max(1, int(np.prod(self._values.shape[1:]))))
        for start in range(0, rows.size, size):
            block = rows.reshape(-1)[start : start + size]
            result[start : start + size] = self._reduced(block)
        return result.reshape(*rows.shape, self.shape[1])

    def __array__(self, dtype=None, copy=None):
        return self[:].astype(dtype or self.dtype, copy=False)

    def _reduced(self, rows):
        if isinstance(self._tokens, int):
            return self._values[rows, self._tokens]
        values = self._values[rows].astype(self.dtype)
        if self._tokens == "mean":
            return values.mean(axis=1, dtype=np.float64)
        return values.max(axis=1)


def checked_tokens(tokens, n_tokens):
    """The key `tokens` as "mean", "max" or an index.

    Raises
    ------
    ValueError
        If it is none of these, or there is no such token.
    """
    index = PLACES.get(tokens, tokens)
    if isinstance(index, str) and index.lstrip("-").isdecimal():
        index = int(index)  # from the command line
    is_index = isinstance(index, int) and not isinstance(index, bool)
    if not is_index and tokens not in ("mean", "max"):
        raise ValueError(
            f"tokens is {tokens!r}; choose mean, max, first, last, or the index of a token"
        )
    if n_tokens == 0 or (is_index and not -n_tokens <= index < n_tokens):
        raise ValueError(
            f"tokens is {tokens!r}, but there are {n_tokens} tokens: an index lies between "
            f"{-n_tokens} and {n_tokens - 1}"
        )
    return index
