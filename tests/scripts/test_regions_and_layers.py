"""Adapters of regions, and of the figures of several layers."""

import compare_regions
import find_regions
import numpy as np
import pandas as pd
import permute_dissimilarities
import permute_layers
import plot_dissimilarities
import plot_layers
import plot_regions
import plot_similar_groups
import plot_variables
import pytest
import split_regions
from PIL import Image
from stages import NAMES, changed, check_figure, rendered, sampled
from topomaps.common.files import load_arrays, load_table, save_arrays, save_table
from topomaps.figures.layers import chance_words
from topomaps.scores.tables import complete_table

LAYERS = ("units", "maps")


@pytest.fixture
def own(tmp_path):
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
    save_arrays(path, labels=labels, inputs=generator.random((30, 4, 4)), **arrays)
    return path


def of_layers(own, folder, **changes):
    """Files of maps and of NAPs of both layers."""
    naps = [sampled(own, folder, f"{layer}_naps.npz", layer=layer, **changes) for layer in LAYERS]
    maps = [
        rendered(each, folder, f"{layer}.npz") for layer, each in zip(LAYERS, naps, strict=True)
    ]
    return maps, naps


def chance_of(own, maps, folder, *, turn=True, sampling=None, **changes):
    """Table of how alike the layers are by chance."""
    settings = {
        "source": {"path": own}, "sampling": sampling or {"by": ["class"]}, "features": "naps",
        "how": {"pool_maps": False, "weighted": False}, "names": {**NAMES, "condition": "layout"},
    }  # fmt: skip
    permute_layers.main(
        maps=maps[0], groups=[folder / "groups.npz"] * 2, chance=folder / "chance.tsv",
        layers=list(LAYERS), profiles=[{**settings, "layer": layer} for layer in LAYERS],
        experiment="e", method="PCA" if turn else "sorted", turn=turn, layouts={}, permutations=5,
        resolution=20, seed=0, **changes,
    )  # fmt: skip
    return folder / "chance.tsv"


def permuted_dissimilarities(own, folder, sampling):
    """Files of the dissimilarities of both layers under permutation."""
    files = [folder / f"{layer}_dissimilarities.npz" for layer in LAYERS]
    for layer, file in zip(LAYERS, files, strict=True):
        permute_dissimilarities.main(
            source={"path": own}, layer=layer, groups=folder / "groups.npz", chance=file,
            sampling=sampling, names={**NAMES, "condition": "layout"}, weighted=False,
            permutations=5,
        )  # fmt: skip
    return files


def regions_of(own, maps, folder, **changes):
    """Find regions; the files of their neurons, of their summary, and of inputs."""
    tables = {key: folder / f"{key}.tsv" for key in ("neurons", "regions", "examples")}
    settings = {"layer": "units", "threshold": 0.3, "min_neurons": 1, "n_inputs": 2, **changes}
    find_regions.main(maps=maps, source={"path": own}, **tables, **settings)
    return tables


def test_every_group_has_regions_and_inputs_that_excite_them(own, figures, tmp_path):
    maps, _ = of_layers(own, tmp_path)
    tables = regions_of(own, maps[0], tmp_path)
    text = {"group": str, "label": str}
    assert set(load_table(tables["regions"], dtype=text)["group"]) == {"0", "1", "2"}
    examples = load_table(tables["examples"], dtype=text)
    assert (examples["label"] == examples["group"]).mean() > 0.8
    assert set(examples["attribute_sex"]) == {"F", "M"}
    with_maps = regions_of(own, maps[1], tmp_path, layer="maps")
    assert set(load_table(with_maps["regions"], dtype=text)["group"]) == {"0", "1", "2"}


def test_pale_groups_have_regions_as_well(own, tmp_path):
    values = load_arrays(own)["activations/units"]
    labels = np.arange(30) % 3
    centred = values - values.mean(axis=0)
    pale = np.where(labels[:, None] == 0, 1, 0.02) * centred  # no region by half a common limit
    changed(own, **{"activations/units": pale})
    maps, _ = of_layers(own, tmp_path)
    tables = regions_of(own, maps[0], tmp_path, threshold=0.5)
    regions = load_table(tables["regions"], dtype={"group": str})
    assert set(regions["group"]) == {"0", "1", "2"}


