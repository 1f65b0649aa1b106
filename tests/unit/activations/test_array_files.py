"""Formats of activations beside `.npz`, each opened without being loaded as far as it can be."""

import json

import ml_dtypes
import numpy as np
import pytest
from topomaps.activations.array_names import array_names
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.layer_lists import files_to_watch, inputs_file, stored_layers
from topomaps.activations.stored_arrays import open_layer

VALUES = np.random.default_rng(0).random((9, 5)).astype(np.float32)
MAPS = np.random.default_rng(1).random((9, 4, 3, 3)).astype(np.float32)
SAFETENSORS = {np.dtype("<f4"): "F32", np.dtype("<f2"): "F16", np.dtype("<i8"): "I64"}


def save_safetensors(path, arrays):
    """Write the format by its description: length of the header, header, numbers."""
    header, data = {"__metadata__": {"by": "test"}}, b""
    for name, array in arrays.items():
        dtype = SAFETENSORS.get(array.dtype, "BF16")
        places = [len(data), len(data) + array.nbytes]
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": places}
        data += array.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


@pytest.mark.parametrize("kind", [np.float32, np.float16, np.int64, ml_dtypes.bfloat16])
def test_safetensors_are_mapped(tmp_path, kind):
    path, values = tmp_path / "own.safetensors", (VALUES * 100).astype(kind)
    save_safetensors(path, {"conv.1": MAPS, "fc": values, "labels": np.arange(9)})
    assert stored_layers(path) == ["conv.1", "fc"]
    np.testing.assert_array_equal(open_layer(path, "fc")[:], values.astype(np.float32))
    np.testing.assert_array_equal(
        open_layer(path, "conv.1", channels="first")[[4, 0]], np.moveaxis(MAPS, 1, -1)[[4, 0]]
    )


def test_safetensors_are_those_that_its_own_package_writes(tmp_path):
    package = pytest.importorskip("safetensors.numpy")
    path = tmp_path / "own.safetensors"
    package.save_file({"activations/a": VALUES, "other": MAPS}, path)
    assert stored_layers(path) == ["a"]
    np.testing.assert_array_equal(open_layer(path, "a"), VALUES)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: content[:-4], "cut off"),
        (lambda content: content + b"more", "cut off, or has more"),
        (lambda content: content[:20], "not a whole one"),
        (lambda content: b"<html>" + content, "no .safetensors file"),
        (lambda content: content.replace(b"[9, 5]", b"[9, 6]"), "header is damaged"),
        (lambda content: content.replace(b'"F32"', b'"F8_"'), "type F8_ are not known"),
        (lambda content: content.replace(b"[9, 5]", b"[-9,5"), "header is damaged"),
    ],
)
def test_damaged_safetensors_are_refused(tmp_path, change, words):
    path = tmp_path / "own.safetensors"
    save_safetensors(path, {"fc": VALUES})
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ValueError, match=words):
        array_names(path)


def test_weights_of_a_network_are_no_activations(tmp_path):
    save_safetensors(tmp_path / "model.safetensors", {"a.weight": VALUES, "a.bias": VALUES[0]})
    with pytest.raises(ValueError, match="weights of a network, not activations"):
        stored_layers(tmp_path / "model.safetensors")


@pytest.mark.parametrize("names", [("fc", "conv/1"), ("activations/fc", "activations/conv/1")])
def test_hdf5_is_read_by_rows(tmp_path, names):
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "own.h5"
    with h5py.File(path, "w") as file:
        for name, values in zip(names, (VALUES, MAPS), strict=True):
            file[name] = values
        file["labels"] = ["a", "b", "c"] * 3
        file.create_dataset("attributes/sex", data=np.array(["F"] * 9, dtype="S1"))
        file["predictions"] = np.arange(9) % 2
        file["class_names"] = ["a", "b", "c"]
    assert stored_layers(path)[-1] == "fc"
    found = open_layer(path, "fc")
    assert (found.shape, found.dtype) == ((9, 5), np.float32)
    for rows in ([7, 2, 2, 0], [1], [], [8, 0]):
        np.testing.assert_array_equal(found[np.array(rows, dtype=int)], VALUES[rows])
    np.testing.assert_array_equal(found[2:5], VALUES[2:5])
    known = read_inputs(path)
    assert known.labels.tolist() == [0, 1, 2] * 3
    assert known.predictions.tolist() == (np.arange(9) % 2).tolist()
    assert known.attributes["sex"].tolist() == ["F"] * 9
    if names[1].startswith("activations"):
        means = open_layer_activations(path, "conv/1", channels="first").means
        np.testing.assert_allclose(means[:], MAPS.mean(axis=(2, 3)), rtol=1e-6)


