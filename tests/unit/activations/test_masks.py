"""Tokens that a mask names as padding count for nothing, however activations are stored."""

import ml_dtypes
import numpy as np
import pytest
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.layer_lists import mask_name, stored_layers
from topomaps.activations.masks import unmasked_padding
from topomaps.activations.stored_arrays import open_layer

LENGTHS = np.array([3, 1, 5, 2, 4, 5])
REAL = np.arange(5) < LENGTHS[:, None]
VALUES = np.random.default_rng(0).standard_normal((6, 5, 4)).astype(np.float32)
VALUES[~REAL] = np.nan  # what nobody may see
CUTS = (2, 3)  # between shards


def written(folder, where, values, real, mask="masks/block"):
    """Write a layer and its mask; the path to name."""
    if where == "npz":
        np.savez(folder / "own.npz", **{"activations/block": values, mask: real})
        return folder / "own.npz"
    if where == "hdf5":
        h5py = pytest.importorskip("h5py")
        with h5py.File(folder / "own.h5", "w") as file:
            file["activations/block"], file[mask] = values, real
        return folder / "own.h5"
    for name, array in (("block", values), (mask, real)):
        (folder / name).parent.mkdir(exist_ok=True)
        if where == "file":
            np.save(folder / f"{name}.npy", array)
            continue
        (folder / name).mkdir()
        # Each shard is as long as its longest text
        for number, part in enumerate(np.split(array, CUTS)):
            longest = np.split(LENGTHS, CUTS)[number].max()
            np.save(folder / name / f"{number}.npy", part[:, :longest])
    return folder


def masked_mean(values):
    counts = REAL.sum(axis=1)[:, None]
    return np.where(REAL[..., None], values, 0).sum(axis=1, dtype=np.float64) / counts


EXPECTED = {
    "mean": masked_mean,
    "max": lambda values: np.where(REAL[..., None], values, -np.inf).max(axis=1),
    "first": lambda values: values[:, 0],
    "last": lambda values: values[np.arange(6), LENGTHS - 1],
    -1: lambda values: values[np.arange(6), LENGTHS - 1],
}


@pytest.mark.parametrize("mask", ["masks/block", "mask", "masks"])
@pytest.mark.parametrize("where", ["npz", "hdf5", "file", "shards"])
@pytest.mark.parametrize("tokens", EXPECTED)
def test_padding_is_left_out(tmp_path, where, tokens, mask):
    if where == "shards" and mask == "masks":
        mask = "mask"  # a folder `masks` of files is one of layers that are called so
    path = written(tmp_path, where, VALUES, REAL, mask)
    assert stored_layers(path) == ["block"]
    found = open_layer_activations(path, "block", tokens).means
    np.testing.assert_allclose(found[:], EXPECTED[tokens](VALUES), rtol=1e-6)
    np.testing.assert_array_equal(found[np.array([4, 1])], found[:][[4, 1]])


