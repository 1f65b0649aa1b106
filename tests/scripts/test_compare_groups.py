"""Adapters of the tests of groups, and of their figures: planted differences are found."""

import logging

import compare_groups
import numpy as np
import plot_tests
import pytest
from stages import changed, check_figure, grouped, rendered, sampled
from topomaps.common.files import load_arrays, load_table, save_arrays

LAYERS = ("units", "maps")
TESTS = {"permutations": 199, "resamples": 100, "alpha": 0.05, "seed": 0}


@pytest.fixture
def images(tmp_path):
    """Activations of 40 inputs, half of them warm, half cold, which a layer tells apart."""
    generator = np.random.default_rng(0)
    color = np.arange(40) % 2
    planted = np.where(color, 1.0, -1.0)[:, None] * generator.normal(size=16)
    values = generator.normal(size=(40, 16)) + planted
    path = tmp_path / "images.npz"
    arrays = {
        "activations/units": values.astype(np.float32),
        "activations/maps": (values[:, None, None] + generator.normal(size=(40, 3, 3, 1))),
        "attributes/color": np.array(["warm", "cold"])[color],
        "attributes/size": np.array(["small", "big"])[np.arange(40) // 2 % 2],
    }
    save_arrays(path, **arrays)
    return path


def compare(source, folder, layer="units", nuisance=(), **changes):
    """Group inputs and compare the groups; the files of the tests."""
    how = {"by": ["color"], **changes}
    groups = grouped(source, folder, nuisance=list(nuisance), **how)["groups"]
    files = {
        "separation": folder / f"{layer}_separation.tsv",
        "pairs": folder / f"{layer}_pairs.tsv",
        "neurons": folder / f"{layer}_neurons.npz",
    }
    compare_groups.main(
        source={"path": source},
        groups=groups,
        layer=layer,
        by=how["by"],
        **files,
        **TESTS,
    )
    return files


def test_a_planted_difference_is_found(images, tmp_path):
    for layer in LAYERS:
        files = compare(images, tmp_path, layer)
        test = load_table(files["separation"]).iloc[0]
        assert (test["layer"], test["p"], test["n_neurons"]) == (layer, 0.005, 16)
        pairs = load_table(files["pairs"])
        assert pairs.loc[0, ["layer", "first", "second"]].tolist() == [layer, "cold", "warm"]
        assert pairs["similarity"][0] == pytest.approx(-1)
        neurons = load_arrays(files["neurons"])
        assert neurons["groups"].tolist() == ["cold", "warm"]
        assert neurons["p"].shape == neurons["scores"].shape == (2, 16)


def test_an_attribute_without_influence_is_not_found(images, tmp_path):
    files = compare(images, tmp_path, by=["size"], nuisance=["color"])
    assert load_table(files["separation"])["p"][0] > 0.05


def test_a_nuisance_that_explains_everything_leaves_nothing_to_permute(images, tmp_path):
    with pytest.raises(ValueError, match="Nothing can be permuted"):
        compare(images, tmp_path, nuisance=["color"])


def test_means_of_feature_maps_are_tested_whoever_averaged_them(images, tmp_path):
    arrays, folder = load_arrays(images), tmp_path / "extracted"
    folder.mkdir()
    np.save(folder / "maps.means.npy", arrays["activations/maps"].mean(axis=(1, 2)))
    known = {key: values for key, values in arrays.items() if key.startswith("attributes/")}
    save_arrays(folder / "inputs.npz", **known)
    (tmp_path / "a").mkdir()
    expected = compare(images, tmp_path, "maps")
    for key, path in compare(folder, tmp_path / "a", "maps").items():
        assert path.read_bytes() == expected[key].read_bytes()


def test_groups_that_are_too_small_are_left_out_and_those_of_no_interest_too(
    images, tmp_path, caplog
):
    sizes = np.array(["a"] * 20 + ["b"] * 18 + ["c"] + ["d"])
    changed(images, **{"attributes/size": sizes})
    with caplog.at_level(logging.WARNING):
        files = compare(images, tmp_path, by=["size"])
    assert "group 'c' has 1 inputs, too few for the test: it is left out" in caplog.text
    assert load_arrays(files["neurons"])["groups"].tolist() == ["a", "b"]
    files = compare(images, tmp_path, by=["color", "size"], only=["warm", "cold", "a"])
    assert load_arrays(files["neurons"])["groups"].tolist() == ["cold × a", "warm × a"]


def test_a_test_needs_two_groups_of_two(images, tmp_path):
    changed(images, **{"attributes/size": np.array(["a"] * 39 + ["b"])})
    with pytest.raises(ValueError, match="All images belong to the group 'a'"):
        compare(images, tmp_path, by=["size"])


@pytest.mark.parametrize("random_groups", [False, True])
def test_tables_are_joined_and_three_figures_drawn(images, tmp_path, random_groups):
    changed(images, **{"attributes/three": np.array(["x", "y", "z"] * 13 + ["z"])})
    by = {"by": ["color", "three"]}
    tests = [compare(images, tmp_path, layer, **by) for layer in LAYERS]
    maps = [
        rendered(
            sampled(images, tmp_path, layer=layer, random_groups=random_groups, **by),
            tmp_path, f"{layer}_maps.npz",
        )
        for layer in LAYERS
    ]  # fmt: skip
    names = ("separation", "significant", "similarities")
    figures = {end: [tmp_path / f"{name}.{end}" for name in names] for end in ("png", "pdf")}
    plot_tests.main(
        separation_of_layers=[each["separation"] for each in tests],
        pairs_of_layers=[each["pairs"] for each in tests],
        neurons=[each["neurons"] for each in tests],
        maps=maps, **figures, separation=tmp_path / "all.tsv", pairs=tmp_path / "all_pairs.tsv",
        layers=list(LAYERS), title="a network, color", alpha=0.05,
    )  # fmt: skip
    for png, pdf in zip(*figures.values(), strict=True):
        check_figure({"png": png, "pdf": pdf})
    table = load_table(tmp_path / "all.tsv")
    assert table["layer"].tolist() == list(LAYERS)
    pairs = load_table(tmp_path / "all_pairs.tsv", dtype={"first": str, "second": str})
    assert pairs["layer"].value_counts().to_dict() == dict.fromkeys(LAYERS, 15)
    assert not pairs["first"].str.startswith("random").any()
