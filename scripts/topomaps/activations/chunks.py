"""Activations read in chunks, so that memory does not grow with the number of inputs."""

import numpy as np

from topomaps.activations.lazy_rows import as_slice
from topomaps.activations.number_types import check_finite, promoted
from topomaps.common.mapped_arrays import forget_pages

CHUNK_VALUES = 2**24  # activations read at once, 64 MB in single precision


def chunks(activations, rows):
    """Activations of the given inputs, of so many at once as memory easily holds.

    Parameters
    ----------
    activations : array-like, shape (n, ...)
        As of `topomaps.activations.layer`, or any array.
    rows : ndarray of int
        The inputs to read.

    Yields
    ------
    ndarray, shape (m, ...)
        Numbers of half precision as float32.

    Raises
    ------
    ValueError
        If an activation is not finite; names the first such input.
    """
    size = max(1, CHUNK_VALUES // max(1, int(np.prod(activations.shape[1:]))))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        values = promoted(np.asarray(activations[as_slice(chunk)]))
        check_finite(values, chunk)
        yield values
        forget_pages(activations)


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
