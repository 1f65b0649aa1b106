"""Numbers of any package come in with their values."""

import numpy as np
import pytest
from topomaps.library.array_doors import as_array, as_rows, layers_by_name, one_layer

VALUES = np.arange(12.0).reshape(4, 3)


def of_torch(kind):
    torch = pytest.importorskip("torch")
    tensor = torch.tensor(VALUES, dtype=torch.float32)
    return {
        "grad": tensor.clone().requires_grad_(),
        "parameter": torch.nn.Parameter(tensor),
        "bfloat16": tensor.bfloat16(),
        "float16": tensor.half(),
        "turned": tensor.T.contiguous().T,
        "sparse": tensor.to_sparse(),
        "list": list(tensor.clone().requires_grad_()),
    }[kind]


@pytest.mark.parametrize(
    "kind", ["grad", "parameter", "bfloat16", "float16", "turned", "sparse", "list"]
)
def test_tensors_of_torch_are_detached_and_converted(kind):
    found = as_array(of_torch(kind), "activations")
    np.testing.assert_array_equal(found, VALUES)
    assert found.dtype == np.float32


def of_pandas(kind):
    import pandas as pd

    table = pd.DataFrame(VALUES, columns=list("abc"))
    return {
        "plain": table,
        "nullable": table.astype("Float64"),
        "objects": table.astype(object),
        "mixed": table.astype({"a": int}),
        "sparse": table.astype(pd.SparseDtype("float64", 0.0)),
    }[kind]


@pytest.mark.parametrize("kind", ["plain", "nullable", "objects", "mixed", "sparse"])
def test_tables_of_pandas_are_their_values(kind):
    np.testing.assert_array_equal(as_array(of_pandas(kind), "activations"), VALUES)


def test_columns_of_text_are_named():
    table = of_pandas("plain").assign(species="cat", place="home")
    with pytest.raises(ValueError, match="that hold no numbers: 'species', 'place'; leave them"):
        as_array(table, "activations")


def test_annotated_data_are_their_x_which_stays_sparse():
    anndata, sparse = pytest.importorskip("anndata"), pytest.importorskip("scipy.sparse")
    np.testing.assert_array_equal(as_array(anndata.AnnData(VALUES), "activations"), VALUES)
    data = anndata.AnnData(sparse.csr_matrix(VALUES))
    for each in (data, data[:], data[[0, 1, 2, 3]]):
        rows = as_rows(each)
        assert not isinstance(rows, np.ndarray)
        np.testing.assert_array_equal(rows[1:3], VALUES[1:3])
    with pytest.raises(ValueError, match=r"AnnData without X; give one of its layers \('raw'\)"):
        as_array(anndata.AnnData(layers={"raw": VALUES}), "activations")


def test_arrays_of_xarray_are_their_values():
    xarray = pytest.importorskip("xarray")
    array = xarray.DataArray(VALUES, dims=("input", "neuron"), name="hidden")
    np.testing.assert_array_equal(as_array(array, "activations"), VALUES)
    with pytest.raises(ValueError, match="Dataset of xarray; give one of its variables: 'hidden'"):
        as_array(array.to_dataset(), "activations")


@pytest.mark.parametrize("kind", ["csr_array", "csc_matrix", "coo_array", "lil_matrix"])
def test_sparse_matrices_stay_sparse_until_rows_are_read(kind, monkeypatch):
    sparse = pytest.importorskip("scipy.sparse")
    given = getattr(sparse, kind)(VALUES)
    rows = as_rows(given)
    assert not isinstance(rows, np.ndarray)
    np.testing.assert_array_equal(rows[[0, 3]], VALUES[[0, 3]])
    np.testing.assert_array_equal(as_array(given, "features"), VALUES)
    monkeypatch.setattr("topomaps.library.array_doors.LARGEST_DENSE", 10)
    with pytest.raises(ValueError, match=r"features of the shape \(4, 3\) are needed all at once"):
        as_array(given, "features")


class OnDlpack:
    """An array of a package that nobody knows."""

    def __init__(self, values):
        self._values = values

    def __dlpack__(self, **options):
        return self._values.__dlpack__(**options)

    def __dlpack_device__(self):
        return self._values.__dlpack_device__()


class OnArray:
    """One that has `__array__` alone, as those of JAX."""

    def __array__(self, dtype=None, copy=None):
        return VALUES


def test_other_packages_are_read_by_the_protocols():
    np.testing.assert_array_equal(as_array(OnDlpack(VALUES), "activations"), VALUES)
    np.testing.assert_array_equal(as_array(OnArray(), "activations"), VALUES)
    np.testing.assert_array_equal(as_array(VALUES.tolist(), "activations"), VALUES)
    np.testing.assert_array_equal(as_array(np.matrix(VALUES), "activations"), VALUES)


def test_bfloat16_of_numpy_and_files_become_single_precision(tmp_path):
    bfloat16 = pytest.importorskip("ml_dtypes").bfloat16
    np.save(tmp_path / "a.npy", VALUES.astype(bfloat16))
    for given in (VALUES.astype(bfloat16), np.load(tmp_path / "a.npy", mmap_mode="r")):
        found = as_array(given, "activations")
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, VALUES)


def test_mapped_files_and_data_sets_are_not_read(tmp_path):
    np.save(tmp_path / "a.npy", VALUES)
    assert isinstance(as_rows(np.load(tmp_path / "a.npy", mmap_mode="r")), np.memmap)
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "a.h5", "w") as file:
        rows = as_rows(file.create_dataset("hidden", data=VALUES))
        assert not isinstance(rows, np.ndarray)
        np.testing.assert_array_equal(rows[np.array([1, 3])], VALUES[[1, 3]])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "activations are None; give an array of numbers"),
        (3, "activations are of type int; give an array of numbers"),
        ([[1, 2], [3]], "activations are a list of rows of 1 to 2 values; all need as many"),
        (np.array([["a", "b"]]), r"are an array of <U1 of the shape \(1, 2\), not real numbers"),
        (VALUES * 1j, r"an array of complex128 of the shape \(4, 3\), not real numbers"),
        (np.array([[1, "a"]], dtype=object), "activations hold int, str, not real numbers"),
        (np.array([["2026-01-01"]], dtype="M8[D]"), "not real numbers"),
        (np.ma.masked_equal(VALUES, 3), "activations have 1 masked values"),
        ({"a": VALUES, "b": VALUES}, "are a mapping of 'a', 'b'; give one of them"),
    ],
)
def test_what_is_no_array_of_numbers_is_refused_with_what_it_is(given, words):
    with pytest.raises(ValueError, match=words):
        as_rows(given)


def test_one_layer_of_several_is_asked_for():
    assert one_layer({"a": VALUES}) is VALUES
    assert one_layer(VALUES) is VALUES
    assert layers_by_name(VALUES) is None
    with pytest.raises(ValueError, match=r"are of 2 layers \('a', 'b'\); give one of them at a"):
        one_layer({"a": VALUES, "b": VALUES})


def test_tables_come_in_the_order_of_arrays():
    assert as_array(of_pandas("plain"), "activations").flags.c_contiguous
    assert as_array(of_torch("turned"), "activations").flags.c_contiguous
