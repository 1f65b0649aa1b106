"""Layers with a value for each token: what stands for the tokens of an input."""

import numpy as np

from topomaps.activations.lazy_rows import LazyRows
from topomaps.activations.number_types import computable, promoted_on_reading

SUMMARIES = ("mean", "max")
PLACES = {"first": 0, "last": -1}
EACH = "each"  # every token is an input of its own


def reduced(values, tokens, real=None, inputs=None):
    """Reduce the tokens of a batch of activations.

    Parameters
    ----------
    values : ndarray, shape (b, tokens, N)
    tokens : str or int
        "mean" or "max" over the tokens, "first", "last", or the index of one; negative ones count
        from the end.
    real : ndarray of bool, shape (b, tokens), optional
        The tokens that count, at least one of each input; the others are padding. All if left out.
    inputs : ndarray of int, shape (b,), optional
        Numbers of the inputs, for sentences.

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
    if isinstance(how, int):
        chosen = how if real is None else _places(real, how, inputs)
        return values[np.arange(len(values)), chosen].astype(dtype)
    values = values.astype(dtype)
    if real is None:
        return _mean(values, values.shape[1]) if how == "mean" else values.max(axis=1)
    if how == "max":
        return np.where(real[..., None], values, -np.inf).max(axis=1)
    return _mean(np.where(real[..., None], values, 0), real.sum(axis=1, keepdims=True))


def _mean(values, counts):
    """Sum over the tokens, in double precision, by how many there are."""
    return (values.sum(axis=1, dtype=np.float64) / counts).astype(values.dtype)


def _places(real, index, inputs):
    """Place of the real token (b,) of each input that has this index among its real ones."""
    counts = real.sum(axis=1)
    if len(short := np.flatnonzero((counts <= index) | (counts < -index))):
        number = short[0] if inputs is None else inputs[short[0]]
        raise ValueError(
            f"tokens is {index}, but input {number} has {counts[short[0]]} tokens without its "
            "padding; take mean, max, first or last, or a token that all inputs have"
        )
    ordered = np.argsort(~real, axis=1, kind="stable")  # the real ones first
    return ordered[np.arange(len(real)), index if index >= 0 else counts + index]


def reduced_on_reading(values, tokens, mask=None):
    """Array-like (n, N) that reduces the tokens of an array (n, tokens, N) when it is read.

    Of a single token, nothing else is read where that is possible.

    Parameters
    ----------
    values : array-like, shape (n, tokens, N)
    tokens
        As of `reduced`.
    mask : topomaps.activations.masks.TokenMask, optional

    Raises
    ------
    ValueError
        As of `reduced`.
    """
    n_tokens, inner = values.shape[1:]
    how, dtype = checked(tokens, n_tokens), computable(values.dtype)
    if mask is None and isinstance(how, int) and isinstance(values, np.ndarray):
        return promoted_on_reading(values[:, how])

    def convert(block, rows):
        if mask is None:
            return reduced(block, how)
        return reduced(block, how, mask.rows(rows, n_tokens), rows + mask.start)

    return LazyRows(values, convert, (inner,), dtype)


def checked(tokens, n_tokens):
    """The key `tokens` of an experiment as "mean", "max" or an index.

    Raises
    ------
    ValueError
        If it is none of these, or there is no such token.
    """
    if tokens == EACH:
        raise ValueError(
            "tokens is 'each', which is for texts that a model sees here; of activations from "
            "elsewhere, give each token a row of its own"
        )
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
