"""Numbers that people have, as arrays of NumPy or as what is read by rows like them."""

from collections.abc import Mapping

import numpy as np

from topomaps.activations.lazy_rows import LazyRows
from topomaps.activations.number_types import (
    are_numbers,
    promoted,
    promoted_on_reading,
    with_bfloat16,
)
from topomaps.library.frameworks import from_framework, is_foreign

LARGEST_DENSE = 2**31  # bytes that sparse numbers may take where all of them are needed at once
READABLE = ("shape", "ndim", "dtype", "__getitem__", "__len__")


def as_rows(values, what="activations"):
    """Numbers (n, ...) as an array, or as what is read by rows; nothing large is copied.

    Parameters
    ----------
    values : array-like
        An array of NumPy, mapped or not, lists, a table of pandas, polars or Arrow, AnnData (its
        X), xarray, a tensor of PyTorch, TensorFlow or JAX on any device, a sparse matrix of SciPy,
        a data set of HDF5 or zarr, or any other array that has `__array__` or DLPack.
    what : str
        Names the values in sentences.

    Returns
    -------
    array-like, shape (n, ...)
        Half precision is read as float32; sparse matrices stay sparse until rows are read.

    Raises
    ------
    ValueError
        If these are no real numbers in rows of one length; says what was given.
    """
    given, values = values, _array_like(values, what)
    if values.dtype.hasobject:
        values = _of_objects(values, what)
    if values.dtype.kind == "V" and not values.dtype.names:
        values = with_bfloat16(values)
        values = values if are_numbers(values.dtype) else values.astype(np.float32)
    if not are_numbers(values.dtype):
        raise ValueError(f"{what} are {_words(given, values)}, not real numbers")
    if values.ndim == 0:
        raise ValueError(f"{what} are {_words(given, values)}; give an array of numbers")
    return promoted_on_reading(values)


def as_array(values, what, dtype=None):
    """Numbers as an array of NumPy.

    Parameters
    ----------
    values, what
        As of `as_rows`.
    dtype : numpy.dtype, optional
        Type of the result; that of the values if left out.

    Raises
    ------
    ValueError
        As `as_rows`, or if sparse numbers would take more than `LARGEST_DENSE` bytes.
    """
    rows = as_rows(values, what)
    if isinstance(rows, np.ndarray):
        return rows if dtype is None else rows.astype(dtype, copy=False)
    size = int(np.prod(rows.shape)) * rows.dtype.itemsize
    if size > LARGEST_DENSE:
        raise ValueError(
            f"{what} of the shape {rows.shape} are needed all at once, and would take "
            f"{size / 2**30:.1f} GB; give a part of them, or their means over groups"
        )
    return np.asarray(rows[:]) if dtype is None else np.asarray(rows[:]).astype(dtype, copy=False)


def one_layer(values, what="activations"):
    """The only layer of what may be a dictionary of layers, or what `topomaps.extract` gives.

    Raises
    ------
    ValueError
        If there are several layers, or none; names them.
    """
    layers = layers_by_name(values)
    if layers is None:
        return values
    if len(layers) == 1:
        return next(iter(layers.values()))
    names = ", ".join(map(repr, layers)) or "none"
    raise ValueError(f"{what} are of {len(layers)} layers ({names}); give one of them at a time")


def layers_by_name(values):
    """Layers of a mapping, or of what `topomaps.extract` gives; None of anything else."""
    if hasattr(values, "activations") and hasattr(values, "inputs"):
        values = values.activations
    return dict(values) if isinstance(values, Mapping) else None


def _array_like(values, what):
    """The values as an array, or as they are if they can be read by rows."""
    if values is None:
        raise ValueError(f"{what} are None; give an array of numbers")
    if isinstance(values, np.ma.MaskedArray):
        if np.ma.is_masked(values):
            raise ValueError(
                f"{what} have {np.ma.count_masked(values)} masked values; fill them, or leave "
                "these inputs out"
            )
        values = values.data
    if isinstance(values, np.matrix):
        values = np.asarray(values)
    if isinstance(values, (np.ndarray, LazyRows)):
        return values
    if (found := from_framework(values, what)) is not values:
        if isinstance(found, np.ndarray) and found.ndim:
            found = np.ascontiguousarray(found)  # in whose order sums round as those of arrays
        return _array_like(found, what)
    if isinstance(values, Mapping):
        raise ValueError(
            f"{what} are a mapping of {', '.join(map(repr, values))}; give one of them"
        )
    if all(hasattr(values, name) for name in READABLE) and isinstance(values.dtype, np.dtype):
        return _readable(values)
    if hasattr(values, "__dlpack__") and not hasattr(values, "__array__"):
        return np.from_dlpack(values)
    return _of_sequence(values, what)


def _readable(values):
    """What is read by rows: as it is, but for data sets of files that want slices."""
    if type(values).__module__.startswith("h5py"):
        return LazyRows(values, lambda block, _: block, values.shape[1:], values.dtype)
    return values


def _of_sequence(values, what):
    """Lists, of numbers or of arrays of any package, and anything else that NumPy takes."""
    if isinstance(values, (list, tuple)) or not hasattr(values, "__array__"):
        try:
            values = list(values)
        except TypeError:
            raise ValueError(
                f"{what} are of type {type(values).__name__}; give an array of numbers"
            ) from None
        if any(map(is_foreign, values)):
            values = [promoted(np.asarray(from_framework(each, what))) for each in values]
    try:
        return np.asarray(values)
    except ValueError:
        lengths = sorted({np.size(each) for each in values})
        raise ValueError(
            f"{what} are a list of rows of {lengths[0]} to {lengths[-1]} values; all need as many"
        ) from None


def _of_objects(values, what):
    """Numbers that are held as Python's objects."""
    try:
        return np.asarray(values).astype(np.float64)
    except (TypeError, ValueError):
        found = sorted({type(each).__name__ for each in np.asarray(values).flat})
        raise ValueError(f"{what} hold {', '.join(found[:3])}, not real numbers") from None


def _words(given, values):
    kind = type(given)
    name = "an array" if kind is np.ndarray else f"{kind.__module__.split('.')[0]}.{kind.__name__}"
    return f"{name} of {values.dtype} of the shape {values.shape}".replace("builtins.", "")
