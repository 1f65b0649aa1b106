"""Adapter of the NAPs: of all groups, features and conditions, from files of any source."""

import logging

import numpy as np
import pandas as pd
import pytest
from stages import CLASS_NAMES, changed
from topomaps.activations.group_means import GroupMeans, save_group_means
from topomaps.common.files import load_arrays, save_arrays
from topomaps.groups.files import load_groups
from topomaps.groups.sampling import sampled_in_trial

TRIALS = {"condition": "naps", "last": 2, "examples_per_group": 10}


@pytest.fixture
def maps(tmp_path):
    """Activations of 30 inputs in two layers of 20 neurons, one of feature maps."""
    generator = np.random.default_rng(0)
    labels = np.arange(30) % 3
    peaks = np.repeat(np.eye(3), 7, axis=1)[labels, :20]
    path = tmp_path / "own.npz"
    arrays = {
        "activations/units": generator.random((30, 20)) + peaks,
        "activations/maps": generator.random((30, 2, 2, 20)) + peaks[:, None, None],
        "attributes/sex": np.array(["F", "M"])[labels % 2],
    }
    save_arrays(path, labels=labels, **arrays)
    return path


def test_each_trial_has_its_own_draw(draw):
    naps = load_arrays(draw(**TRIALS))
    assert naps["naps"].shape == (3, 3, 12)
    assert naps["features"].shape == (3, 12, 3)
    assert naps["features"].dtype == np.float32
    assert (naps["counts"] == 10).all()
    assert naps["groups"].tolist() == ["cat", "dog", "owl"]
    assert (naps["naps"][0] != naps["naps"][1]).all()
    np.testing.assert_allclose(naps["features"][1], naps["naps"][1].T, rtol=1e-6)


def test_a_trial_does_not_depend_on_its_block(draw):
    together = load_arrays(draw(**TRIALS))
    alone = load_arrays(draw(name="b.npz", **{**TRIALS, "first": 2}))
    assert (together["naps"][2] == alone["naps"][0]).all()
    assert alone["trials"].tolist() == [2]


def test_small_and_empty_groups_are_warned_of_and_recorded(draw, activations, caplog):
    with caplog.at_level(logging.WARNING):
        naps = load_arrays(draw(by=["correctness"], examples_per_group=15))
    counts = dict(zip(naps["groups"].tolist(), naps["counts"][0].tolist(), strict=True))
    assert counts["cat correct"] == 15
    assert counts["cat wrong"] == 3
    assert "'cat wrong' has 3 of the 15 inputs asked for: all are taken" in caplog.text
    arrays = load_arrays(activations)
    changed(activations, predictions=arrays["labels"])
    with caplog.at_level(logging.WARNING):
        naps = load_arrays(draw(by=["correctness"], **TRIALS))
    assert "'cat wrong' has 0 of the 10 inputs asked for: its map is empty" in caplog.text
    assert np.isnan(naps["naps"][:, 3:]).all()
    assert np.isfinite(naps["features"]).all()
    assert (naps["examples"][:, 3:] == -1).all()


def test_all_inputs_are_taken_without_a_number_and_nobody_is_warned(draw, caplog):
    with caplog.at_level(logging.WARNING):
        assert load_arrays(draw())["counts"].tolist() == [[20, 20, 20]]
    assert not caplog.text


def test_only_the_groups_asked_for(draw):
    assert load_arrays(draw(only=["cat", "owl"]))["groups"].tolist() == ["cat", "owl"]


def test_a_dead_layer_is_refused_and_older_results_stay(draw, activations):
    naps = draw()
    before = naps.read_bytes()
    dead = {"activations/units": np.zeros((60, 12), np.float32)}
    changed(activations, **dead)
    with pytest.raises(ValueError, match="every neuron of the layer acts the same"):
        draw()
    assert naps.read_bytes() == before


def test_stacked_features_leave_the_colours_alone(draw):
    naps = load_arrays(draw(examples_per_group=5))
    stacked = load_arrays(draw(examples_per_group=5, features="balanced"))
    assert stacked["features"].shape == (1, 12, 30)
    assert (stacked["naps"] == naps["naps"]).all()
    correct = load_arrays(
        draw(examples_per_group=5, features="balanced", balanced_correct_only=True)
    )
    assert (correct["features"] != stacked["features"]).any()
    imbalanced = load_arrays(draw(features="random", condition="naps", last=3))
    assert imbalanced["features"].shape == (4, 12, 30)  # however many inputs a trial has


def test_correct_inputs_alone_are_stacked_where_that_is_asked_for(draw, activations):
    arrays = load_arrays(activations)
    marked = arrays["activations/units"].copy()
    marked[:9, 0] = 1000  # the wrongly classified inputs
    changed(activations, **{"activations/units": marked})
    how = {"features": "balanced", "stacked_examples": 51}
    assert load_arrays(draw(**how))["features"].max() == 1000
    assert load_arrays(draw(**how, balanced_correct_only=True))["features"].max() < 1000


