"""What the axes of a stored array mean: inputs first, neurons last, and between them places."""

import numpy as np

from topomaps.activations.lazy_rows import LazyRows
from topomaps.activations.number_types import are_numbers, promoted_on_reading, with_bfloat16
from topomaps.activations.tokens import reduced_on_reading

SHAPES = "(inputs, neurons), (inputs, tokens, neurons) and (inputs, height, width, feature maps)"
FIRST, LAST = "first", "last"


def order_of(channels, layer):
    """Where the channels of a layer lie: "first" or "last", said of all layers or of this one."""
    if isinstance(channels, dict):
        return channels.get(layer, LAST)
    return channels or LAST


def as_activations(values, source, tokens=None, channels=LAST, mask=None):
    """The array of a file as activations that maps are made from.

    Parameters
    ----------
    values : array-like, shape (n, N), (n, tokens, N) or (n, height, width, N)
        Or with N, the channels, as the second axis.
    source : str
        Names the array in sentences.
    tokens : str or int, optional
        What stands for the tokens, or the places of (n, N, length), as of
        `topomaps.activations.tokens.reduced`.
    channels : {"last", "first"}
    mask : topomaps.activations.masks.TokenMask, optional

    Returns
    -------
    array-like, shape (n, N) or (n, height, width, N)

    Raises
    ------
    ValueError
        If it holds no numbers, has another shape, or nothing is said of its tokens.
    """
    values = with_bfloat16(values)
    if not are_numbers(values.dtype):
        raise ValueError(f"{source} are of type {values.dtype}, not numbers")
    if values.ndim not in (2, 3, 4):
        raise ValueError(f"{source} have the shape {values.shape}; allowed are {SHAPES}")
    if channels == FIRST:
        values = channels_last(values)
    if values.ndim != 3:
        return promoted_on_reading(values)
    if tokens is None:
        raise ValueError(
            f"{source} have the shape {values.shape}; if these are (inputs, tokens, neurons), give "
            "the experiment the key `tokens`: mean, max, first, last, or the index of a token"
        )
    try:
        return reduced_on_reading(values, tokens, mask)
    except ValueError as error:
        raise ValueError(f"{source}: {error}") from error


def channels_last(values):
    """Array-like (n, ..., N) of one (n, N, ...), without copying it."""
    if isinstance(values, np.ndarray):
        return np.moveaxis(values, 1, -1)
    inner = (*values.shape[2:], values.shape[1])
    return LazyRows(values, lambda block, _: np.moveaxis(block, 1, -1), inner, values.dtype)
