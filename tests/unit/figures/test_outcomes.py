"""The figure of what a network predicts for each group."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from topomaps.activations.inputs import InputTable
from topomaps.figures.outcomes import MAX_CLASSES, plot_outcomes
from topomaps.groups.groupings import group_inputs
from topomaps.groups.outcomes import outcome_table

N = 60


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def table_of(outputs, labels=None, names=("a", "b")):
    """Table of outcomes of two groups, by an attribute."""
    known = InputTable(
        labels,
        np.random.default_rng(0).integers(0, len(outputs), N),
        names,
        tuple(outputs),
        pd.DataFrame({"sex": ["F", "M"] * (N // 2)}),
    )
    return outcome_table(known, group_inputs(known, ["sex"]))


def titles(figure):
    return [axes.get_title() for axes in figure.axes if axes.get_title()]


def lines_of(figure, panel):
    """Shares that a panel shows, by group; the first panel has the names."""
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    axes = figure.axes[panel]
    return dict(zip(names, axes.lines[0].get_xdata(), strict=True))


def test_every_predicted_class_and_the_accuracy_have_a_panel():
    table = table_of("ab", np.arange(N) % 2)
    figure = plot_outcomes(table, "a network, sex")
    assert titles(figure) == ["accuracy", "predicted: a", "predicted: b"]
    for panel, name in enumerate(["accuracy", "a", "b"]):
        rows = table[(table["measure"] == name) | (table["predicted"] == name)]
        expected = dict(zip(rows["group"], rows["share"], strict=True))
        assert lines_of(figure, panel) == pytest.approx(expected)


def test_without_labels_there_is_no_accuracy():
    assert titles(plot_outcomes(table_of("ab"), "title")) == ["predicted: a", "predicted: b"]


def test_other_classes_than_those_of_the_labels_have_no_accuracy():
    assert "accuracy" not in titles(plot_outcomes(table_of("xyz", np.arange(N) % 2), "title"))


def test_of_many_classes_the_most_frequent_are_shown():
    table = table_of([f"class {number}" for number in range(MAX_CLASSES + 8)])
    shown = titles(plot_outcomes(table, "title"))
    assert len(shown) == MAX_CLASSES
    counts = table[table["measure"] == "predicted"].groupby("predicted")["count"].sum()
    least = min(counts[title.removeprefix("predicted: ")] for title in shown)
    assert least >= counts.sort_values().iloc[-MAX_CLASSES]


def test_a_group_without_predictions_has_no_line():
    table = table_of("ab")
    table.loc[table["group"] == "M", ["count", "n"]] = 0
    figure = plot_outcomes(table, "title")
    assert list(lines_of(figure, 0)) == ["F"]
