"""Masks of tokens: which tokens of an input are real, and which pad it to the length of others."""

import numpy as np

from topomaps.activations.lazy_rows import LazyRows, as_slice


class TokenMask:
    """Mask of the tokens of a layer, read by rows.

    Parameters
    ----------
    values : array-like, shape (n, tokens)
        Truth values, or 0 and 1.
    source : str
        Names the mask in sentences.
    start : int
        Number of the input of the first row that is asked for.

    Raises
    ------
    ValueError
        If it has another shape, or is of another type.
    """

    def __init__(self, values, source, start=0):
        if values.ndim != 2 or values.dtype.kind not in "biuf":
            raise ValueError(
                f"{source} is {values.dtype} of the shape {values.shape}; give a truth value for "
                "each input and token, (inputs, tokens)"
            )
        self.values, self.source, self.start = values, source, start

    def beginning_at(self, start):
        """The same of inputs from another one on."""
        return TokenMask(self.values, self.source, start)

    def rows(self, rows, n_tokens):
        """Which tokens of some inputs are real.

        Parameters
        ----------
        rows : ndarray of int, shape (m,)
        n_tokens : int
            Tokens of the layer; what the mask has beyond them must be padding.

        Returns
        -------
        ndarray of bool, shape (m, n_tokens)

        Raises
        ------
        ValueError
            If it is not of 0 and 1, does not fit, or an input has no token at all.
        """
        inputs = np.asarray(rows) + self.start
        if len(inputs) and inputs.max() >= len(self.values):
            raise ValueError(f"{self.source} has {len(self.values)} rows, fewer than the layer")
        given = np.asarray(self.values[as_slice(inputs)])
        real = given.astype(bool)
        if (real != given).any():
            raise ValueError(f"{self.source} has other values than 0 and 1")
        if given.shape[1] < n_tokens or real[:, n_tokens:].any():
            raise ValueError(
                f"{self.source} is for {given.shape[1]} tokens, but the layer has {n_tokens}; give "
                "layers that differ a mask each, masks/<layer>"
            )
        if len(empty := np.flatnonzero(~real.any(axis=1))):
            raise ValueError(
                f"{self.source}: input {inputs[empty[0]]} has no token, all are padding; leave it "
                "out, of the activations and of what is known of the inputs"
            )
        return real[:, :n_tokens]


def padded_on_reading(values, n_tokens):
    """Array-like (m, n_tokens) of a mask (m, fewer tokens) whose further tokens are padding."""
    missing = n_tokens - values.shape[1]
    if not missing:
        return values
    return LazyRows(
        values, lambda block, _: np.pad(block, ((0, 0), (0, missing))), (n_tokens,), values.dtype
    )


LOOKED_AT = 64  # inputs, at most


def unmasked_padding(values):
    """Which end of most inputs looks like padding.

    Parameters
    ----------
    values : array-like, shape (n, tokens, N)

    Returns
    -------
    {"last", "first"} or None
        Where the two tokens at that end are equal, to the byte, in more than half of the inputs,
        or the last two each are those of most other inputs; None where neither is so.
    """
    if values.shape[1] < 3 or len(values) < 2:
        return None
    rows = np.unique(np.linspace(0, len(values) - 1, LOOKED_AT).astype(int))
    block = np.ascontiguousarray(values[rows])
    for end, pair in (("last", block[:, -2:]), ("first", block[:, :2])):
        tokens = [[token.tobytes() for token in each] for each in pair]
        if sum(first == second for first, second in tokens) > len(rows) / 2:
            return end
        if end == "last" and all(_is_common(each) for each in zip(*tokens, strict=True)):
            return end
    return None


def _is_common(tokens):
    """Whether more than half of some tokens, as bytes, are the same."""
    return max(tokens.count(each) for each in set(tokens)) > len(tokens) / 2
