"""Names of any length, number and script have room in figures, which fit a page."""

from itertools import combinations, pairwise, product

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text
from topomaps.figures.confusion import plot_confusion
from topomaps.figures.label_errors import plot_label_errors, shown_classes
from topomaps.figures.map_grid import TOO_FEW as FEW_INPUTS
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.map_panels import map_axes, name_row
from topomaps.figures.measures import TABLE, plot_measures
from topomaps.figures.separation import plot_separation
from topomaps.figures.significant import plot_significant
from topomaps.figures.similarities import plot_similarities
from topomaps.figures.style import (
    PAGE_WIDTH,
    all_shortened,
    decimals,
    shortened,
    text_letters,
    wrapped,
)
from topomaps.figures.subgroups import plot_subgroups
from topomaps.figures.suspicious_inputs import TOO_FEW, plot_suspicious_inputs
from topomaps.figures.variables import plot_variables

LONG = "people who answered the second questionnaire in the winter"
NAMES = [f"{LONG} {number}" for number in range(3)]
COLORS = {"limit": 1.0, "percentile": 99}
PAD = 0.05  # inches
PLACES = np.random.default_rng(0).random((9, 2))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def boxes(figure):
    """Boxes of all texts of a figure in pixels, without ticks that are out of sight."""
    figure.canvas.draw()
    found = [each for each in figure.findobj(Text) if each.get_visible() and each.get_text()]
    view = [
        (each, each.get_window_extent()) for each in found
        if each.axes is None or each.axes.axison or each in each.axes.texts
    ]  # fmt: skip
    return [(each.get_text(), box) for each, box in view if box.x0 >= 0]


def overlapping(figure):
    """Pairs of texts that cover each other."""
    return [
        (one, two)
        for (one, a), (two, b) in combinations(boxes(figure), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ]


def fits(figure):
    """Whether no texts cover each other, and the figure is no wider than a page."""
    assert overlapping(figure) == []
    return figure.get_tightbbox().width <= PAGE_WIDTH + PAD


def maps_of(rows, columns):
    generator = np.random.default_rng(0)
    n = len(rows)
    return {
        "images": generator.integers(0, 255, (n, 30, 30, 3)).astype(np.uint8),
        "positions": generator.random((12, 2)), "naps": generator.normal(size=(n, 12)),
        "counts": np.arange(n), "examples": np.full(n, -1), "rows": np.array(rows),
        "columns": np.array(columns), "groups": np.array(rows), **COLORS,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "width", "n_lines", "lines"),
    [
        ("Latino_Hispanic", 10, None, ["Latino_", "Hispanic"]),
        ("features.block3.conv2", 10, None, ["features.", "block3.", "conv2"]),
        ("p = 0.05, as above", 8, None, ["p =", "0.05, as", "above"]),
        ("女性の参加者", 4, None, ["女性", "の参", "加者"]),
        ("Donaudampfschiff", 6, None, ["Donaud", "ampfsc", "hiff"]),
        ("Donaudampfschiff 12", 6, 2, ["Donaud", "…ff 12"]),
        ("7", 4, 1, ["7"]),
    ],
)
def test_lines_end_where_names_have_parts(text, width, n_lines, lines):
    assert wrapped(text, width, n_lines).split("\n") == lines


def test_names_lose_their_middle_and_stay_different():
    assert shortened("a short name", 20) == "a short name"
    assert text_letters(shortened("女性の参加者一二三四", 9)) <= 9
    layers = [f"features.block{number}.layer.convolution" for number in range(3)]
    assert all_shortened(layers, 12) == ["…0…", "…1…", "…2…"]
    assert all_shortened(NAMES, 12)[1].endswith("1")


def test_single_digits_stand_as_they_are_read():
    figure = plt.figure()
    for name, rotation in (("7", 0), ("seven", 90)):
        axes = map_axes(figure, figure.add_gridspec(1, 1)[0])
        name_row(axes, name, 1.0)
        assert axes.yaxis.label.get_rotation() == rotation


@pytest.mark.parametrize("n_layers", [1, 8])
def test_separation_has_room_for_any_number_of_layers(n_layers):
    generator = np.random.default_rng(0)
    effect = generator.random(n_layers)
    table = pd.DataFrame(
        {"layer": [f"features.block{n}.layer.convolution" for n in range(n_layers)],
         "effect": effect, "effect_low": effect - 0.2, "effect_high": effect + 0.1,
         "effect_by_chance": 0.0001, "p": 0.0333, "least_p": 0.0001, "neurons_differing": 512,
         "n_neurons": 512, "note": LONG}
    )  # fmt: skip
    figure = plot_separation(table, "a title", 0.05)
    assert fits(figure)
    above, share = figure.axes
    assert share.get_xticks().max() == 1  # no share of the neurons is more than all
    assert above.collections[0].get_paths()  # the end of what chance gives


@pytest.mark.parametrize("n_layers", [1, 3])
def test_similarities_of_long_names_have_room(n_layers):
    layers = [f"features.block{number}.convolution" for number in range(n_layers)]
    rows = [(*each, 0.5, 0.4, 0.6, -0.5, 0.01) for each in product(layers, NAMES, NAMES)]
    columns = ["layer", "first", "second", "corrected", "low", "high", "unrelated", "noise_p"]
    pairs = pd.DataFrame([row for row in rows if row[1] < row[2]], columns=columns)
    assert fits(plot_similarities(pairs, NAMES, "a title", 0.95))


