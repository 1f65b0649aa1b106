"""Adapters of a user's own activations, on small files."""

import average_maps
import compute_own_naps
import find_regions
import numpy as np
import plot_dissimilarities
import plot_layers
import plot_regions
import pytest
import render_maps
from topomaps.files import load_arrays, load_table, save_arrays

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
    average_maps.main(
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
