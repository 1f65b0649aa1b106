"""Adapters of the figures: each writes a PNG and a PDF from the files of earlier stages."""

import numpy as np
import pandas as pd
import plot_alterations
import plot_faithfulness
import plot_map_grid
import plot_measure_steps
import plot_measures
import plot_method_comparison
import plot_outcomes
import plot_quality
import plot_runtime
import plot_training
import pytest
import score_faithfulness
import score_maps
from PIL import Image
from stages import CLASS_NAMES, check_figure, grouped, rendered, sampled
from topomaps.common.files import load_table, save_arrays, save_table

ERRORS = {"image_size": 60, "blur_radii": [2, 4], "resize_sizes": [30, 10]}
COMPONENTS = {"image_size": 60, "threshold": 240, "min_area": 10}


@pytest.fixture
def maps(naps, tmp_path):
    return rendered(naps, tmp_path)


@pytest.fixture
def two_figures(tmp_path):
    """Files of two figures that are drawn together."""
    return {end: [tmp_path / f"{number}.{end}" for number in range(2)] for end in ("png", "pdf")}


def check_both(figures):
    for png, pdf in zip(*figures.values(), strict=True):
        check_figure({"png": png, "pdf": pdf})
    one, two = figures["png"]
    assert one.read_bytes() != two.read_bytes()


def test_method_comparison_describes_the_layouts(maps, figures, tmp_path):
    layouts, methods = tmp_path / "layouts.tsv", ["SOM", "PCA"]
    plot_method_comparison.main(
        maps=[maps, maps], layouts=layouts, methods=methods, group="b", blur_radii=[2, 4],
        resize_sizes=[30, 10], **figures,
    )  # fmt: skip
    check_figure(figures)
    table = load_table(layouts)
    assert table["method"].tolist() == methods
    assert np.isfinite(table.drop(columns="method").to_numpy()).all()
    with pytest.raises(ValueError, match="shown_group: there is no group 'x'; there are: a, b, c"):
        plot_method_comparison.main(
            maps=[maps, maps], layouts=layouts, methods=methods, group="x", blur_radii=[2, 4],
            resize_sizes=[30, 10], **figures,
        )  # fmt: skip


def test_map_grid(maps, figures):
    plot_map_grid.main(maps=maps, reorder=True, **figures)
    check_figure(figures)


@pytest.mark.parametrize("by", [["class"], ["correctness"], ["sex", "class"], ["confusion"]])
@pytest.mark.parametrize("random_groups", [False, True])
def test_map_grids_of_all_groupings(draw, figures, tmp_path, by, random_groups):
    maps = rendered(draw(by=by, random_groups=random_groups), tmp_path)
    plot_map_grid.main(maps=maps, reorder=by != ["confusion"], **figures)
    check_figure(figures)


def test_quality_has_a_figure_for_each_arithmetic(naps, layout, tmp_path, two_figures):
    table = tmp_path / "scores.tsv.gz"
    keys = {"experiment": "e", "layer": "l", "method": "PCA", "condition": "naps"}
    score_maps.main(naps=naps, layout=layout, scores=table, keys=keys, resolution=20, errors=ERRORS)
    plot_quality.main(scores=table, layer="l", arithmetics=["float", "uint8"], **two_figures)
    check_both(two_figures)


def test_faithfulness(naps, layout, figures, tmp_path):
    keys = {"experiment": "e", "layer": "l", "condition": "naps"}
    score_faithfulness.main(
        naps=naps, layouts=[layout, layout], scores=tmp_path / "s.tsv.gz",
        methods=["PCA", "PCA_PSO"], keys=keys, distances=False,
    )  # fmt: skip
    plot_faithfulness.main(scores=tmp_path / "s.tsv.gz", layer="l", **figures)
    check_figure(figures)


def test_measures_are_those_of_the_layer_and_method_that_are_shown(naps, layout, figures, tmp_path):
    table = tmp_path / "scores.tsv.gz"
    keys = {"experiment": "e", "layer": "l", "method": "PCA", "condition": "layout"}
    score_maps.main(
        naps=naps, layout=layout, scores=table, keys=keys, resolution=20, errors=ERRORS,
        components=COMPONENTS,
    )  # fmt: skip
    maps = rendered(naps, tmp_path)
    plot_measures.main(maps=maps, scores=table, layer="l", method="PCA", **figures)
    check_figure(figures)


