"""Adapters about wrong labels: rankings and figures of outcomes, and of the confusion matrix."""

import numpy as np
import pandas as pd
import plot_confusion
import plot_label_errors
import plot_map_grid
import pytest
from stages import CLASS_NAMES, changed, check_figure, rendered
from topomaps.common.files import load_table, save_arrays, save_table
from topomaps.data.dataset import dataset_arrays

PLOTS = {"correctness": plot_label_errors, "confusion": plot_confusion}


def confuse(activations, n_errors):
    """Give each class more wrong predictions, of the class that comes after it."""
    labels = np.arange(60) % 3
    changed(activations, predictions=np.where(np.arange(60) < n_errors, (labels + 1) % 3, labels))


def plotted(by, naps, folder, figures, suspected="test", **source):
    """Rank and draw; the table of suspects."""
    suspects = folder / "suspects.tsv"
    PLOTS[by].main(
        maps=rendered(naps, folder), suspects=suspects, suspected=suspected, **source, **figures
    )
    check_figure(figures)
    names = ("class", "predicted", "most_similar_class", "reason")
    return load_table(suspects, dtype=dict.fromkeys(names, str))


@pytest.fixture
def dataset(tmp_path):
    """Dataset of 60 pictures, and the folder of the activations of a part of them."""
    path, folder = tmp_path / "dataset.npz", tmp_path / "extracted"
    folder.mkdir()
    inputs = np.random.default_rng(0).integers(0, 255, (80, 8, 8)).astype(np.uint8)
    split, altered = np.array(["train"] * 20 + ["test"] * 60), np.zeros(80, dtype=bool)
    arrays = dataset_arrays(split, scale=255.0, inputs=inputs)
    save_arrays(path, **arrays | {"altered": altered})
    save_arrays(folder / "inputs.npz", rows=np.arange(20, 80))
    return {"dataset": path, "source": {"path": folder}}


@pytest.mark.parametrize("suspected", ["test", "train"])
@pytest.mark.parametrize("random_groups", [False, True])
def test_classes_are_ranked_and_their_maps_shown(
    draw, activations, dataset, figures, tmp_path, random_groups, suspected
):
    confuse(activations, 18)
    naps = draw(by=["correctness"], random_groups=random_groups)
    table = plotted("correctness", naps, tmp_path, figures, suspected, **dataset)
    assert table["suspected"].tolist() == ["test"] * 3 + ["train"] * 3
    assert table["rank"].tolist() == [1, 2, 3] * 2
    assert set(table["class"]) == {*CLASS_NAMES}  # random groups are no classes
    assert table["n_wrong"].tolist() == [6] * 6


def test_rankings_say_what_the_single_inputs_say(draw, activations, figures, tmp_path):
    confuse(activations, 18)
    judged, given = (
        tmp_path / "judged.tsv",
        {"source": {"path": activations}, "activations": [activations]},
    )
    save_table(judged, pd.DataFrame({
        "given_label": ["dog", "owl"], "predicted_label": ["cat", "cat"], "score": [0.9, 0.2],
    }))  # fmt: skip
    for by in ("correctness", "confusion"):
        table = plotted(by, draw(by=[by]), tmp_path, figures, judged=judged, **given)
        found = table.drop_duplicates("class").set_index("class")
        assert found["expected_wrong"].to_dict() == {"cat": 0.0, "dog": 0.9, "owl": 0.2}
        assert found.loc["dog", "likelier_class"] == "cat"


def test_inputs_that_lie_with_the_activations_are_shown(draw, activations, figures, tmp_path):
    naps, given = (
        draw(by=["correctness"]),
        {"source": {"path": activations}, "activations": [activations]},
    )
    plotted("correctness", naps, tmp_path, figures, **given)
    with_pictures = figures["png"].read_bytes()
    changed(activations, inputs=None)
    plotted("correctness", naps, tmp_path, figures, **given)
    assert figures["png"].read_bytes() != with_pictures


def test_cells_are_ranked_and_the_confusion_matrix_is_shown(
    draw, activations, dataset, figures, tmp_path
):
    table = plotted("confusion", draw(by=["confusion"]), tmp_path, figures, "train", **dataset)
    assert len(table) == 0  # three errors a class are too few to judge
    confuse(activations, 18)
    naps = draw(by=["confusion"], random_groups=True)
    table = plotted("confusion", naps, tmp_path, figures, "train", **dataset)
    assert table["n"].tolist() == [6, 6, 6]
    assert set(zip(table["class"], table["predicted"], strict=True)) == {
        ("cat", "dog"), ("dog", "owl"), ("owl", "cat"),
    }  # fmt: skip
    plot_map_grid.main(maps=rendered(naps, tmp_path), reorder=False, **figures)
    check_figure(figures)


@pytest.mark.parametrize("changes", [{"min_size": 5}, {"only": ["cat", "dog"]}])
@pytest.mark.parametrize("by", ["correctness", "confusion"])
def test_groups_that_were_left_out_have_an_empty_place(
    draw, activations, dataset, figures, tmp_path, by, changes
):
    predictions = np.arange(60) % 3
    predictions[[0, 3, 6, 9, 12, 15, 1]] = [1, 1, 1, 1, 1, 1, 2]  # six cats as dogs, a dog as owl
    predictions[2::3] = 0  # no owl is right
    changed(activations, predictions=predictions)
    table = plotted(by, draw(by=[by], **changes), tmp_path, figures, **dataset)
    if "only" in changes:
        assert "owl" not in set(table["class"])
    else:  # a class without right answers comes first
        assert table.loc[0, ["class", "reason"]].tolist() == [
            "owl", "only 0 correctly classified inputs",
        ]  # fmt: skip
