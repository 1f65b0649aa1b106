"""Adapters about wrong labels: rankings and figures of outcomes, and of the confusion matrix."""

import numpy as np
import plot_confusion
import plot_label_errors
import plot_map_grid
import pytest
import rank_label_errors
from drawing import CLASS_NAMES, changed, check_figure, rendered
from topomaps.common.files import load_table, save_arrays


def ranked(naps, folder, by):
    rank_label_errors.main(naps=naps, suspects=folder / "suspects.tsv", by=[by])
    return folder / "suspects.tsv"


def confuse(activations, n_errors):
    """Give each class more wrong predictions, of the class that comes after it."""
    labels = np.arange(60) % 3
    changed(activations, predictions=np.where(np.arange(60) < n_errors, (labels + 1) % 3, labels))


@pytest.fixture
def dataset(tmp_path):
    """Dataset of 60 pictures, and the folder of the activations of a part of them."""
    path, folder = tmp_path / "dataset.npz", tmp_path / "extracted"
    folder.mkdir()
    inputs = np.random.default_rng(0).integers(0, 255, (80, 8, 8)).astype(np.uint8)
    split, altered = np.array(["train"] * 20 + ["test"] * 60), np.zeros(80, dtype=bool)
    save_arrays(path, split=split, altered=altered, inputs=inputs, scale=np.array(255.0))
    save_arrays(folder / "inputs.npz", rows=np.arange(20, 80))
    return {"dataset": path, "source": folder}


@pytest.mark.parametrize("random_groups", [False, True])
def test_classes_are_ranked_and_their_maps_shown(
    draw, activations, dataset, figures, tmp_path, random_groups
):
    confuse(activations, 18)
    naps = draw(by=["correctness"], random_groups=random_groups)
    suspects = ranked(naps, tmp_path, "correctness")
    table = load_table(suspects)
    assert table["suspected"].tolist() == ["test"] * 3 + ["train"] * 3
    assert table["rank"].tolist() == [1, 2, 3] * 2
    assert set(table["class"]) == {*CLASS_NAMES}  # random groups are no classes
    for suspected in ("test", "train"):
        plot_label_errors.main(
            maps=rendered(naps, tmp_path), suspects=suspects, suspected=suspected, **dataset,
            **figures,
        )  # fmt: skip
        check_figure(figures)


def test_inputs_that_lie_with_the_activations_are_shown(draw, activations, figures, tmp_path):
    naps = draw(by=["correctness"])
    suspects = ranked(naps, tmp_path, "correctness")
    shown = {"maps": rendered(naps, tmp_path), "suspects": suspects, "suspected": "test"}
    plot_label_errors.main(**shown, source=activations, activations=activations, **figures)
    with_pictures = figures["png"].read_bytes()
    changed(activations, inputs=None)
    plot_label_errors.main(**shown, source=activations, activations=activations, **figures)
    assert figures["png"].read_bytes() != with_pictures
    check_figure(figures)


def test_cells_are_ranked_and_the_confusion_matrix_is_shown(
    draw, activations, dataset, figures, tmp_path
):
    naps = draw(by=["confusion"])
    suspects = ranked(naps, tmp_path, "confusion")
    assert len(load_table(suspects)) == 0  # three errors a class are too few to judge
    shown = {**dataset, **figures, "suspected": "train"}
    plot_confusion.main(maps=rendered(naps, tmp_path), suspects=suspects, **shown)
    check_figure(figures)
    confuse(activations, 18)
    naps = draw(by=["confusion"], random_groups=True)
    table = load_table(ranked(naps, tmp_path, "confusion"))
    assert table["n"].tolist() == [6, 6, 6]
    assert set(zip(table["class"], table["predicted"], strict=True)) == {
        ("cat", "dog"), ("dog", "owl"), ("owl", "cat"),
    }  # fmt: skip
    plot_confusion.main(maps=rendered(naps, tmp_path), suspects=suspects, **shown)
    check_figure(figures)
    plot_map_grid.main(maps=rendered(naps, tmp_path), reorder=False, **figures)
    check_figure(figures)


@pytest.mark.parametrize("changes", [{"min_size": 5}, {"only": ["cat", "dog"]}])
@pytest.mark.parametrize("by", ["correctness", "confusion"])
def test_groups_that_were_left_out_have_no_place(
    draw, activations, dataset, figures, tmp_path, by, changes
):
    predictions = np.arange(60) % 3
    predictions[[0, 3, 6, 9, 12, 15, 1]] = [1, 1, 1, 1, 1, 1, 2]  # six cats as dogs, a dog as owl
    predictions[2::3] = 0  # no owl is right
    changed(activations, predictions=predictions)
    naps = draw(by=[by], **changes)
    suspects = ranked(naps, tmp_path, by)
    table = load_table(suspects)
    assert table.loc[0, "class"] in ("cat", "owl")
    plot = {"correctness": plot_label_errors, "confusion": plot_confusion}[by]
    plot.main(
        maps=rendered(naps, tmp_path), suspects=suspects, suspected="test", **dataset, **figures
    )
    check_figure(figures)
