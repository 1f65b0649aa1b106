import json
import struct

import numpy as np
import pytest
from scipy.sparse import csr_array, save_npz
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.layer_lists import stored_layers
from topomaps.activations.sparse_names import sparse_arrays, with_sparse
from topomaps.activations.sparse_rows import SparseRows

DENSE = np.array([[0, 2, 0, 0], [0, 0, 0, 0], [1.5, 0, -3, 0]], dtype=np.float32)
PARTS = ("data", "indices", "indptr")


def parts_of(dense=DENSE):
    found = csr_array(dense)
    return {name: getattr(found, name) for name in PARTS}


def test_rows_become_dense_as_they_are_asked_for():
    rows = SparseRows(**parts_of(), shape=(3, 4))
    np.testing.assert_array_equal(rows, DENSE)
    np.testing.assert_array_equal(rows[[2, 0]], DENSE[[2, 0]])
    np.testing.assert_array_equal(rows[1:], DENSE[1:])
    np.testing.assert_array_equal(rows[2], DENSE[2])
    np.testing.assert_array_equal(rows[np.array([True, False, True])], DENSE[[0, 2]])
    assert rows[:0].shape == (0, 4)


def test_a_column_that_stands_twice_is_summed():
    rows = SparseRows(np.array([1.0, 2.0]), np.array([3, 3]), np.array([0, 2]))
    np.testing.assert_array_equal(rows[:], [[0, 0, 0, 3]])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"indptr": np.array([0, 3, 1, 3])}, "indptr does not rise"),
        ({"indices": np.array([0, 1])}, "not one column"),
        ({"indices": np.array([-1, 0, 1])}, "not one column"),
        ({"indices": np.array([0.0, 1, 2])}, "no rows of numbers"),
        ({"shape": (3, 2)}, r"its shape is \(3, 2\), but it has 3 rows and 3 columns"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changed, said):
    with pytest.raises(ValueError, match=said):
        SparseRows(**{**parts_of(), **changed})


def test_names_of_parts_stand_for_one_array():
    names = [f"activations/sae/{each}" for each in (*PARTS, "shape")]
    assert with_sparse(["labels", *names]) == ["labels", "activations/sae"]
    torch = ["f.values", "f.col_indices", "f.crow_indices"]
    assert sparse_arrays(torch) == {"f": dict(zip(PARTS, torch, strict=True))}
    assert with_sparse(["mydata", "myindices", "myindptr"]) == ["mydata", "myindices", "myindptr"]


def write_safetensors(path, arrays):
    header, content = {}, b""
    for name, each in arrays.items():
        kind = {"f4": "F32", "i4": "I32", "i8": "I64"}[each.dtype.str[1:]]
        end = len(content) + each.nbytes
        header[name] = {"dtype": kind, "shape": each.shape, "data_offsets": [len(content), end]}
        content += each.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content)


@pytest.mark.parametrize("form", ["scipy", "plain scipy", "npz", "safetensors", "folder"])
def test_sparse_layers_are_read_from_every_file(tmp_path, form):
    path, layer = tmp_path / "own.npz", "sae"
    named = {f"activations/sae/{name}": each for name, each in parts_of().items()}
    named["activations/sae/shape"] = np.array([3, 4])
    if "scipy" in form:
        layer = "activations"
        save_npz(path, csr_array(DENSE), compressed=form == "scipy")
    elif form == "npz":
        np.savez(path, labels=np.array(["a", "b", "a"]), **named)
    elif form == "safetensors":
        path = path.with_suffix(".safetensors")
        write_safetensors(path, named)
    else:
        path = tmp_path / "folder"
        path.mkdir()
        save_npz(path / "sae.npz", csr_array(DENSE))
    assert stored_layers(path) == [layer]
    np.testing.assert_array_equal(open_layer_activations(path, layer).means, DENSE)


def test_another_sparse_form_is_refused(tmp_path):
    save_npz(tmp_path / "own.npz", csr_array(DENSE).tocsc())
    with pytest.raises(ValueError, match="of the form csc"):
        open_layer_activations(tmp_path / "own.npz", "activations")
