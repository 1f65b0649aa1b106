"""Arrays are mapped, not loaded; what is no array of numbers is refused in sentences."""

import numpy as np
import pytest
from topomaps.activations.stored_arrays import open_array, open_layer, open_pictures
from topomaps.activations.layer_lists import stored_layers

VALUES = np.random.default_rng(0).random((6, 4)).astype(np.float32)


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "own.npz"
    arrays = {"activations/fc": VALUES, "activations/conv.1": np.asfortranarray(VALUES * 2)}
    np.savez(path, labels=np.arange(6), **arrays)
    return path


def test_stored_arrays_are_mapped(archive):
    assert stored_layers(archive) == ["fc", "conv.1"]
    for layer, factor in (("fc", 1), ("conv.1", 2)):
        values = open_layer(archive, layer)
        assert isinstance(values, np.memmap)
        np.testing.assert_array_equal(values, VALUES * factor)


def test_compressed_arrays_are_loaded_with_a_warning(tmp_path, caplog):
    np.savez_compressed(tmp_path / "small.npz", activations=VALUES)
    np.testing.assert_array_equal(open_layer(tmp_path / "small.npz", "activations"), VALUES)
    assert "numpy.savez" in caplog.text


def test_folders_hold_a_file_for_each_layer(tmp_path):
    np.save(tmp_path / "fc.npy", VALUES)
    np.save(tmp_path / "inputs.npy", VALUES)
    assert stored_layers(tmp_path) == ["fc"]
    assert isinstance(open_layer(tmp_path, "fc"), np.memmap)
    np.testing.assert_array_equal(open_layer(tmp_path / "fc.npy", "any"), VALUES)
    np.testing.assert_array_equal(open_pictures(tmp_path), VALUES)
    np.testing.assert_array_equal(open_pictures(tmp_path / "inputs.npy"), VALUES)


def test_pictures_may_be_missing(archive, tmp_path):
    assert open_pictures(archive) is None
    np.savez(tmp_path / "dataset.npz", test_inputs=VALUES)
    np.testing.assert_array_equal(open_pictures(tmp_path / "dataset.npz"), VALUES)


def test_unknown_layers_are_answered_with_what_is_there(archive):
    with pytest.raises(ValueError, match=r"no layer 'cf'; it has: fc, conv.1"):
        open_layer(archive, "cf")
    with pytest.raises(ValueError, match="no array 'label'; it has: labels, activations/fc"):
        open_array(archive, "label")


@pytest.mark.parametrize("shape", [(6,), (6, 4, 4), ()])
def test_other_shapes_are_refused(tmp_path, shape):
    np.savez(tmp_path / "own.npz", activations=np.zeros(shape))
    with pytest.raises(ValueError, match=r"have the shape .* allowed are \(inputs, neurons\)"):
        open_layer(tmp_path / "own.npz", "activations")


def test_text_is_no_activation(tmp_path):
    np.savez(tmp_path / "own.npz", activations=np.array([["a", "b"]]))
    with pytest.raises(ValueError, match="not numbers"):
        open_layer(tmp_path / "own.npz", "activations")


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_objects_are_never_unpickled(tmp_path, save):
    save(tmp_path / "own.npz", activations=np.array([[1, "a"]], dtype=object))
    with pytest.raises(ValueError, match="not as Python objects"):
        open_layer(tmp_path / "own.npz", "activations")


def test_files_that_hold_objects_or_are_damaged_are_named(tmp_path):
    np.save(tmp_path / "fc.npy", np.array([[1, "a"]], dtype=object))
    np.save(tmp_path / "cut.npy", VALUES)
    (tmp_path / "cut.npy").write_bytes((tmp_path / "cut.npy").read_bytes()[:-9])
    (tmp_path / "empty.npy").touch()
    for name in ("fc", "cut", "empty"):
        for path in (tmp_path, tmp_path / f"{name}.npy"):
            with pytest.raises(ValueError, match=rf"{name}\.npy cannot be used .* numbers or text"):
                open_layer(path, name)


def test_truncated_archives_are_refused(archive):
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(ValueError, match="or not a whole one"):
        open_layer(archive, "fc")


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "own.npz").write_bytes(b"PK no")
    with pytest.raises(ValueError, match=r"own.npz is no .npz file"):
        stored_layers(tmp_path / "own.npz")
    with pytest.raises(ValueError, match="does not exist"):
        stored_layers(tmp_path / "other.npz")


def test_files_without_activations_are_refused(tmp_path):
    np.savez(tmp_path / "own.npz", labels=np.arange(3))
    with pytest.raises(ValueError, match=r"no activations, but labels; .* activations/<layer>"):
        stored_layers(tmp_path / "own.npz")