def test_random_groups_have_the_same_sizes_and_no_influence(draw):
    naps = load_arrays(draw(random_groups=True))
    assert naps["groups"].tolist() == ["cat", "dog", "owl", "random 1", "random 2", "random 3"]
    assert naps["kinds"].tolist() == ["given"] * 3 + ["random"] * 3
    assert naps["naps"].shape == (1, 6, 12)
    assert naps["counts"].tolist() == [[20] * 6]
    np.testing.assert_allclose(naps["naps"].sum(axis=1), 0, atol=1e-5)
    size = np.abs(naps["naps"][0, :, :3]).mean(axis=1)
    assert size[:3].min() > 2 * size[3:].max()


def test_naps_of_feature_maps_are_coloured_by_means_and_laid_out_by_all_values(draw, maps):
    values = load_arrays(draw(maps, layer="maps"))
    assert values["naps"].shape == (1, 3, 20)
    assert values["features"].shape == (1, 20, 3 * 4)
    assert values["counts"].tolist() == [[10, 10, 10]]
    np.testing.assert_allclose(values["naps"].sum(axis=1), 0, atol=1e-12)
    means = load_arrays(draw(maps, layer="maps", feature_maps="means"))
    assert means["features"].shape == (1, 20, 3)
    np.testing.assert_allclose(means["naps"], values["naps"], rtol=1e-6)


def test_sums_that_an_extraction_kept_give_the_same_naps(draw, maps, tmp_path):
    how = {"layer": "maps", "random_groups": True}
    expected, arrays = load_arrays(draw(maps, **how)), load_arrays(maps)
    folder = tmp_path / "folder"
    folder.mkdir()
    known = {key: arrays[key] for key in ("labels", "attributes/sex")}
    save_arrays(folder / "inputs.npz", **known)
    values = arrays["activations/maps"]
    np.save(folder / "maps.means.npy", values.mean(axis=(1, 2)))
    grouping = load_groups(tmp_path / "groups.npz").grouping
    sampling = {"by": ["class"], "random_groups": True}
    names = {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "layout", "trial": 0}
    sampled, _ = sampled_in_trial(grouping, sampling, **names)
    means = np.stack([values[inputs].mean(axis=0) for inputs in sampled.inputs])
    counts = np.array([len(inputs) for inputs in sampled.inputs])
    sums = GroupMeans(*sampled[:4], counts, expected["examples"][0], means)
    save_group_means(folder / "maps.group_means.npz", {"e": sums})
    found = load_arrays(draw(folder, **how))
    assert set(found) == set(expected)
    for key in ("naps", "features"):
        np.testing.assert_allclose(found[key], expected[key], rtol=1e-5, atol=1e-7)
    for key in ("groups", "rows", "columns", "kinds", "counts", "examples", "trials"):
        np.testing.assert_array_equal(found[key], expected[key])


def test_means_of_feature_maps_do_without_whole_maps_and_sums(draw, maps, tmp_path):
    arrays, folder = load_arrays(maps), tmp_path / "folder"
    folder.mkdir()
    save_arrays(folder / "inputs.npz", labels=arrays["labels"])
    np.save(folder / "maps.means.npy", arrays["activations/maps"].mean(axis=(1, 2)))
    expected = load_arrays(draw(maps, layer="maps", feature_maps="means"))
    found = load_arrays(draw(folder, layer="maps", feature_maps="means"))
    for key in ("naps", "features"):
        np.testing.assert_allclose(found[key], expected[key], rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"activations/units": np.full((30, 20), np.nan)}, "input 0 contain NaN"),
        ({"activations/units": np.zeros((30, 20))}, "every neuron of the layer acts the same"),
        ({"activations/units": np.zeros((30, 3))}, "has 3 neurons; .* needs at least 4"),
        ({"activations/units": np.zeros((30, 2, 3, 4, 5))}, r"shape \(30, 2, 3, 4, 5\); allowed"),
        ({"activations/units": np.zeros((30, 20, 3))}, r"shape \(30, 20, 3\); if these are"),
        ({"activations/units": np.zeros((29, 20))}, "29 activations .* 30 values of 'labels'"),
    ],
)
def test_bad_files_are_answered_in_sentences(draw, maps, tmp_path, changes, words):
    changed(maps, **changes)
    with pytest.raises(ValueError, match=words):
        draw(maps)
    assert not (tmp_path / "naps.npz").exists()


@pytest.mark.parametrize(
    "labels", [np.arange(30) % 3, np.arange(30) % 3 + 0.0, np.array(["a", "b", "c"] * 10)]
)
def test_labels_may_be_numbers_or_names(draw, maps, labels):
    before = load_arrays(draw(maps))["naps"]
    changed(maps, **{"labels": labels})
    np.testing.assert_array_equal(load_arrays(draw(maps))["naps"], before)


