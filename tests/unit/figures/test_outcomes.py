"""The figure of what a network predicts for each group."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from topomaps.activations.inputs import InputTable
from topomaps.common.probabilities import equals_p
from topomaps.figures.outcomes import CLEAREST_GAP, MAX_CLASSES, plot_outcomes
from topomaps.groups.groupings import group_inputs
from topomaps.groups.outcomes import outcome_table
from topomaps.statistics.outcome_gaps import outcome_tests

N = 60


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def tables_of(outputs, labels=None, names=("a", "b"), by=("sex",)):
    """Tables of outcomes and of tests of groups, by an attribute or else."""
    known = InputTable(
        labels,
        np.random.default_rng(0).integers(0, len(outputs), N),
        names,
        tuple(outputs),
        pd.DataFrame({"sex": ["F", "M"] * (N // 2)}),
    )
    grouping = group_inputs(known, by)
    tests = outcome_tests(known, grouping, [*by], seed=0)
    return outcome_table(known, grouping), tests


def titles(figure):
    return [axes.get_title().split("\n")[0] for axes in figure.axes if axes.get_title()]


def lines_of(figure, panel):
    """Shares that a panel shows, by group; the first panel has the names, and the gap's."""
    *names, last = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert last == CLEAREST_GAP
    axes = figure.axes[panel]
    return dict(zip(names, axes.lines[0].get_xdata(), strict=True))


def test_every_predicted_class_and_the_accuracy_have_a_panel():
    table, tests = tables_of("ab", np.arange(N) % 2)
    figure = plot_outcomes(table, tests, "a network, sex")
    assert titles(figure) == ["accuracy", "predicted: a", "predicted: b"]
    for panel, name in enumerate(["accuracy", "a", "b"]):
        rows = table[(table["measure"] == name) | (table["predicted"] == name)]
        expected = dict(zip(rows["group"], rows["share"], strict=True))
        assert lines_of(figure, panel) == pytest.approx(expected)


def test_without_labels_there_is_no_accuracy():
    assert titles(plot_outcomes(*tables_of("ab"), "title")) == ["predicted: a", "predicted: b"]


def test_other_classes_than_those_of_the_labels_have_no_accuracy():
    assert "accuracy" not in titles(plot_outcomes(*tables_of("xyz", np.arange(N) % 2), "title"))


def test_of_many_classes_the_most_frequent_are_shown():
    table, tests = tables_of([f"class {number}" for number in range(MAX_CLASSES + 8)])
    shown = titles(plot_outcomes(table, tests, "title"))
    assert len(shown) == MAX_CLASSES
    counts = table[table["measure"] == "predicted"].groupby("predicted")["count"].sum()
    least = min(counts[title.removeprefix("predicted: ")] for title in shown)
    assert least >= counts.sort_values().iloc[-MAX_CLASSES]


def test_a_group_without_predictions_has_no_line():
    table, tests = tables_of("ab")
    table.loc[table["group"] == "M", ["count", "n"]] = 0
    figure = plot_outcomes(table, tests, "title")
    assert list(lines_of(figure, 0)) == ["F"]


def test_the_clearest_gap_stands_beside_that_of_chance():
    table, tests = tables_of("ab")
    axes, row = plot_outcomes(table, tests, "title").axes[0], tests.iloc[0]
    (bar,) = axes.patches
    assert (bar.get_x(), bar.get_width()) == (0, row["chance_high"])
    median, gap = axes.lines[-2:]
    assert set(median.get_xdata()) == {row["chance_median"]}
    assert gap.get_xdata() == pytest.approx([row["adjusted_gap"]])
    words = axes.get_title().split("\n")[1:]
    assert words[0].startswith(f"p {equals_p(row['p'], row['least_p'])}, Holm")
    assert words[1] == f"all gaps ≤ {row['no_larger_than']:.0%} (95 %)"


def test_outcomes_that_the_groups_are_made_of_have_no_panel():
    labels = np.arange(N) % 2
    assert titles(plot_outcomes(*tables_of("ab", labels, by=["prediction"]), "t")) == ["accuracy"]
    figure = plot_outcomes(*tables_of("ab", labels, by=["confusion"]), "t")
    assert titles(figure) == []
    assert "made of what is predicted" in figure.get_suptitle()


def test_what_is_not_tested_says_why():
    table, tests = tables_of("ab", by=["class"], labels=np.arange(N) % 2)
    tests["untested"] = "nothing can be permuted"
    figure = plot_outcomes(table, tests, "t")
    assert "not tested: nothing can be permuted" in figure.get_suptitle()
    assert not figure.axes[0].patches