def test_subgroups_have_room_for_what_is_said_of_them():
    rows = pd.DataFrame(
        {"group": NAMES[:2], "towards": NAMES[1:], "share": 0.3, "low": 0.2, "high": 0.4,
         "acts_like": [NAMES[1], ""], "p_holm": 0.01, "distance": 3.5, "divided": True,
         "causes": "", "n": 90}
    )  # fmt: skip
    neurons = pd.DataFrame(
        {"group": NAMES[0], "towards": NAMES[1], "layer": "features.convolution",
         "rank": [1, 2], "neuron": [1000, 1001], "difference": [2.5, -2.5]}
    )  # fmt: skip
    image = np.full((30, 30, 3), 200, np.uint8)
    maps = dict.fromkeys(NAMES, image) | {"positions": PLACES, "colors": COLORS}
    examples = {pair: [1, 2] for pair in pairwise(NAMES)}
    figure = plot_subgroups(rows, neurons, maps, examples, None, f"{LONG}, {LONG}")
    assert fits(figure)
    assert "1001 (−2.5)" in " ".join(" ".join(text for text, _ in boxes(figure)).split())


def test_a_pair_of_too_few_inputs_for_a_map_says_so():
    image = np.full((30, 30, 3), 200, np.uint8)
    pairs = [(NAMES[0], NAMES[1], list(range(5))), (NAMES[1], NAMES[0], [5])]
    maps = {NAMES[0]: image, NAMES[1]: image, tuple(NAMES[:2]): image}
    maps |= {"positions": PLACES, "colors": COLORS}
    suspects = pd.DataFrame({"index": range(6), "score": 0.5, "file": f"images/{LONG}.png"})
    figure = plot_suspicious_inputs(pairs, suspects, maps, None, LONG)
    assert fits(figure)
    assert [text for text, _ in boxes(figure)].count(TOO_FEW) == 1


def test_of_many_classes_those_with_errors_are_shown(monkeypatch):
    monkeypatch.setattr("topomaps.figures.label_errors.MAX_CLASSES", 3)
    classes = [f"{number} of {LONG}" for number in range(5)]
    maps = maps_of(["correct"] * 5 + ["wrong"] * 5, classes * 2)
    chosen, words = shown_classes(maps, [classes[0]], maps["rows"] == "wrong")
    assert chosen == [classes[0], classes[3], classes[4]]  # framed, and the most wrong inputs
    assert words == ["3 of 5 classes, those with the most errors"]
    assert fits(plot_label_errors(maps, None, [("wrong", classes[0])], "test"))
    maps = maps_of(*zip(*product(classes, classes), strict=True))
    figure = plot_confusion(maps, None, [(classes[0], classes[1])], "test")
    assert fits(figure)
    assert any("3 of 5 classes" in text for text, _ in boxes(figure))


def maps_of_groups(n):
    """Maps of groups with long names, and of as many random ones."""
    maps = maps_of([""] * n, [f"{LONG} {number}" for number in range(n)])
    return maps | {
        "groups": maps["columns"], "counts": np.full(n, 5), "kinds": np.full(n, "given"),
    }  # fmt: skip


@pytest.mark.parametrize("n_groups", [2, 30])
def test_many_groups_stand_in_lines(n_groups):
    maps = maps_of_groups(n_groups)
    tested = {"groups": maps["groups"], "p": np.full((n_groups, 12), 0.01)}
    figure = plot_significant({"features.block1.convolution": (maps, tested)}, "a title", 0.05)
    assert fits(figure)
    lines = {axes.get_position().y0.round(3) for axes in figure.axes if axes.get_xlabel()}
    assert len(lines) == (1 if n_groups == 2 else 3)


def test_a_variable_of_many_groups_is_shown_in_pieces():
    maps = maps_of_groups(30) | {"columns": np.arange(30), "groups": np.arange(30).astype(str)}
    figure = plot_variables({"deep": {"age": (maps, np.arange(30) / 100)}}, "a title")
    assert fits(figure)
    shown = {text for text, _ in boxes(figure)}
    assert {f"{number}" for number in range(30)} | {
        f"0.{number:02d}" for number in range(30)
    } <= shown


def test_scores_of_many_maps_stand_below_them():
    names = [f"group {number}" for number in range(25)]
    scores = pd.DataFrame(1000.0, index=names, columns=list(TABLE))
    scores.loc["group 3"] = np.nan
    image = np.full((30, 30, 3), 200, np.uint8)
    figure = plot_measures(dict.fromkeys(names, image), scores, "a title")
    assert fits(figure)
    assert [text for text, _ in boxes(figure)].count("–") == len(TABLE)


def test_groups_that_are_missing_are_marked():
    rows, columns = ["correct", "correct", "wrong"], ["a", "b", "a"]
    figure = plot_map_grid(maps_of(rows, columns) | {"counts": np.array([5, 5, 5])}, reorder=False)
    assert [text for text, _ in boxes(figure)].count(FEW_INPUTS) == 1


@pytest.mark.parametrize(
    ("value", "n_digits", "text"), [(-0.001, 2, "0.00"), (-0.125, 1, "−0.1"), (12.0, 0, "12")]
)
def test_a_minus_is_as_long_as_a_digit_and_zero_has_none(value, n_digits, text):
    assert decimals(value, n_digits) == text
