"""Padding of texts that no mask names: tokens at the ends that repeat."""

import numpy as np

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
