"""Tables of gaps between groups in what is predicted."""

import numpy as np
import pandas as pd
import pytest
from topomaps.activations.inputs import InputTable
from topomaps.groups.groupings import group_inputs
from topomaps.statistics import outcome_gaps as module
from topomaps.statistics.outcome_gaps import (
    BY_DEFINITION,
    GAP_COLUMNS,
    SAME_INPUTS,
    TEST_COLUMNS,
    TOO_SMALL,
    gap_table,
    outcome_tests,
    why_untested,
)

N = 120


@pytest.fixture
def known():
    """Cats and dogs of three sexes; those of F are called what they are, half of M's are not."""
    labels, sexes = np.arange(N) % 2, np.repeat(["F", "M", "X"], N // 3)
    wrong = (sexes == "M") & (np.arange(N) // 2 % 2 == 0) | ((sexes == "X") & (np.arange(N) < 88))
    return InputTable(
        labels,
        np.where(wrong, 1 - labels, labels),
        ("cat", "dog"),
        ("cat", "dog"),
        pd.DataFrame({"sex": sexes, "person": (np.arange(N) // 4).astype(str)}),
    )


def accuracy(table):
    return table[table["measure"] == "accuracy"]


def test_all_pairs_have_a_gap_with_an_interval(known):
    table = gap_table(known, group_inputs(known, ["sex"]), ["sex"])
    assert list(table.columns) == GAP_COLUMNS
    assert len(table) == 3 * 3  # accuracy, cat and dog
    rows = accuracy(table).set_index(["first", "second"])
    assert rows["gap"].to_dict() == pytest.approx(
        {("F", "M"): 0.5, ("F", "X"): 0.2, ("M", "X"): -0.3}
    )
    assert rows[["n_first", "n_second"]].to_numpy().tolist() == [[40, 40]] * 3
    assert (rows["low"] < rows["gap"]).all()
    assert (rows["high"] > rows["gap"]).all()
    # Two one-sided tests at 5 % are an interval of 90 %.
    assert (rows["no_larger_than"] > rows["gap"].abs()).all()
    assert (rows["no_larger_than"] < rows[["low", "high"]].abs().max(axis=1)).all()


def test_blocks_widen_the_intervals(known):
    how = known, group_inputs(known, ["sex"]), ["sex"]
    blocks = np.arange(N) // 4
    alone, whole = (accuracy(gap_table(*how, each)) for each in (None, blocks))
    assert (whole["gap"] == alone["gap"]).all()
    assert (whole["high"] - whole["low"] > alone["high"] - alone["low"]).all()


def test_the_largest_gap_is_tested_and_bounded(known):
    how = known, group_inputs(known, ["sex"]), ["sex"]
    table = outcome_tests(*how, seed=0)
    assert list(table.columns) == TEST_COLUMNS
    row = accuracy(table).iloc[0]
    assert (row["lowest"], row["highest"], row["gap"]) == ("M", "F", pytest.approx(0.5))
    assert row["p"] == row["p_holm"] == row["least_p"] == 1 / 10_000
    assert 0 < row["chance_median"] < row["chance_high"] < row["gap"] == row["adjusted_gap"]
    assert row["no_larger_than"] == accuracy(gap_table(*how))["no_larger_than"].max()
    assert (row["n_inputs"], row["n_units"], row["n_permutable"]) == (N, N, N)
    classes = table[table["measure"] == "predicted"]
    assert classes["gap"].tolist() == pytest.approx([0, 0])
    assert classes["p"].tolist() == [1, 1]
    assert table["untested"].isna().all()


def test_holm_corrects_for_the_number_of_classes(known):
    generator = np.random.default_rng(0)
    names = tuple("abcde")
    drawn = known._replace(predictions=generator.integers(0, 5, N), prediction_names=names)
    rows = outcome_tests(drawn, group_inputs(drawn, ["sex"]), ["sex"], seed=0)
    assert rows["predicted"].tolist() == list(names)
    least = rows.loc[rows["p"].idxmin()]
    assert least["p_holm"] == pytest.approx(min(1, 5 * least["p"]))


def test_blocks_and_strata_are_permuted_as_they_are(known):
    how = known, group_inputs(known, ["sex"]), ["sex"]
    row = accuracy(outcome_tests(*how, seed=0, blocks=np.arange(N) // 4)).iloc[0]
    assert (row["n_inputs"], row["n_units"]) == (N, 30)
    sexes = np.repeat([0, 1, 2], N // 3)
    row = accuracy(outcome_tests(*how, seed=0, strata=sexes)).iloc[0]
    assert row["untested"].startswith("Nothing can be permuted")
    assert np.isnan(row["p"])
    assert row["gap"] == pytest.approx(0.5)


def test_what_the_groups_are_made_of_is_not_tested(known):
    for by, n_rows in ((["prediction"], 1), (["confusion"], 0), (["correctness"], 0)):
        grouping = group_inputs(known, by)
        tests = outcome_tests(known, grouping, by, seed=0).set_index("measure")["untested"]
        assert tests["predicted"].eq(BY_DEFINITION).all()
        assert len(gap_table(known, grouping, by)) == n_rows


@pytest.mark.parametrize(
    ("measure", "by", "expected"),
    [
        ("accuracy", ["sex"], ""),
        ("accuracy", ["prediction"], ""),
        ("accuracy", ["class", "prediction"], BY_DEFINITION),
        ("accuracy", ["correctness", "sex"], BY_DEFINITION),
        ("predicted", ["correctness", "sex"], ""),
        ("predicted", ["prediction", "sex"], BY_DEFINITION),
        ("predicted", ["class"], ""),
        ("predicted", ["checkpoint"], SAME_INPUTS),
    ],
)
def test_why_gaps_mean_nothing(measure, by, expected):
    assert why_untested(measure, by) == expected


def test_groups_of_one_input_are_no_part_of_the_test(known):
    few = known._replace(attributes=pd.DataFrame({"sex": ["F"] * (N - 1) + ["M"]}))
    how = few, group_inputs(few, ["sex"]), ["sex"]
    row = accuracy(outcome_tests(*how, seed=0)).iloc[0]
    assert (row["untested"], row["n_groups"]) == (TOO_SMALL, 1)
    assert len(accuracy(gap_table(*how))) == 1  # its interval says how little is known


def test_of_very_many_pairs_the_rarest_classes_are_left_out(known, monkeypatch, caplog):
    monkeypatch.setattr(module, "MAX_ROWS", 7)
    table = gap_table(known, group_inputs(known, ["sex"]), ["sex"])
    assert table["measure"].tolist() == ["accuracy"] * 3 + ["predicted"] * 3
    assert "no rows of 1 outcomes" in caplog.text


def test_without_predictions_tables_are_empty(known):
    silent = known._replace(predictions=None)
    how = silent, group_inputs(silent, ["sex"]), ["sex"]
    assert list(gap_table(*how).columns) == GAP_COLUMNS
    assert outcome_tests(*how, seed=0).empty