def test_steps_and_alterations_show_one_group(maps, figures):
    shown = set()
    for group in (None, "a", "b"):
        plot_measure_steps.main(maps=maps, group=group, **COMPONENTS, **figures)
        check_figure(figures)
        shown.add(figures["png"].read_bytes())
        plot_alterations.main(
            maps=maps, group=group, blur_radii=[2], resize_sizes=[30, 10], **figures
        )
        check_figure(figures)
        shown.add(figures["png"].read_bytes())
    assert len(shown) == 4  # the first group is shown if none is named


def test_outcomes(activations, figures, tmp_path):
    for by in (["class"], ["prediction", "sex"], ["prediction"], ["confusion"], ["correctness"]):
        files = grouped(activations, tmp_path, by=by)
        tables = {key: files[key] for key in ("outcomes", "gap_tests")}
        plot_outcomes.main(**tables, title="a network, groups", **figures)
        check_figure(figures)


def test_training_has_pictures_of_all_checkpoints(figures, tmp_path):
    generator, labels = np.random.default_rng(0), np.tile(np.arange(60) % 3, 2)
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    np.save(folder / "units.npy", generator.random((120, 12)) + np.eye(3, 12)[labels])
    names = {"class_names": CLASS_NAMES, "prediction_names": CLASS_NAMES}
    save_arrays(
        folder / "inputs.npz", labels=CLASS_NAMES[labels],
        predictions=CLASS_NAMES[np.where(np.arange(120) < 42, (labels + 1) % 3, labels)], **names,
        **{"attributes/checkpoint": np.repeat(["0", "10"], 60)},
    )  # fmt: skip
    maps = rendered(sampled(folder, tmp_path, by=["checkpoint"]), tmp_path)
    gif = tmp_path / "a.gif"
    plot_training.main(maps=maps, activations=folder, gif=gif, **figures)
    check_figure(figures)
    with Image.open(gif) as animation:
        assert animation.n_frames == 2


def test_runtimes_are_summarised_and_drawn(tmp_path, figures):
    rows = [("PCA", width, 0, "base", width / 100) for width in (8, 16)]
    columns = ["method", "n_neurons", "repetition", "stage", "seconds"]
    save_table(tmp_path / "runtimes.tsv", pd.DataFrame(rows, columns=columns))
    tables = {"seconds": tmp_path / "seconds.tsv", "growth": tmp_path / "growth.tsv"}
    plot_runtime.main(runtimes=tmp_path / "runtimes.tsv", **tables, **figures)
    check_figure(figures)
    assert load_table(tables["growth"])["exponent"].tolist() == pytest.approx([1, 1])
    assert set(load_table(tables["seconds"])["stage"]) == {"base", "total"}


def test_single_inputs_stand_below_the_groups(activations, maps, tmp_path, figures):
    groups = grouped(activations, tmp_path, layers=["units"])["groups"]
    instances = {
        "inputs": [3, 0], "source": {"path": activations}, "layer": "units",
        "sampling": {"by": ["class"]}, "weighted": False, "missing": [], "with_pictures": True,
        "names": {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "layout"},
        "quantity": "activation of one input", "resolution": 20, "image_size": 60,
        "percentile": 99,
    }  # fmt: skip
    plot_map_grid.main(maps=maps, reorder=True, **figures)
    with Image.open(figures["png"]) as image:
        alone = image.size
    plot_map_grid.main(maps=maps, reorder=True, instances=instances, groups=groups, **figures)
    check_figure(figures)
    with Image.open(figures["png"]) as image:
        assert image.size[1] > alone[1] + 100
    with pytest.raises(ValueError, match=r"there is no input 'none\.png'"):
        plot_map_grid.main(
            maps=maps, reorder=True, instances={**instances, "inputs": ["none.png"]},
            groups=groups, **figures,
        )  # fmt: skip
