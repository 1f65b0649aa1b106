import numpy as np
import pytest
from topomaps.activations.chunks import chunks, mean_chunks
from topomaps.activations.layer import open_layer_activations

MAPS = np.random.default_rng(0).random((6, 3, 2, 4)).astype(np.float32)
UNITS = MAPS[:, 0, 0]


def test_units_are_their_own_means(tmp_path):
    np.save(tmp_path / "fc.npy", UNITS)
    found = open_layer_activations(tmp_path, "fc")
    for values in (found.values, found.means):
        assert (values.shape, values.dtype) == ((6, 4), np.float32)
        np.testing.assert_array_equal(values[:], UNITS)


def test_whole_maps_are_averaged_on_reading(tmp_path):
    np.save(tmp_path / "conv.npy", MAPS)
    found = open_layer_activations(tmp_path, "conv")
    np.testing.assert_array_equal(found.values[[3, 1]], MAPS[[3, 1]])
    assert found.means.shape == (6, 4)
    np.testing.assert_allclose(found.means[2:4], MAPS[2:4].mean(axis=(1, 2)), rtol=1e-6)


def test_kept_means_stand_for_maps_that_are_not_kept(tmp_path):
    np.save(tmp_path / "conv.means.npy", UNITS)
    found = open_layer_activations(tmp_path, "conv")
    assert found.values is None
    np.testing.assert_array_equal(found.means[:], UNITS)


def test_kept_means_are_read_in_place_of_whole_maps(tmp_path):
    np.save(tmp_path / "conv.npy", MAPS)
    np.save(tmp_path / "conv.means.npy", UNITS)
    found = open_layer_activations(tmp_path, "conv")
    np.testing.assert_array_equal(found.means[:], UNITS)
    np.testing.assert_array_equal(found.values[:], MAPS)
    np.save(tmp_path / "conv.means.npy", UNITS[:5])
    with pytest.raises(ValueError, match=r"conv\.means\.npy has the shape \(5, 4\), which does no"):
        open_layer_activations(tmp_path, "conv")


def test_tokens_of_archives_are_reduced(tmp_path):
    np.savez(tmp_path / "own.npz", **{"activations/block": MAPS[:, 0]})
    found = open_layer_activations(tmp_path / "own.npz", "block", "last")
    np.testing.assert_array_equal(found.means[:], MAPS[:, 0, -1])


def test_unknown_layers_are_answered_with_what_is_there(tmp_path):
    np.save(tmp_path / "conv.means.npy", UNITS)
    with pytest.raises(ValueError, match="no layer 'fc'; it has: conv"):
        open_layer_activations(tmp_path, "fc")


@pytest.mark.parametrize("name", ["conv.npy", "conv.means.npy", "conv/0.npy"])
def test_the_first_input_that_is_not_finite_is_named_with_file_and_layer(tmp_path, name):
    (tmp_path / "conv").mkdir()
    values = (UNITS if "means" in name else MAPS).copy()
    values[[3, 5], ..., 1] = np.inf
    np.save(tmp_path / name, values)
    found = open_layer_activations(tmp_path, "conv")
    expected = values[:3].reshape(3, -1, 4).mean(axis=1)
    np.testing.assert_allclose(found.means[:3], expected, rtol=1e-6)
    sentence = rf"{tmp_path}.*: the activations of layer 'conv' of input 3 contain NaN or infinite"
    for read in (lambda: found.means[:], lambda: list(mean_chunks(found.means))):
        with pytest.raises(ValueError, match=sentence):
            read()


def test_chunks_take_all_kinds(tmp_path):
    (tmp_path / "conv").mkdir()
    for number, part in enumerate(np.split(MAPS.astype(np.float16), [1, 4])):
        np.save(tmp_path / "conv" / f"{number}.npy", part)
    found = open_layer_activations(tmp_path, "conv")
    rows = np.array([5, 0, 3])
    np.testing.assert_array_equal(
        np.concatenate(list(chunks(found.values, rows))), MAPS.astype(np.float16)[rows]
    )
    means = np.concatenate(list(mean_chunks(found.values, rows)))
    np.testing.assert_allclose(means, MAPS[rows].mean(axis=(1, 2)), rtol=1e-2)