def test_regions_are_drawn_with_pictures_or_without(own, figures, tmp_path):
    maps, _ = of_layers(own, tmp_path)
    tables = regions_of(own, maps[0], tmp_path)
    shown = {"maps": maps[0], "neurons": tables["neurons"], "examples": tables["examples"]}
    plot_regions.main(**shown, source={"path": own}, activations=[own], **figures)
    check_figure(figures)
    with_pictures = figures["png"].read_bytes()
    changed(own, inputs=None)
    plot_regions.main(**shown, source={"path": own}, activations=[own], **figures)
    check_figure(figures)
    assert figures["png"].read_bytes() != with_pictures


@pytest.mark.parametrize("by", [["class"], ["class", "sex"]])
def test_named_regions_are_tested_and_drawn(own, figures, tmp_path, by):
    maps, naps = of_layers(own, tmp_path, by=by)
    named = tmp_path / "mine.tsv"
    rows = [("first", neuron) for neuron in range(7)] + [("<b>8</b>", 19), ("<b>8</b>", 18)]
    table = pd.DataFrame(rows, columns=["region", "neuron"]).assign(layer="dense", group="1")
    save_table(named, table)
    found = {"regions": tmp_path / "r.tsv", "examples": tmp_path / "e.tsv"}
    compare_regions.main(
        naps=naps[0], groups=tmp_path / "groups.npz", named=named, source={"path": own}, **found,
        layer="units", region_layer="dense", by=by, permutations=99, n_inputs=3, seed=0,
    )  # fmt: skip
    text = {"group": str, "found_in": str, "label": str}
    regions, examples = (load_table(each, dtype=text) for each in found.values())
    assert regions["region"].unique().tolist() == ["first", "<b>8</b>"]
    assert regions["found_in"].tolist() == ["1"] * len(regions)
    assert set(regions["discovery"]) == {"same"}
    assert regions["note"].str.startswith("p is too small: the region was found in these").all()
    assert set(regions["group"]) == (
        {"0", "1", "2"} if len(by) == 1 else {"0 × F", "1 × M", "2 × F"}
    )
    first = regions[regions["region"] == "first"]
    assert first.loc[first["mean_nap"].idxmax(), "group"][0] == "0"  # its peaks are neurons 0 to 6
    assert first["p"].min() == pytest.approx(0.01)
    assert examples.loc[examples["region"] == "first", "label"].tolist() == ["0"] * 3
    tables = regions_of(own, maps[0], tmp_path)
    shown = {"maps": maps[0], "neurons": tables["neurons"], "examples": tables["examples"]}
    plot_regions.main(**shown, source={"path": own}, **figures)
    alone = Image.open(figures["png"]).height
    given = {"named": named, "region_layer": "dense", "named_regions": found["regions"]}
    plot_regions.main(
        **shown, source={"path": own}, **given, named_examples=found["examples"], **figures
    )
    check_figure(figures)
    assert Image.open(figures["png"]).height > alone + 150  # two rows more


def test_layers_and_dissimilarities_are_drawn(own, figures, tmp_path):
    maps, naps = of_layers(own, tmp_path)
    chance = chance_of(own, maps, tmp_path)
    plot_layers.main(
        maps=maps, chance=chance, **figures, turns=tmp_path / "turns.tsv", layers=list(LAYERS),
        resolution=20, image_size=20, turn=True,
    )  # fmt: skip
    check_figure(figures)
    turns = load_table(tmp_path / "turns.tsv")
    assert turns["layer"].tolist() == list(LAYERS)
    assert turns["similarity"][0] == pytest.approx(1)
    assert turns["permutations"].tolist() == [0, 5]
    assert turns["chance_high"][1] < turns["similarity"][1]  # both are of the same three peaks
    assert turns["p"][1] == turns["least_p"][1] == pytest.approx(1 / 6)
    assert chance_words(turns.iloc[1]).endswith("p ≤ 0.167")
    chance = chance_of(own, maps, tmp_path, turn=False)
    plot_layers.main(
        maps=maps, chance=chance, **figures, turns=tmp_path / "shared.tsv", layers=list(LAYERS),
        resolution=20, image_size=20, turn=False,
    )  # fmt: skip
    check_figure(figures)
    shared = load_table(tmp_path / "shared.tsv")
    assert shared["degrees"].tolist() == [0, 0]
    assert shared["similarity"][0] == pytest.approx(1)
    assert shared["similarity"][1] <= turns["similarity"][1] + 1e-9
    plot_dissimilarities.main(
        naps=naps, chance=permuted_dissimilarities(own, tmp_path, {"by": ["class"]}), **figures,
        dissimilarities=tmp_path / "d.tsv", correlations=tmp_path / "c.tsv", layers=list(LAYERS),
        alpha=0.05,
    )  # fmt: skip
    check_figure(figures)
    assert len(load_table(tmp_path / "d.tsv")) == 6
    agreement = load_table(tmp_path / "c.tsv").iloc[0]
    assert agreement["permutations"] == 5
    assert agreement["chance_low"] <= agreement["chance_median"] <= agreement["chance_high"]


