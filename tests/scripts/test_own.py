"""Adapters of a user's own activations, on small files."""

import average_feature_maps
import compute_own_naps
import find_regions
import numpy as np
import pandas as pd
import plot_dissimilarities
import plot_layers
import plot_regions
import pytest
import render_maps
from topomaps.common.files import load_arrays, load_table, save_arrays

GROUPS = {"by": "class", "attributes": [], "only": None, "min_size": 1}
SETTINGS = {
    "experiment": "e", "condition": "layout", "first": 0, "last": 0, "groups": GROUPS,
    "weighted": False, "examples_per_group": None, "feature_maps": "values", "seed": 0,
}  # fmt: skip


@pytest.fixture
def own(tmp_path):
    """Activations of 30 inputs in two layers, one of feature maps."""
    generator = np.random.default_rng(0)
    labels = np.arange(30) % 3
    units = generator.random((30, 20)) + np.repeat(np.eye(3), 7, axis=1)[labels, :20]
    peaks = np.repeat(np.eye(3), 7, axis=1)[labels, :20]
    maps = generator.random((30, 2, 2, 20)) + peaks[:, None, None]
    path = tmp_path / "own.npz"
    arrays = {"activations/units": units, "activations/maps": maps}
    save_arrays(path, labels=labels, inputs=generator.random((30, 4, 4)), **arrays,
                **{"attributes/sex": np.array(["F", "M"])[labels % 2]})  # fmt: skip
    return path


def rendered(own, tmp_path, layer):
    naps = tmp_path / f"{layer}_naps.npz"
    compute_own_naps.main(activations=own, inputs=own, naps=naps, layer=layer, **SETTINGS)
    positions = np.random.default_rng(1).random((1, 20, 2))
    save_arrays(tmp_path / "layout.npz", positions=positions)
    render_maps.main(
        naps=naps, layout=tmp_path / "layout.npz", maps=tmp_path / f"{layer}.npz",
        resolution=20, image_size=20,
    )  # fmt: skip
    return tmp_path / f"{layer}.npz", naps


def test_naps_are_those_of_the_groups(own, tmp_path):
    arrays = load_arrays(rendered(own, tmp_path, "maps")[1])
    assert arrays["naps"].shape == (1, 3, 20)
    assert arrays["features"].shape == (1, 20, 3 * 4)
    assert arrays["counts"].tolist() == [[10, 10, 10]]
    np.testing.assert_allclose(arrays["naps"].sum(axis=1), 0, atol=1e-12)


def test_lengths_must_agree(own, tmp_path):
    arrays = load_arrays(own)
    short = {name: arrays[name][:9] for name in ("labels", "attributes/sex")}
    save_arrays(tmp_path / "short.npz", **short)
    with pytest.raises(ValueError, match="30 activations of layer 'units', but 9 values"):
        compute_own_naps.main(
            activations=own, inputs=tmp_path / "short.npz", naps=tmp_path / "n.npz", layer="units",
            **SETTINGS,
        )  # fmt: skip


def test_tests_get_means_groups_and_attributes(own, tmp_path):
    average_feature_maps.main(
        activations=own, inputs=own, output=tmp_path / "a.npz", table=tmp_path / "t.tsv",
        layer="maps", groups={**GROUPS, "only": ["0", "2"]},
    )  # fmt: skip
    table = load_table(tmp_path / "t.tsv", dtype=str)
    assert load_arrays(tmp_path / "a.npz")["maps/channel_means"].shape == (20, 20)
    assert set(table["group"]) == {"0", "2"}
    assert set(table["sex"]) == {"F"}


