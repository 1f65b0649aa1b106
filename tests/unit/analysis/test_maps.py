"""One object from arrays to maps, tests and the page."""

import numpy as np
import pandas as pd
import pytest
import topomaps
from topomaps.profiles.naps import neuron_activation_profiles

NAMES = np.array(["cat", "dog", "owl"])
LABELS = NAMES[np.arange(90) % 3]
GENERATOR = np.random.default_rng(0)
ACTIVATIONS = GENERATOR.normal(size=(90, 24))
ACTIVATIONS[:, :15] += 2 * np.repeat(np.eye(3), 5, axis=1)[np.arange(90) % 3]
FEATURE_MAPS = GENERATOR.random((90, 4, 4, 6))
QUICK = {"permutations": 99, "resamples": 100}


@pytest.fixture(scope="module")
def maps():
    """Maps of one layer, fitted."""
    return topomaps.Maps(ACTIVATIONS, LABELS, **QUICK).fit()


@pytest.fixture(scope="module")
def several():
    """Maps of units and of feature maps, with all that may be known of their inputs."""
    layers = {"units": ACTIVATIONS, "block/maps": FEATURE_MAPS}
    outputs = 0.1 + 0.7 * (LABELS[:, None] == NAMES)
    return topomaps.Maps(
        layers, LABELS, probabilities=outputs, inputs=GENERATOR.random((90, 8, 8)),
        attributes={"size": np.arange(90) % 2, "site": np.arange(90) // 3}, blocks="site",
        **QUICK,
    ).fit("PCA")  # fmt: skip


def test_a_single_layer_has_arrays(maps):
    names, profiles = neuron_activation_profiles(ACTIVATIONS, LABELS)
    assert maps.groups_.tolist() == names.tolist() == ["cat", "dog", "owl"]
    np.testing.assert_array_equal(maps.naps_, profiles)
    assert maps.positions_.shape == (24, 2)
    assert (maps.positions_.min(), maps.positions_.max()) == (0, 1)
    assert maps.counts_.tolist() == [30, 30, 30]
    assert maps.layers_ == ["activations"]


def test_several_layers_have_dictionaries(several):
    assert {layer: each.shape for layer, each in several.naps_.items()} == {
        "units": (3, 24), "block/maps": (3, 6)
    }  # fmt: skip
    assert several.positions_["block/maps"].shape == (6, 2)
    assert several.test()["layer"].tolist() == ["units", "block/maps"]
    assert several.test()["p"].tolist()[0] == 0.01
    assert several.test()["p"].tolist()[1] > 0.01


def test_the_same_seed_gives_the_same_numbers_and_another_gives_others(maps):
    again = topomaps.Maps(ACTIVATIONS, LABELS, **QUICK).fit(random_state=0)
    np.testing.assert_array_equal(maps.positions_, again.positions_)
    pd.testing.assert_frame_equal(maps.test(), again.test(), check_exact=True)
    other = topomaps.Maps(ACTIVATIONS, LABELS, **QUICK).fit(random_state=1)
    assert (maps.positions_ != other.positions_).any()
    assert maps.test()["chance_high"].item() != other.test()["chance_high"].item()


def test_before_fit_everything_asks_for_it():
    maps = topomaps.Maps(ACTIVATIONS, LABELS)
    assert "not fitted" in repr(maps)
    assert "Not fitted" in maps._repr_html_()
    for ask in (
        lambda: maps.naps_,
        lambda: maps.groups_,
        maps.test,
        lambda: maps.plot.maps(),
        maps.suspicious_inputs,
        lambda: maps.explorer("x.html"),
    ):
        with pytest.raises(ValueError, match=r"not fitted yet; call fit\(\)"):
            ask()


def test_tables_are_computed_once_and_are_copies(maps, monkeypatch):
    first = maps.test()
    first["p"] = 7.0
    assert maps.test()["p"].item() == 0.01
    monkeypatch.setattr("topomaps.statistics.compared_groups.separation_of", None)
    assert maps.test()["p"].item() == 0.01


def test_the_tables_have_the_columns_of_the_workflow(several):
    pairs = several.pairs()
    assert pairs["layer"].value_counts().to_dict() == {"units": 3, "block/maps": 3}
    assert {"p", "p_holm", "typical_g", "typical_g_by_chance", "similarity"} <= {*pairs}
    regions = several.regions()
    assert {*regions} == {"layer", "group", "direction", "region", "neurons", "mean_nap", "x", "y"}
    assert len(several.regions("neurons")) == regions["neurons"].sum()
    assert (several.regions("inputs")["label"].isin(NAMES)).all()
    suspects = several.suspicious_inputs()
    assert sorted(suspects["index"]) == list(range(90))
    assert suspects["from_outputs"].notna().all()
    assert several.expected_wrong()["first"].tolist() == [10, 20, 50, 90]
    assert {*several.subgroups()["group"]} == {*NAMES}
    with pytest.raises(ValueError, match="no table 'all'; choose from groups, inputs, neurons"):
        several.subgroups("all")


def test_faithfulness_stands_beside_neurons_at_random_places(several):
    table = several.faithfulness()
    value = table[table["layer"] == "units"].set_index(["method", "measure"])["value"]
    assert value["PCA", "trustworthiness_5"] > value["random", "trustworthiness_5"] + 0.1


def test_outcomes_are_of_the_largest_probability(several):
    table = several.outcomes().set_index(["group", "measure"])
    assert table.loc[("cat", "accuracy"), "share"].item() == 1
    assert several.outcomes("tests")["predicted"].dropna().tolist() == NAMES.tolist()


def test_a_planted_wrong_label_is_found():
    labels = LABELS.copy()
    labels[7] = "owl"  # a dog
    maps = topomaps.Maps(ACTIVATIONS * 3, labels).fit("PCA")
    assert maps.suspicious_inputs()["index"].iloc[0] == 7


def test_inputs_without_a_group_are_left_out_and_counted():
    groups = LABELS.astype(object)
    groups[:5] = None
    maps = topomaps.Maps(ACTIVATIONS, groups).fit("PCA")
    assert maps.counts_.sum() == 85
    assert maps.n_left_out_ == 5


def test_an_unknown_setting_is_answered_with_a_guess():
    with pytest.raises(TypeError, match="no setting 'alpah'; did you mean 'alpha'"):
        topomaps.Maps(ACTIVATIONS, LABELS, alpah=0.1)
    with pytest.raises(ValueError, match="permutations is 0; it must be 1 or more"):
        topomaps.Maps(ACTIVATIONS, LABELS, permutations=0)
    with pytest.raises(ValueError, match="Unknown layout parameter 'stepps'"):
        topomaps.Maps(ACTIVATIONS, LABELS).fit("PCA", stepps=1)


def test_layers_can_share_their_layout(several):
    layers = {"units": ACTIVATIONS, "other": ACTIVATIONS[:, ::-1]}
    maps = topomaps.Maps(layers, LABELS).fit(shared=True)
    first, second = maps.positions_.values()
    assert np.linalg.norm(first - second[::-1], axis=1).mean() < 0.2


def test_a_notebook_shows_the_maps(maps):
    assert repr(maps) == (
        "<topomaps.Maps of 3 groups by class of 90 inputs in activations (24 neurons); fitted>"
    )
    assert '<img alt="maps of all groups" src="data:image/png;base64,iVBOR' in maps._repr_html_()


def test_what_is_saved_is_loaded(several, tmp_path):
    path = several.save(tmp_path / "own.npz")
    loaded = topomaps.Maps.load(path)
    for layer in several.layers_:
        np.testing.assert_array_equal(loaded.naps_[layer], several.naps_[layer])
        np.testing.assert_array_equal(loaded.positions_[layer], several.positions_[layer])
    pd.testing.assert_frame_equal(loaded.test(), several.test(), check_exact=True)
    pages = [each.explorer(tmp_path / f"{number}.html") for number, each in
             enumerate((several, loaded))]  # fmt: skip
    assert pages[0].read_bytes() == pages[1].read_bytes()
    with pytest.raises(ValueError, match=r"must end in \.npz"):
        several.save(tmp_path / "own.npy")


def test_a_file_of_others_is_no_saved_object(tmp_path):
    np.savez(tmp_path / "own.npz", **{"activations/fc": ACTIVATIONS})
    with pytest.raises(ValueError, match=r"was not written by Maps\.save; give it as activations"):
        topomaps.Maps.load(tmp_path / "own.npz")
    maps = topomaps.Maps(tmp_path / "own.npz", LABELS).fit("PCA")
    assert maps.layers_ == ["fc"]
    np.testing.assert_array_equal(maps.naps_, neuron_activation_profiles(ACTIVATIONS, LABELS)[1])