@pytest.mark.parametrize("kind", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("where", ["npz", "file", "shards"])
def test_half_precision_is_exact(tmp_path, kind, where):
    values = VALUES.astype(kind)
    path = written(tmp_path, where, values, REAL.astype(np.int64))
    expected = masked_mean(values.astype(np.float64)).astype(np.float32)
    np.testing.assert_array_equal(open_layer(path, "block", "mean")[:], expected)


def test_padding_may_come_first(tmp_path):
    path = written(tmp_path, "npz", VALUES[:, ::-1], REAL[:, ::-1])
    found = open_layer(path, "block", "first")
    np.testing.assert_array_equal(found[:], VALUES[np.arange(6), LENGTHS - 1])


def test_numbers_count_real_tokens_and_must_be_there(tmp_path):
    path = written(tmp_path, "npz", VALUES, REAL)
    found = open_layer(path, "block", 1)
    np.testing.assert_array_equal(found[[0, 2]], VALUES[[0, 2], 1])
    with pytest.raises(ValueError, match="input 1 has 1 tokens without its padding"):
        found[:]


@pytest.mark.parametrize("where", ["npz", "shards"])
def test_inputs_without_tokens_are_named(tmp_path, where):
    real = REAL.copy()
    real[4] = False
    path = written(tmp_path, where, VALUES, real)
    with pytest.raises(ValueError, match=r"input 4 has no token.*leave it out"):
        open_layer(path, "block", "mean")[:]


@pytest.mark.parametrize(
    ("real", "words"),
    [
        (REAL[:4], "has 4 rows, fewer than the layer"),
        (REAL[:, :4], "is for 4 tokens, but the layer has 5; .*masks/<layer>"),
        (np.pad(REAL, ((0, 0), (0, 1)), constant_values=True), "is for 6 tokens"),
        (REAL[..., None], r"\(6, 5, 1\); give a truth value for each input and token"),
        (REAL * 2, "other values than 0 and 1"),
        (REAL.astype(str), "give a truth value"),
    ],
)
def test_masks_that_do_not_fit_are_refused(tmp_path, real, words):
    path = written(tmp_path, "npz", VALUES, real)
    with pytest.raises(ValueError, match=words):
        open_layer(path, "block", "mean")[:]


def test_a_mask_may_be_longer_where_all_is_padding(tmp_path):
    path = written(tmp_path, "npz", VALUES, np.pad(REAL, ((0, 0), (0, 2))))
    np.testing.assert_allclose(open_layer(path, "block", "mean")[:], masked_mean(VALUES), rtol=1e-6)


def test_masks_of_unknown_layers_are_never_left_out(tmp_path):
    path = written(tmp_path, "npz", VALUES, REAL, mask="masks/blok")
    with pytest.raises(ValueError, match=r"a mask masks/blok, but no such layer; it has: block"):
        mask_name(path, "block")


def test_folders_of_masks_are_of_layers_or_of_all(tmp_path):
    np.save(tmp_path / "block.npy", VALUES)
    (tmp_path / "masks").mkdir()
    np.save(tmp_path / "masks" / "0.npy", REAL[:2])
    np.save(tmp_path / "masks" / "1.npy", REAL[2:])
    assert mask_name(tmp_path, "block") == "masks"
    np.testing.assert_allclose(
        open_layer(tmp_path, "block", "mean")[:], masked_mean(VALUES), rtol=1e-6
    )
    np.save(tmp_path / "0.npy", VALUES[:2])  # a layer of this name: what is masks/1 then?
    with pytest.raises(ValueError, match="mask masks/1, but no such layer"):
        mask_name(tmp_path, "0")


TEXTS = np.random.default_rng(0).standard_normal((20, 6, 3)).astype(np.float32)
LENGTHS_OF_TEXTS = np.random.default_rng(1).integers(2, 5, 20)


def padded(value, end):
    values = TEXTS.copy()
    values[np.arange(6) >= LENGTHS_OF_TEXTS[:, None]] = value
    return values if end == "last" else values[:, ::-1]


@pytest.mark.parametrize("value", [0, 1.5, np.nan])
@pytest.mark.parametrize("end", ["first", "last"])
def test_equal_tokens_at_an_end_are_padding(value, end):
    assert unmasked_padding(padded(value, end)) == end


def test_the_same_two_last_tokens_of_most_inputs_are_padding():
    values = TEXTS.copy()
    values[:15, 4:] = TEXTS[0, 4:]  # padding with a value for each place
    assert unmasked_padding(values) == "last"
    values[:, 0] = TEXTS[0, 0]  # a token that begins each text is none
    values[:15, 4] = TEXTS[:15, 4]
    assert unmasked_padding(values) is None


def test_texts_without_padding_are_left_in_peace():
    assert unmasked_padding(TEXTS) is None
    assert unmasked_padding(TEXTS[:, :2]) is None
    assert unmasked_padding(TEXTS[:1]) is None