def test_folders_and_shards_give_the_same_naps_as_archives(draw, maps, tmp_path):
    arrays, folder = load_arrays(maps), tmp_path / "folder"
    (folder / "maps").mkdir(parents=True)
    np.save(folder / "units.npy", arrays["activations/units"])
    for number, part in enumerate(np.split(arrays["activations/maps"], [4, 20])):
        np.save(folder / "maps" / f"{number}.npy", part)
    pd.DataFrame({"label": arrays["labels"]}).to_csv(folder / "inputs.csv", index=False)
    for layer in ("units", "maps"):
        expected = draw(maps, layer=layer).read_bytes()
        assert draw(folder, layer=layer).read_bytes() == expected


@pytest.mark.parametrize("tokens", ["mean", "last", 1])
def test_tokens_are_reduced(draw, maps, tokens):
    arrays = load_arrays(maps)
    values = arrays["activations/maps"][:, 0]
    expected = {"mean": values.mean(axis=1), "last": values[:, -1], 1: values[:, 1]}[tokens]
    changed(maps, **{"activations/units": expected})
    reduced = load_arrays(draw(maps))["naps"]
    changed(maps, **{"activations/units": values})
    np.testing.assert_allclose(load_arrays(draw(maps, tokens=tokens))["naps"], reduced, rtol=1e-6)


def test_the_mean_may_be_weighted_by_group_size(draw, maps):
    labels = np.repeat([0, 1, 2], [4, 10, 16])
    changed(maps, **{"labels": labels})
    naps = load_arrays(draw(maps, weighted=True))["naps"][0]
    values = load_arrays(maps)["activations/units"]
    expected = [values[labels == label].mean(axis=0) - values.mean(axis=0) for label in range(3)]
    np.testing.assert_allclose(naps, expected, atol=1e-12)


@pytest.fixture
def checkpoints(tmp_path):
    """Folder of the activations of 60 inputs at two checkpoints of a training."""
    generator, labels = np.random.default_rng(0), np.tile(np.arange(60) % 3, 2)
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    values = generator.random((120, 12)) + np.eye(3, 12)[labels]
    np.save(folder / "units.npy", values.astype(np.float32))
    predictions = np.where(np.arange(120) < 42, (labels + 1) % 3, labels)
    save_arrays(
        folder / "inputs.npz",
        labels=CLASS_NAMES[labels],
        predictions=CLASS_NAMES[predictions],
        class_names=CLASS_NAMES,
        prediction_names=CLASS_NAMES,
        rows=np.tile(np.arange(60), 2),
        **{"attributes/checkpoint": np.repeat(["0", "10"], 60)},
    )
    return folder


def test_some_checkpoints_alone_keep_their_inputs(draw, checkpoints):
    everything = load_arrays(draw(checkpoints, by=["checkpoint"]))
    late = ["cat after 10 steps", "owl after 10 steps"]
    arrays = load_arrays(draw(checkpoints, by=["checkpoint"], only=late))
    assert arrays["groups"].tolist() == late
    difference = everything["naps"][0, 3] - everything["naps"][0, 5]
    np.testing.assert_allclose(arrays["naps"][0, 0] - arrays["naps"][0, 1], difference, atol=1e-6)
    assert (arrays["examples"][0] >= 60).all()
    classes = load_arrays(draw(checkpoints, by=["checkpoint"], only=["cat", "owl"]))
    assert classes["columns"].tolist() == ["cat", "owl"] * 2
    mixed = ["cat after 0 steps", "dog after 10 steps"]
    with pytest.raises(ValueError, match="same classes at all checkpoints"):
        draw(checkpoints, by=["checkpoint"], only=mixed)


def test_checkpoints_share_one_layout_and_have_profiles_by_themselves(draw, checkpoints):
    arrays = load_arrays(draw(checkpoints, by=["checkpoint"], examples_per_group=5))
    assert arrays["naps"].shape == (1, 6, 12)
    assert arrays["features"].shape == (1, 12, 6)
    assert arrays["rows"].tolist() == ["0"] * 3 + ["10"] * 3
    assert arrays["columns"].tolist() == ["cat", "dog", "owl"] * 2
    assert (arrays["counts"] == 5).all()
    for first in (0, 3):  # a profile for each checkpoint by itself
        np.testing.assert_allclose(arrays["naps"][0, first : first + 3].sum(axis=0), 0, atol=1e-12)
    # The same inputs at all checkpoints.
    values = np.load(checkpoints / "units.npy")
    everything = load_arrays(draw(checkpoints, by=["checkpoint"]))
    for number in range(2):
        part, labels = values[number * 60 :][:60], np.arange(60) % 3
        means = np.stack([part[labels == label].mean(axis=0) for label in range(3)])
        found = everything["naps"][0, 3 * number : 3 * number + 3]
        np.testing.assert_allclose(found, means - means.mean(axis=0), atol=1e-6)
