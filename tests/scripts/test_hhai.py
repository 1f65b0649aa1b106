"""Adapters of the tables and figures of HHAI."""

import compare_methods
import compute_checkpoint_naps
import compute_layout
import compute_naps
import describe_layouts
import numpy as np
import pandas as pd
import plot_alterations
import plot_comparison
import plot_confusion
import plot_label_errors
import plot_training
import pytest
import rank_label_errors
import render_maps
import score_maps
import summarise_runtimes
from PIL import Image
from topomaps.common.files import load_arrays, load_table, save_arrays, save_table

CLASSES = np.array(["cat", "dog", "owl"])
DRAW = {
    "experiment": "e", "condition": "layout", "classes": None, "examples_per_group": 5, "seed": 0,
}  # fmt: skip
NAPS = {
    **DRAW, "first": 0, "last": 0, "by": "class", "features": "naps", "feature_maps": "values",
    "stacked_examples": 30, "balanced_correct_only": False,
}  # fmt: skip


@pytest.fixture
def figures(tmp_path):
    return {"png": tmp_path / "a.png", "pdf": tmp_path / "a.pdf"}


@pytest.fixture
def dataset(tmp_path):
    path = tmp_path / "dataset.npz"
    inputs = np.random.default_rng(0).integers(0, 255, (60, 8, 8)).astype(np.uint8)
    save_arrays(path, test_inputs=inputs)
    return path


@pytest.fixture
def draw(activations, tmp_path):
    """Function that draws NAPs with changed settings, and their file."""

    def run(**changes):
        values, examples = activations
        path = tmp_path / "drawn.npz"
        compute_naps.main(activations=values, examples=examples, naps=path, **{**NAPS, **changes})
        return path

    return run


def render(naps, folder):
    layout, maps = folder / "layout.npz", folder / "maps.npz"
    keys = {"experiment": "e", "condition": "layout", "layer": "l"}
    compute_layout.main(
        naps=naps, layout=layout, method="PCA", keys=keys, first=0, last=0, seed=0,
    )  # fmt: skip
    render_maps.main(naps=naps, layout=layout, maps=maps, resolution=20, image_size=60)
    return maps


def check(paths):
    with Image.open(paths["png"]) as image:
        assert len(image.getcolors(2**24)) > 20
    assert paths["pdf"].read_bytes().startswith(b"%PDF")


def test_stacked_features_leave_the_colours_alone(draw):
    naps = load_arrays(draw())
    stacked = load_arrays(draw(features="balanced"))
    assert stacked["features"].shape == (1, 12, 30)
    assert (stacked["naps"] == naps["naps"]).all()
    correct = load_arrays(draw(features="balanced", balanced_correct_only=True))
    assert (correct["features"] != stacked["features"]).any()
    imbalanced = load_arrays(draw(features="random", condition="naps", last=3))
    assert imbalanced["features"].shape == (4, 12, 30)  # however many inputs a trial has


def test_ranking_and_figure_of_label_errors(draw, dataset, figures, tmp_path):
    naps, suspects = draw(by="correctness"), tmp_path / "suspects.tsv"
    rank_label_errors.main(naps=naps, suspects=suspects, by="correctness")
    table = load_table(suspects)
    assert table["suspected"].tolist() == ["test"] * 3 + ["train"] * 3
    assert table["rank"].tolist() == [1, 2, 3] * 2
    plot_label_errors.main(
        maps=render(naps, tmp_path), suspects=suspects, dataset=dataset, suspected="test",
        **figures,
    )  # fmt: skip
    check(figures)


def test_ranking_and_figure_of_the_confusion_matrix(draw, dataset, figures, tmp_path):
    naps, suspects = draw(by="confusion"), tmp_path / "suspects.tsv"
    rank_label_errors.main(naps=naps, suspects=suspects, by="confusion")
    assert len(load_table(suspects)) == 0  # three errors a class are too few to judge
    plot_confusion.main(
        maps=render(naps, tmp_path), suspects=suspects, dataset=dataset, suspected="train",
        **figures,
    )  # fmt: skip
    check(figures)


