"""Types of stored numbers: half precision, which NumPy stores but does not compute well with."""

import numpy as np

BYTES_OF_TWO = np.dtype("V2")  # how a `.npy` file says bfloat16


def as_numbers(values):
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


def promoted(values):
    """Values of half precision (float16, bfloat16) as float32, others as they are."""
    return values.astype(np.float32) if values.dtype.name in ("float16", "bfloat16") else values
