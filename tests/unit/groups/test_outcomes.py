"""What a network predicts for each group, with intervals."""

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint
from topomaps.groups.groupings import group_inputs
from topomaps.groups.outcomes import accuracy_by, correctness, outcome_table


def rows(table, measure):
    return table[table["measure"] == measure].set_index("group")


def test_sizes_accuracies_and_shares(known):
    table = outcome_table(known, group_inputs(known, ["sex"]))
    assert rows(table, "inputs")["count"].to_dict() == {"F": 4, "M": 3}
    accuracy = rows(table, "accuracy")
    assert accuracy["count"].to_dict() == {"F": 2, "M": 2}  # the input without label is not judged
    assert accuracy["n"].to_dict() == {"F": 3, "M": 3}
    shares = table[table["measure"] == "predicted"].set_index(["group", "predicted"])["share"]
    assert shares["F", "big_cat"] == pytest.approx(3 / 4)
    assert shares["M", "big_cat"] == 0
    assert shares.groupby("group").sum().tolist() == pytest.approx([1, 1])


def test_intervals_are_wilsons(known):
    row = rows(outcome_table(known, group_inputs(known, ["sex"])), "accuracy").loc["F"]
    low, high = proportion_confint(2, 3, 0.05, "wilson")
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


def test_other_classes_of_the_network_have_shares_but_no_accuracy(emotions):
    table = outcome_table(emotions, group_inputs(emotions, ["sex"]))
    assert set(table["measure"]) == {"inputs", "predicted"}
    assert {"angry", "happy"} <= set(table["predicted"].dropna())
    assert not correctness(emotions)[1].any()


def test_without_predictions_there_are_sizes_alone(known):
    silent = known._replace(predictions=None)
    table = outcome_table(silent, group_inputs(silent, ["class"]))
    assert table["measure"].unique().tolist() == ["inputs"]
    assert table["count"].tolist() == [3, 3, 1]


def test_empty_groups_have_no_share(known):
    table = outcome_table(known, group_inputs(known, ["correctness"]))
    empty = table[(table["group"] == "owl wrong") & (table["measure"] == "accuracy")].iloc[0]
    assert empty["n"] == 0
    assert np.isnan(empty[["share", "low", "high"]].astype(float)).all()


def test_accuracy_by_an_attribute(known):
    np.testing.assert_allclose(accuracy_by(known, "sex"), [2 / 3, 2 / 3])
