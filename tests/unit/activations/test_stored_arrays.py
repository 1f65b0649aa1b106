"""Arrays are mapped, not loaded; what is no array of numbers is refused in sentences."""

import ml_dtypes
import numpy as np
import pytest
from topomaps.activations.array_files import open_array
from topomaps.activations.layer_lists import stored_layers
from topomaps.activations.stored_arrays import open_inputs, open_layer

VALUES = np.random.default_rng(0).random((6, 4)).astype(np.float32)
TOKENS = np.random.default_rng(1).random((6, 5, 4)).astype(np.float32)


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
    assert isinstance(open_layer(tmp_path, "fc"), np.memmap)
    np.testing.assert_array_equal(open_layer(tmp_path / "fc.npy", "fc"), VALUES)
    np.testing.assert_array_equal(open_inputs(tmp_path), VALUES)


def test_inputs_may_be_missing_or_in_parts(archive, tmp_path):
    assert open_inputs(archive) is None
    assert open_inputs(tmp_path) is None
    np.savez(tmp_path / "with.npz", inputs=VALUES)
    np.testing.assert_array_equal(open_inputs(tmp_path / "with.npz"), VALUES)
    write_shards(tmp_path / "inputs", VALUES, [2, 4])
    np.testing.assert_array_equal(open_inputs(tmp_path)[3], VALUES[3])


def write_shards(folder, values, cuts):
    folder.mkdir()
    for number, part in enumerate(np.split(values, cuts)):
        np.save(folder / f"{number}.npy", part)


def test_a_folder_of_files_is_one_layer_in_their_natural_order(tmp_path):
    values = np.arange(44, dtype=np.float32).reshape(22, 2)
    write_shards(tmp_path / "fc", values, range(2, 22, 2))  # 0.npy … 10.npy
    np.testing.assert_array_equal(open_layer(tmp_path, "fc"), values)
    np.save(tmp_path / "fc.npy", values)
    with pytest.raises(ValueError, match="both hold 'fc'; take one of them away"):
        open_layer(tmp_path, "fc")


def test_shards_that_do_not_fit_are_named(tmp_path):
    write_shards(tmp_path / "fc", VALUES, [2])
    np.save(tmp_path / "fc" / "2.npy", VALUES[:, :3])
    with pytest.raises(ValueError, match=r"2\.npy has the shape \(6, 3\).* must agree"):
        open_layer(tmp_path, "fc")


def test_layers_of_which_only_means_are_kept_are_not_whole(tmp_path):
    np.save(tmp_path / "conv.means.npy", VALUES)
    with pytest.raises(ValueError, match="has only means of 'conv', not its whole activations"):
        open_layer(tmp_path, "conv")


@pytest.mark.parametrize("kind", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("where", ["file", "shards", "npz"])
def test_half_precision_is_read_as_single_precision(tmp_path, kind, where):
    values = VALUES.astype(kind)
    path = tmp_path
    if where == "file":
        np.save(tmp_path / "fc.npy", values)
    elif where == "shards":
        write_shards(tmp_path / "fc", values, [1, 3])
    else:
        path = tmp_path / "own.npz"
        np.savez(path, **{"activations/fc": values})
    found = open_layer(path, "fc")
    assert (found.dtype, found.ndim, len(found)) == (np.float32, 2, 6)
    np.testing.assert_array_equal(found[[4, 0]], values[[4, 0]].astype(np.float32))
    np.testing.assert_allclose(found[:], VALUES, rtol=0.01)


@pytest.mark.parametrize("kind", ["V1", "V4", [("a", "u1"), ("b", "u1")]])
def test_other_raw_bytes_are_no_numbers(tmp_path, kind):
    np.save(tmp_path / "fc.npy", np.zeros((6, 4), kind))
    with pytest.raises(ValueError, match="not numbers"):
        open_layer(tmp_path, "fc")


@pytest.mark.parametrize("where", ["file", "shards", "npz"])
@pytest.mark.parametrize(("tokens", "expected"), [("mean", TOKENS.mean(1)), (-2, TOKENS[:, 3])])
def test_tokens_are_reduced(tmp_path, where, tokens, expected):
    path = tmp_path
    if where == "file":
        np.save(tmp_path / "block.npy", TOKENS)
    elif where == "shards":
        write_shards(tmp_path / "block", TOKENS, [4])
    else:
        path = tmp_path / "own.npz"
        np.savez(path, **{"activations/block": TOKENS})
    found = open_layer(path, "block", tokens)
    assert found.shape == (6, 4)
    np.testing.assert_allclose(found[:], expected, rtol=1e-6)


def test_tokens_of_which_nothing_is_said_are_refused_and_so_are_wrong_ones(tmp_path):
    np.save(tmp_path / "block.npy", TOKENS)
    with pytest.raises(ValueError, match=r"\(6, 5, 4\); .*give the experiment the key `tokens`"):
        open_layer(tmp_path, "block")
    with pytest.raises(ValueError, match=r"block\.npy: .* 'block': tokens is 5, but there are 5"):
        open_layer(tmp_path, "block", 5)


def test_layers_without_tokens_stay_as_they_are(tmp_path):
    np.save(tmp_path / "fc.npy", VALUES)
    np.save(tmp_path / "conv.npy", VALUES.reshape(6, 2, 2, 1))
    assert open_layer(tmp_path, "fc", "mean").shape == (6, 4)
    assert open_layer(tmp_path, "conv", "mean").shape == (6, 2, 2, 1)


def test_unknown_layers_are_answered_with_what_is_there(archive):
    with pytest.raises(ValueError, match=r"no layer 'cf'; it has: fc, conv.1"):
        open_layer(archive, "cf")
    with pytest.raises(ValueError, match="no array 'label'; it has: labels, activations/fc"):
        open_array(archive, "label")


@pytest.mark.parametrize("shape", [(6,), (6, 4, 4, 4, 4), ()])
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
    for name, advice in (("fc", "numbers or text"), ("cut", "damaged"), ("empty", "damaged")):
        for path in (tmp_path, tmp_path / f"{name}.npy"):
            with pytest.raises(ValueError, match=rf"{name}\.npy cannot be used .* {advice}"):
                open_layer(path, name)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_altered_archives_are_named(tmp_path, save):
    path = tmp_path / "own.npz"
    save(path, activations=VALUES)
    content = path.read_bytes()
    path.write_bytes(content[:60] + bytes(40) + content[100:])
    with pytest.raises(ValueError, match=r"own\.npz: the array 'activations' .* it is damaged"):
        open_layer(path, "activations")


def test_truncated_archives_are_refused(archive):
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(ValueError, match="or not a whole one"):
        open_layer(archive, "fc")
