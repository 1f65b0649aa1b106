"""Types of stored numbers, and whether they are finite.

Half precision (float16, bfloat16) is read as float32: sums of it would overflow or lose digits.
"""

import numpy as np

from topomaps.activations.lazy_rows import LazyRows

BYTES_OF_TWO = np.dtype("V2")  # how a `.npy` file says bfloat16


def with_bfloat16(values):
    """The array with numbers of type bfloat16 where a file holds them as raw bytes of two.

    Raises
    ------
    ValueError
        If the package ml_dtypes is needed for it and not installed.
    """
    if values.dtype != BYTES_OF_TWO:
        return values
    try:
        from ml_dtypes import bfloat16
    except ImportError as error:
        raise ValueError(
            "the activations are of type bfloat16, which needs the package ml_dtypes: install it, "
            "or save them as float32"
        ) from error
    return values.view(bfloat16)


def are_numbers(dtype):
    """Whether a type is one of real numbers or of truth values."""
    return dtype.kind in "fiub" or dtype.name == "bfloat16"


def computable(dtype):
    """Type to compute with: float64 for itself and for large integers, else float32."""
    return np.result_type(dtype, np.float32)


def is_half(dtype):
    """Whether a type is of half precision."""
    return dtype.name in ("float16", "bfloat16")


def promoted(values):
    """Values of half precision as float32, others as they are."""
    return values.astype(np.float32) if is_half(values.dtype) else values


def promoted_on_reading(values):
    """Array whose rows are promoted when they are read, if it is of half precision."""
    if not is_half(values.dtype):
        return values
    return LazyRows(values, lambda block, _: promoted(block), values.shape[1:], np.float32)


def check_finite(values, rows, source="the activations"):
    """Raise a ValueError if a value of the inputs `rows` is not finite; names the first of these.

    Parameters
    ----------
    values : ndarray, shape (m, ...)
    rows : ndarray of int, shape (m,)
    source : str
        Begins the sentence.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(values.sum()):  # one pass without temporary arrays; most often enough
            return
    finite = np.isfinite(values).reshape(len(values), -1).all(axis=1)
    if not finite.all():
        raise ValueError(
            f"{source} of input {rows[finite.argmin()]} contain NaN or infinite values; leave this "
            "input out, or check whether the model diverged in training"
        )
