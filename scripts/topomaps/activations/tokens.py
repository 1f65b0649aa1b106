"""Layers with a value for each token: what stands for the tokens of an input."""

import numpy as np

from topomaps.activations.lazy_rows import LazyRows
from topomaps.activations.number_types import computable, promoted_on_reading

SUMMARIES = ("mean", "max")
PLACES = {"first": 0, "last": -1}


def reduced(values, tokens):
    """Reduce the tokens of a batch of activations.

    Parameters
    ----------
    values : ndarray, shape (b, tokens, N)
    tokens : str or int
        "mean" or "max" over the tokens, "first", "last", or the index of one; negative ones count
        from the end.

    Returns
    -------
    ndarray, shape (b, N)
        Of single precision, or of double precision where the values are.

    Raises
    ------
    ValueError
        If `tokens` is something else, or there is no such token.
    """
    how, dtype = checked(tokens, values.shape[1]), computable(values.dtype)
    if how == "mean":
        return values.astype(dtype).mean(axis=1, dtype=np.float64).astype(dtype)
    if how == "max":
        return values.astype(dtype).max(axis=1)
    return values[:, how].astype(dtype)


def reduced_on_reading(values, tokens):
    """Array-like (n, N) that reduces the tokens of an array (n, tokens, N) when it is read.

    Of a single token, nothing else is read.

    Raises
    ------
    ValueError
        As of `reduced`.
    """
    how = checked(tokens, values.shape[1])
    if isinstance(how, int):
        return promoted_on_reading(values[:, how])
    inner, dtype = values.shape[2:], computable(values.dtype)
    return LazyRows(values, lambda block, _: reduced(block, how), inner, dtype)


def checked(tokens, n_tokens):
    """The key `tokens` of an experiment as "mean", "max" or an index.

    Raises
    ------
    ValueError
        If it is none of these, or there is no such token.
    """
    index = PLACES.get(tokens, tokens)
    if isinstance(index, str) and index.lstrip("-").isdecimal():
        index = int(index)  # from the command line
    is_index = isinstance(index, int) and not isinstance(index, bool)
    if not is_index and index not in SUMMARIES:
        raise ValueError(
            f"tokens is {tokens!r}; choose mean, max, first, last, or the index of a token"
        )
    if n_tokens == 0 or (is_index and not -n_tokens <= index < n_tokens):
        raise ValueError(
            f"tokens is {tokens!r}, but there are {n_tokens} tokens"
            + f": an index lies between {-n_tokens} and {n_tokens - 1}" * (n_tokens > 0)
        )
    return index