def test_training_has_one_layout_and_pictures_of_all_checkpoints(figures, tmp_path):
    generator, labels = np.random.default_rng(0), np.arange(60) % 3
    kept, naps = tmp_path / "checkpoints.npz", tmp_path / "naps.npz"
    save_arrays(
        kept,
        steps=np.array([0, 10]),
        activations=generator.random((2, 60, 12)) + np.eye(3, 12)[labels],
        accuracies=np.array([0.3, 0.9]),
        labels=labels,
        class_names=CLASSES,
    )
    compute_checkpoint_naps.main(activations=kept, naps=naps, feature_maps="values", **DRAW)
    arrays = load_arrays(naps)
    assert arrays["naps"].shape == (1, 6, 12)
    assert arrays["features"].shape == (1, 12, 6)
    assert arrays["rows"].tolist() == ["0"] * 3 + ["10"] * 3
    for first in (0, 3):  # a profile for each checkpoint by itself
        np.testing.assert_allclose(arrays["naps"][0, first : first + 3].sum(axis=0), 0, atol=1e-12)
    plot_training.main(
        maps=render(naps, tmp_path), activations=kept, gif=tmp_path / "a.gif", **figures
    )
    check(figures)
    with Image.open(tmp_path / "a.gif") as animation:
        assert animation.n_frames == 2


def test_layouts_are_described_and_one_map_is_altered(draw, figures, tmp_path):
    maps, parameters = render(draw(), tmp_path), {"blur_radii": [2], "resize_sizes": [30, 10]}
    table = tmp_path / "layouts.tsv"
    describe_layouts.main(
        maps=[maps], table=table, methods=["PCA"], blur_radii=[2, 4], resize_sizes=[30, 10]
    )
    assert load_table(table)["method"].tolist() == ["PCA"]
    plot_alterations.main(maps=maps, group=1, **parameters, **figures)
    check(figures)


@pytest.fixture
def scores(naps, layout, tmp_path):
    """Files of scores of two methods, and of two experiments with one method."""
    files = {}
    for name, methods in {"both": ["PCA", "SOM"], "one": ["PCA"], "other": ["PCA"]}.items():
        parts = []
        for method in methods:
            part = tmp_path / "part.tsv.gz"
            keys = {"experiment": name, "layer": "l", "method": method, "condition": "naps"}
            score_maps.main(
                naps=naps, layout=layout, scores=part, keys=keys, resolution=20, image_size=60,
                blur_radii=[2, 4], resize_sizes=[30, 10],
            )  # fmt: skip
            parts.append(load_table(part, dtype={"group": str, "parameter": str}))
        files[name] = tmp_path / f"{name}.tsv.gz"
        save_table(files[name], pd.concat(parts))
    return files


def test_methods_are_compared_in_pairs_experiments_are_not(scores, tmp_path):
    tests = tmp_path / "tests.tsv"
    compare_methods.main(scores=[scores["both"]], tests=tests, between="method")
    assert set(load_table(tests)["test"]) == {"Wilcoxon"}
    assert (load_table(tests)["p_holm"] == 1).all()  # equal layouts
    compare_methods.main(scores=[scores["one"], scores["other"]], tests=tests, between="experiment")
    table = load_table(tests)
    assert set(table["test"]) == {"Mann–Whitney"}
    assert set(table["first"]) == {"one"}


@pytest.mark.parametrize("names", [("one", "other"), ("both", "both")])
def test_comparison(scores, figures, names):
    plot_comparison.main(
        scores=[scores[name] for name in names], labels=["A", "B"], arithmetic="uint8", **figures
    )
    check(figures)


def test_runtimes_are_summarised(tmp_path):
    rows = [("PCA", n, 0, "base", n / 100) for n in (8, 16)]
    columns = ["method", "n_neurons", "repetition", "stage", "seconds"]
    save_table(tmp_path / "runtimes.tsv", pd.DataFrame(rows, columns=columns))
    paths = {"means": tmp_path / "means.tsv", "growth": tmp_path / "growth.tsv"}
    summarise_runtimes.main(runtimes=tmp_path / "runtimes.tsv", **paths)
    assert load_table(paths["growth"])["exponent"].tolist() == pytest.approx([1, 1])
    assert set(load_table(paths["means"])["stage"]) == {"base", "total"}
