"""Figures of HHAI beyond the comparison of methods: what they show and mark."""

import numpy as np
import pytest
from PIL import Image
from topomaps.activations.shown_inputs import Pictures
from topomaps.figures.alterations import plot_alterations
from topomaps.figures.confusion import plot_confusion
from topomaps.figures.label_errors import plot_label_errors
from topomaps.figures.training import plot_training, save_animation, training_frames

INPUTS = np.random.default_rng(5).integers(0, 255, (9, 8, 8)).astype(np.uint8)
SHOWN = Pictures(INPUTS.__getitem__)


def maps_of(rows, columns, empty=()):
    """Arrays of rendered maps with random contents."""
    generator = np.random.default_rng(0)
    n = len(rows)
    naps = generator.normal(size=(n, 12))
    counts = np.full(n, 5)
    naps[list(empty)], counts[list(empty)] = np.nan, 0
    return {
        "positions": np.array([[0, 0], [1, 0], [0, 1], [1, 1], [0.5, 0.4]]),
        "images": generator.integers(0, 255, (n, 30, 30, 3)).astype(np.uint8),
        "naps": naps,
        "limit": np.array(2.0),
        "percentile": np.array(100.0),
        "counts": counts,
        "examples": np.where(counts > 0, np.arange(n) % len(INPUTS), -1),
        "rows": np.array(rows),
        "columns": np.array(columns),
    }


def frames(figure):
    """Axes with a frame around them."""
    return [axes for axes in figure.axes for patch in axes.patches if patch.get_linewidth() == 2.5]


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_alterations_show_the_original_and_each_parameter():
    image = np.random.default_rng(0).integers(0, 255, (30, 30, 3)).astype(np.uint8)
    figure = plot_alterations(image, [2, 4, 6], [20, 10])
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["original", "2 px", "4 px", "6 px", "20 px", "10 px"]
    shown = [axes.images[0].get_array() for axes in figure.axes]
    assert (shown[0] == image).all()
    assert (shown[1] != image).any()


@pytest.mark.parametrize("empty", [(), (0,), (0, 1)])
def test_label_errors_frame_the_pair_and_survive_empty_groups(empty):
    maps = maps_of(["correct"] * 3 + ["wrong"] * 3, ["a", "b", "c"] * 2, empty)
    figure = plot_label_errors(maps, SHOWN, [("wrong", "c"), ("correct", "c")], "train")
    assert len(frames(figure)) == 2
    assert texts(figure).count("no inputs") == len(empty)
    titles = [axes.get_title() for axes in figure.axes if axes.get_title()]
    assert sorted(titles) == ["a", "b", "c"]
    if empty:
        assert titles[-1] in "abc"[: len(empty)]  # columns without correct inputs come last


def test_confusion_has_true_classes_in_rows_and_marks_empty_cells():
    rows, columns = zip(*[(t, p) for t in "ab" for p in "ab"], strict=True)
    figure = plot_confusion(maps_of(rows, columns, (1,)), SHOWN, [("b", "a")], "test")
    assert len(figure.axes) == 2 * 2 + 2 * 2 + 1  # inputs, maps, colour bar
    hatched = [each for axes in figure.axes for each in axes.patches if each.get_hatch()]
    assert len(hatched) == 1
    assert len(frames(figure)) == 1


def test_training_has_a_frame_per_checkpoint(tmp_path):
    maps = maps_of(["0", "0", "10", "10"], ["a", "b", "a", "b"])
    figure = plot_training(maps, [0.1, 0.9])
    titles = [axes.get_title() for axes in figure.axes if axes.get_title()]
    assert titles == ["0\n10.0%", "10\n90.0%"]
    pictures = training_frames(maps, [0.1, 0.9])
    assert len(pictures) == 2
    assert (pictures[0] != pictures[1]).any()
    for name in ("a.gif", "b.gif"):
        save_animation(tmp_path / name, pictures)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()
    with Image.open(tmp_path / "a.gif") as animation:
        assert animation.n_frames == 2
        assert animation.info["loop"] == 0
