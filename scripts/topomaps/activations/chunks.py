"""Activations read in chunks, so that memory does not grow with the number of inputs."""

import numpy as np

from topomaps.activations.number_types import promoted

CHUNK_VALUES = 2**24  # activations read at once, 64 MB in single precision


def chunks(activations, rows):
    """Activations of the given inputs, of so many at once as memory easily holds.

    Parameters
    ----------
    activations : array-like, shape (n, ...)
        As of `topomaps.activations.stored_arrays.open_layer`.
    rows : ndarray of int
        The inputs to read.

    Yields
    ------
    ndarray, shape (m, ...)
        Numbers of half precision as float32, since sums of them would overflow.

    Raises
    ------
    ValueError
        If an activation is not finite; names the first such input.
    """
    size = max(1, CHUNK_VALUES // max(1, int(np.prod(activations.shape[1:]))))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        values = promoted(np.asarray(activations[chunk]))
        finite = np.isfinite(values).reshape(len(chunk), -1).all(axis=1)
        if not finite.all():
            raise ValueError(
                f"the activations of input {chunk[finite.argmin()]} contain NaN or infinite "
                "values; leave this input out, or check whether the model diverged in training"
            )
        yield values


def mean_chunks(activations, rows=None):
    """Activations of each neuron, feature maps averaged, in chunks as of `chunks`.

    Parameters
    ----------
    activations : array-like, shape (n, N) or (n, height, width, N)
    rows : ndarray of int, optional
        The inputs to read; all if left out.

    Yields
    ------
    ndarray of float64, shape (m, N)
    """
    rows = np.arange(len(activations)) if rows is None else rows
    inner = tuple(range(1, activations.ndim - 1))
    for values in chunks(activations, rows):
        yield values.mean(axis=inner, dtype=np.float64)