def test_hdf5_files_that_are_none_are_named(tmp_path):
    h5py = pytest.importorskip("h5py")
    (tmp_path / "own.h5").write_bytes(b"no")
    with pytest.raises(ValueError, match="no HDF5 file, or a damaged one"):
        array_names(tmp_path / "own.h5")
    with h5py.File(tmp_path / "weights.h5", "w") as file:
        file["model_weights/dense/kernel"] = VALUES
    with pytest.raises(ValueError, match="has no activations, but model_weights/dense/kernel"):
        stored_layers(tmp_path / "weights.h5")


def test_a_single_array_has_the_name_of_its_file_and_a_table_beside_it(tmp_path):
    path = tmp_path / "fc1.npy"
    np.save(path, VALUES)
    assert stored_layers(path) == ["fc1"]
    np.testing.assert_array_equal(open_layer(path, "fc1"), VALUES)
    assert inputs_file(path) == path
    (tmp_path / "inputs.csv").write_text("label\n" + "a\n" * 9)
    assert files_to_watch(path, ["fc1"]) == [path, tmp_path / "inputs.csv"]
    (tmp_path / "fc1.csv").write_text("label\n" + "a\nb\nc\n" * 3)
    assert inputs_file(path) == tmp_path / "fc1.csv"
    assert read_inputs(path).class_names == ("a", "b", "c")


@pytest.mark.parametrize("suffix", [".pt", ".pth", ".pkl", ".joblib"])
def test_pickles_are_never_read_and_the_way_out_is_told(tmp_path, suffix):
    (tmp_path / f"own{suffix}").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    words = rf"own\{suffix} is a \{suffix} file, which is never read.*numpy\.savez"
    with pytest.raises(ValueError, match=words):
        stored_layers(tmp_path / f"own{suffix}")
    with pytest.raises(ValueError, match=words):
        stored_layers(tmp_path)


def test_other_files_are_told_what_is_read(tmp_path):
    (tmp_path / "own.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match=r"own\.csv is no \.npz file.*\.safetensors, \.h5 and"):
        stored_layers(tmp_path / "own.csv")


def write_features(folder, form, values):
    """What thingsvision writes of features of a layer."""
    files = [f"{'cat' if n % 2 else 'dog'}/{n}.jpg" for n in range(len(values))]
    (folder / "file_names.txt").write_text("\n".join(files) + "\n")
    if form == "npy":
        np.save(folder / "features.npy", values)
    elif form == "parts":
        for number, part in enumerate(np.split(values, [1, 4]), start=9):
            np.save(folder / f"features_{number:02d}.npy", part)
    elif form == "txt":
        np.savetxt(folder / "features.txt", values)
    elif form == "mat":
        pytest.importorskip("scipy.io").savemat(folder / "features.mat", {"features": values})
    else:
        with pytest.importorskip("h5py").File(folder / "features.hdf5", "w") as file:
            file["features"] = values


@pytest.mark.parametrize("form", ["npy", "parts", "txt", "mat", "hdf5"])
def test_folders_of_thingsvision_are_read_as_they_are(tmp_path, form):
    write_features(tmp_path, form, VALUES)
    assert stored_layers(tmp_path) == ["features"]
    found = open_layer(tmp_path, "features")
    np.testing.assert_array_equal(found[:], VALUES)
    known = read_inputs(tmp_path)
    assert known.class_names == ("cat", "dog")
    assert known.labels.tolist() == [1, 0, 1, 0, 1, 0, 1, 0, 1]
    assert known.attributes["file"][8] == "dog/8.jpg"
    assert tmp_path / "file_names.txt" in files_to_watch(tmp_path, ["features"])


def test_a_matlab_file_may_have_an_array_for_each_image(tmp_path):
    savemat = pytest.importorskip("scipy.io").savemat
    savemat(tmp_path / "features.mat", {f"img{n}": VALUES[n] for n in reversed(range(9))})
    names = tmp_path / "file_names.txt"
    names.write_text("\n".join(f"img{n}.png" for n in range(9)))
    np.testing.assert_array_equal(open_layer(tmp_path, "features")[:], VALUES)
    assert read_inputs(tmp_path).labels is None
    names.write_text("img9.png")
    with pytest.raises(ValueError, match="no features of img9, which file_names"):
        open_layer(tmp_path, "features")


def test_folders_of_modules_hold_ranges_of_images(tmp_path):
    (tmp_path / "file_names.txt").write_text("\n".join(f"{n}.jpg" for n in range(9)))
    for module in ("features.0", "classifier"):
        (tmp_path / module).mkdir()
        for first, last in ((0, 2), (2, 9)):
            np.save(tmp_path / module / f"features_{first}-{last}.npy", VALUES[first:last])
    assert stored_layers(tmp_path) == ["classifier", "features.0"]
    np.testing.assert_array_equal(open_layer(tmp_path, "features.0")[:], VALUES)


def test_layers_that_are_called_features_stay_apart(tmp_path):
    for number in (1, 2):
        np.save(tmp_path / f"features_{number}.npy", VALUES)
    assert stored_layers(tmp_path) == ["features_1", "features_2"]
