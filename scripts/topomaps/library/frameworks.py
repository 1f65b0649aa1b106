"""Tensors, tables and sparse matrices of other packages, as arrays of NumPy or rows like theirs.

None of these packages is imported: what a value is, is told by the modules of its types.
"""

import numpy as np


def packages_of(values):
    """Names of the packages that the types of a value come from, the most special first."""
    return [each.__module__.split(".")[0] for each in type(values).__mro__]


def is_foreign(values):
    """Whether a value is of a package that is read in its own way."""
    return not isinstance(values, np.ndarray) and any(
        each in READERS for each in packages_of(values)
    )


def from_framework(values, what):
    """A value of another package as an array of NumPy, or as one that is read by rows.

    Parameters
    ----------
    values : object
    what : str
        Names the value in sentences, as "activations".

    Returns
    -------
    object
        The value itself if it is of no such package.

    Raises
    ------
    ValueError
        If it holds no array, as a tensor without values.
    """
    if isinstance(values, np.ndarray):
        return values
    for package in packages_of(values):
        found = READERS[package](values, what) if package in READERS else values
        if found is not values:
            return found
    return values


def _of_torch(tensor, what):
    if not hasattr(tensor, "detach"):
        return tensor
    tensor = tensor.detach()
    if tensor.device.type == "meta":
        raise ValueError(f"{what} are a tensor on the device 'meta', which holds no values")
    if tensor.layout is not _strided():
        tensor = tensor.to_dense()
    if tensor.is_quantized:
        tensor = tensor.dequantize()
    if tensor.dtype.itemsize <= 2 and tensor.is_floating_point():  # bfloat16, half, 8 bits
        tensor = tensor.float()
    return tensor.cpu().resolve_conj().resolve_neg().numpy()


def _strided():
    import torch  # loaded, as there is a tensor

    return torch.strided


def _of_tensorflow(tensor, what):
    name = type(tensor).__name__
    if name == "RaggedTensor":
        raise ValueError(
            f"{what} are a RaggedTensor, whose rows differ in length; give a tensor, as "
            "values.to_tensor(), with a mask of what is padding"
        )
    if name == "SparseTensor":
        import tensorflow as tf  # loaded, as there is a tensor

        tensor = tf.sparse.to_dense(tf.sparse.reorder(tensor))
    if not hasattr(tensor, "numpy"):
        raise ValueError(
            f"{what} are a {name} without values, a place in a model; give what the model returns, "
            "as model.predict(inputs)"
        )
    return tensor.numpy()


def _of_pandas(table, what):
    if not hasattr(table, "to_numpy"):
        return table
    if getattr(table, "ndim", 1) == 1:
        return table.to_numpy()
    kinds = [str(each) for each in table.dtypes]
    if kinds and all(each.startswith("Sparse") for each in kinds):
        return from_framework(table.sparse.to_coo(), what)
    texts = [
        str(name)
        for name, each, kind in zip(table.columns, table.dtypes, kinds, strict=True)
        if kind in ("object", "str", "string", "category") or getattr(each, "kind", "") in "OMm"
    ]
    if texts and not _are_numbers(table):
        raise ValueError(
            f"{what} have columns that hold no numbers: {', '.join(map(repr, texts[:5]))}; leave "
            "them out, as table.drop(columns=[...]); a column of groups can be given by its name"
        )
    nullable = any(getattr(each, "na_value", None) is not None for each in table.dtypes)
    return table.to_numpy(dtype=np.float64, na_value=np.nan) if nullable else table.to_numpy()


def _are_numbers(table):
    try:
        table.to_numpy(dtype=np.float64)
    except (TypeError, ValueError):
        return False
    return True


def _of_polars(table, _):
    return table.to_numpy() if hasattr(table, "to_numpy") else table


def _of_pyarrow(table, what):
    if hasattr(table, "column_names"):
        return _of_pandas(table.to_pandas(), what)
    return np.array(table.to_pylist(), dtype=object) if hasattr(table, "to_pylist") else table


def _of_anndata(data, what):
    if hasattr(data, "to_memory") and not hasattr(data, "obs"):  # a matrix in a file
        return from_framework(data.to_memory(), what)
    if not hasattr(data, "X"):
        return data
    if data.X is None:
        layers = ", ".join(map(repr, getattr(data, "layers", {}))) or "none"
        raise ValueError(
            f"{what} are an AnnData without X; give one of its layers ({layers}), as "
            "data.layers[name]"
        )
    return from_framework(data.X, what)


def _of_xarray(data, what):
    if hasattr(data, "data_vars"):
        raise ValueError(
            f"{what} are a Dataset of xarray; give one of its variables: "
            f"{', '.join(map(repr, data.data_vars)) or 'it has none'}"
        )
    return from_framework(data.values, what) if hasattr(data, "values") else data


def _of_scipy(matrix, what):
    if not hasattr(matrix, "tocsr"):
        return matrix
    from topomaps.activations.sparse_rows import SparseRows

    if len(matrix.shape) != 2:
        return matrix.toarray()
    rows = matrix.tocsr()
    return SparseRows(rows.data, rows.indices, rows.indptr, rows.shape)


def _of_jax(array, _):
    return np.asarray(array)


def _of_cupy(array, _):
    return array.get() if hasattr(array, "get") else array


READERS = {
    "torch": _of_torch,
    "tensorflow": _of_tensorflow,
    "keras": _of_tensorflow,
    "scipy": _of_scipy,
    "pandas": _of_pandas,
    "polars": _of_polars,
    "pyarrow": _of_pyarrow,
    "anndata": _of_anndata,
    "xarray": _of_xarray,
    "jax": _of_jax,
    "jaxlib": _of_jax,
    "cupy": _of_cupy,
}