def test_regions_layers_and_dissimilarities_are_drawn(own, tmp_path):
    parts = {layer: rendered(own, tmp_path, layer) for layer in ("units", "maps")}
    tables = {key: tmp_path / f"{key}.tsv" for key in ("neurons", "regions", "examples")}
    figure = {"png": tmp_path / "f.png", "pdf": tmp_path / "f.pdf"}
    find_regions.main(
        maps=parts["units"][0], activations=own, inputs=own, **tables, layer="units",
        threshold=0.3, min_neurons=1, n_inputs=2,
    )  # fmt: skip
    examples = load_table(tables["examples"], dtype={"group": str, "label": str})
    assert (examples["label"] == examples["group"]).mean() > 0.8
    for pictures in (own, None):
        plot_regions.main(
            maps=parts["units"][0], neurons=tables["neurons"], examples=tables["examples"],
            pictures=pictures, **figure,
        )  # fmt: skip
    plot_layers.main(
        maps=[each[0] for each in parts.values()], **figure, turns=tmp_path / "turns.tsv",
        layers=list(parts), resolution=20, image_size=20,
    )  # fmt: skip
    assert load_table(tmp_path / "turns.tsv")["similarity"][0] == pytest.approx(1)
    plot_dissimilarities.main(
        naps=[each[1] for each in parts.values()], **figure, dissimilarities=tmp_path / "d.tsv",
        correlations=tmp_path / "c.tsv", layers=list(parts),
    )  # fmt: skip
    assert len(load_table(tmp_path / "d.tsv")) == 6
    assert figure["png"].stat().st_size > 5000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"activations/units": np.full((30, 20), np.nan)}, "input 0 contain NaN"),
        ({"activations/units": np.zeros((30, 20, 3))}, r"shape \(30, 20, 3\); allowed are"),
        ({"activations/units": np.zeros((30, 20))}, "every neuron of the layer acts the same"),
        ({"activations/units": np.zeros((30, 3))}, "has 3 neurons; .* needs at least 4"),
        ({"activations/units": np.zeros((29, 20))}, "29 activations .* 30 values of 'labels'"),
        ({"attributes/sex": np.full(31, "F")}, r"labels \(30\), sex \(31\)"),
        ({"labels": np.zeros(30, dtype=int)}, "1 groups are left, two are needed"),
        ({"labels": np.arange(30) % 3 * np.nan}, "0 groups are left, two are needed"),
    ],
)
def test_bad_files_are_answered_in_sentences(own, tmp_path, changes, words):
    save_arrays(own, **load_arrays(own) | changes)
    with pytest.raises(ValueError, match=words):
        compute_own_naps.main(
            activations=own, inputs=own, naps=tmp_path / "n.npz", layer="units", **SETTINGS
        )
    assert not (tmp_path / "n.npz").exists()


@pytest.mark.parametrize(
    "labels", [np.arange(30) % 3, np.arange(30) % 3 + 0.0, np.array(["a", "b", "c"] * 10)]
)
def test_labels_may_be_numbers_or_names(own, tmp_path, labels):
    before = load_arrays(rendered(own, tmp_path, "units")[1])["naps"]
    save_arrays(own, **load_arrays(own) | {"labels": labels})
    np.testing.assert_array_equal(load_arrays(rendered(own, tmp_path, "units")[1])["naps"], before)


def test_folders_give_the_same_naps_as_archives(own, tmp_path):
    expected = load_arrays(rendered(own, tmp_path, "units")[1])
    arrays, folder = load_arrays(own), tmp_path / "folder"
    folder.mkdir()
    np.save(folder / "units.npy", arrays["activations/units"])
    pd.DataFrame({"label": arrays["labels"]}).to_csv(folder / "inputs.csv", index=False)
    compute_own_naps.main(
        activations=folder / "units.npy", inputs=folder / "inputs.csv", naps=tmp_path / "n.npz",
        layer="units", **SETTINGS,
    )  # fmt: skip
    found = load_arrays(tmp_path / "n.npz")
    assert all(np.array_equal(found[name], values) for name, values in expected.items())


def test_the_mean_may_be_weighted_by_group_size(own, tmp_path):
    labels = np.repeat([0, 1, 2], [4, 10, 16])
    save_arrays(own, **load_arrays(own) | {"labels": labels})
    compute_own_naps.main(
        activations=own, inputs=own, naps=tmp_path / "n.npz", layer="units",
        **SETTINGS | {"weighted": True},
    )  # fmt: skip
    naps = load_arrays(tmp_path / "n.npz")["naps"][0]
    values = load_arrays(own)["activations/units"]
    expected = [values[labels == label].mean(axis=0) - values.mean(axis=0) for label in range(3)]
    np.testing.assert_allclose(naps, expected, atol=1e-12)