@pytest.mark.parametrize("random_groups", [False, True])
def test_empty_and_random_groups_have_a_place_in_figures_of_layers(
    own, figures, tmp_path, random_groups
):
    labels = np.arange(30) % 3
    changed(own, predictions=np.where(np.arange(30) < 4, (labels + 1) % 3, labels) * (labels > 0))
    how = {"by": ["correctness"], "random_groups": random_groups}  # class 0 has no wrong inputs
    maps, naps = of_layers(own, tmp_path, **how)
    assert 0 in load_arrays(naps[0])["counts"]
    chance = chance_of(own, maps, tmp_path, sampling=how)
    plot_layers.main(
        maps=maps, chance=chance, **figures, turns=tmp_path / "turns.tsv", layers=list(LAYERS),
        resolution=20, image_size=20, turn=True,
    )  # fmt: skip
    check_figure(figures)
    plot_dissimilarities.main(
        naps=naps, chance=permuted_dissimilarities(own, tmp_path, how), **figures,
        dissimilarities=tmp_path / "d.tsv", correlations=tmp_path / "c.tsv", layers=list(LAYERS),
        alpha=0.05,
    )  # fmt: skip
    check_figure(figures)
    rows = [(layer, number, "given") for number, layer in enumerate(LAYERS)]
    deepest = [rows[-1], *([("random", 0, "random")] if random_groups else [])]
    both = {end: [tmp_path / f"{n}.{end}" for n in range(2)] for end in ("png", "pdf")}
    plot_similar_groups.main(maps=maps, rows=[rows, deepest], title="correctness", **both)
    for png, pdf in zip(*both.values(), strict=True):
        check_figure({"png": png, "pdf": pdf})


def test_variables_are_shown_with_the_convexity_of_each_group(own, tmp_path, monkeypatch):
    sampled, draw = [], plot_variables.plot_variables
    monkeypatch.setattr(
        plot_variables, "plot_variables", lambda *given: sampled.append(given) or draw(*given)
    )
    maps, scores = [], []
    for by in ("class", "sex"):
        folder = tmp_path / by
        folder.mkdir()
        found, _ = of_layers(own, folder, by=[by], random_groups=True)
        maps += found
        groups = load_arrays(found[0])["groups"].tolist()
        rows = [
            {
                "layer": layer, "method": method, "condition": "layout", "trial": trial,
                "group": group, "measure": "size_weighted_convexity",
                "value": 0.5 + trial / 10 + (method == "PSO") / 100,
            }
            for layer in LAYERS
            for method in ("random", "PSO")
            for trial in range(2)
            for group in groups
        ]  # fmt: skip
        save_table(folder / "scores.tsv.gz", complete_table(pd.DataFrame(rows)))
        scores.append(folder / "scores.tsv.gz")
    both = {end: [tmp_path / f"{n}.{end}" for n in range(2)] for end in ("png", "pdf")}
    plot_variables.main(
        maps=maps, scores=scores, layers=list(LAYERS), method="PSO",
        shown=[list(LAYERS), ["maps"]], variables=[["class", ["class"]], ["sex", ["sex"]]],
        title="title", **both,
    )  # fmt: skip
    for _, convexity in sampled[0][0]["maps"].values():  # of the first trial of this method
        assert convexity == pytest.approx([0.51] * len(convexity))
    heights = []
    for png, pdf in zip(*both.values(), strict=True):
        check_figure({"png": png, "pdf": pdf})
        with Image.open(png) as image:
            heights.append(image.height)
    assert heights[0] > 1.5 * heights[1]  # two layers, and one


def test_regions_of_one_half_are_tested_in_the_other(own, tmp_path):
    of_layers(own, tmp_path)
    files = {key: tmp_path / f"{key}.tsv" for key in ("regions", "neurons")}
    split_regions.main(
        source={"path": own}, groups=tmp_path / "groups.npz", **files, layer="units", by=["class"],
        method="PCA", layouts={}, threshold=0.3, min_neurons=1, permutations=99, seed=0,
    )  # fmt: skip
    table = load_table(files["regions"], dtype={"group": str, "found_in": str})
    assert len(table) == 9
    own_group = table[table["group"] == table["found_in"]]
    assert (own_group["p"] <= 0.05).all()
    assert (own_group["mean_nap"] > 0).all()
    assert set(load_table(files["neurons"])["neuron"]) <= set(range(20))
