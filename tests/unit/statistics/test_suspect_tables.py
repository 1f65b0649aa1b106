import numpy as np
import pandas as pd
from topomaps.statistics.suspect_tables import (
    AT_LEAST,
    expected_table,
    first_sizes,
    named_suspects,
    suspect_pairs,
    with_inputs,
)
from topomaps.statistics.suspicious_inputs import COLUMNS

INPUTS = pd.DataFrame({
    "given_label": ["a", "a", "a", "b"], "predicted_label": ["b", "c", "c", "a"],
    "score": [0.9, 0.5, 0.5, 0.1],
})  # fmt: skip


def found(scores):
    """Table of `suspicious_inputs` of inputs labelled 0, which act like class 1."""
    n = len(scores)
    table = pd.DataFrame({
        "index": np.arange(n), "given_label": 0, "predicted_label": 1, "score": scores,
        "is_label_issue": False, "from_outputs": np.nan, "from_activations": scores,
        "clarity": 0.9, "given": 0,
    })  # fmt: skip
    table.attrs["planted"] = {
        "inputs": n, "unit": 1.0, "clarity": 0.9, "planted": 50, "effective": 50.0, "found": 0.9,
        "score": 0.9, "near_boundary": 0.2, "above": [(0.9, np.sum(np.array(scores) > 0.5))],
        "certain": (1.0, float(np.sum(np.array(scores) > 0.5))),
    }  # fmt: skip
    return table


def test_the_most_suspicious_come_first_and_ties_keep_their_order():
    table = named_suspects(
        found([0.2, 0.9, 0.2]), np.array([5, 6, 9]), ("cat", "owl"), file=np.array(["a", "b", "c"])
    )
    assert tuple(table.columns) == (*COLUMNS, "file")
    assert table["index"].tolist() == [6, 5, 9]
    assert table["file"].tolist() == ["b", "a", "c"]
    assert table["given_label"].tolist() == ["cat"] * 3
    assert table["predicted_label"].tolist() == ["owl"] * 3
    assert table["is_label_issue"].tolist() == [True, False, False]


def test_sizes_are_round_and_end_with_all():
    assert first_sizes(7) == [7]
    assert first_sizes(10) == [10]
    assert first_sizes(1234) == [10, 20, 50, 100, 200, 500, 1000, 1234]


def test_expected_numbers_grow():
    table = expected_table(found(np.linspace(0, 1, 101)))
    assert table["first"].tolist() == [10, 20, 50, 100, 101]
    assert table["expected"].is_monotonic_increasing
    assert (table["low"] <= table["expected"]).all()
    assert (table["high"] <= table["first"]).all()
    assert set(table["found_near_boundary"]) == {0.2}
    assert table["verdict"].str.startswith("Of 101 labels some are wrong").all()


def test_pairs_are_those_with_most_suspicious_inputs():
    suspects = pd.DataFrame({
        "given_label": ["a"] * 10 + ["b"] * 3 + ["a"] * 20,
        "predicted_label": ["b"] * 10 + ["a"] * 3 + ["c"] * 20,
        "score": [0.9] * 10 + [0.8] * 3 + [0.1] * 20,
    })  # fmt: skip
    pairs = suspect_pairs(suspects, 5)
    assert [pair[:2] for pair in pairs] == [("a", "b"), ("b", "a")]
    assert pairs[1][2].tolist() == [10, 11, 12]
    assert len(suspect_pairs(suspects, 1)) == 1


def test_some_inputs_are_shown_where_nothing_is_suspicious():
    suspects = pd.DataFrame({"given_label": "a", "predicted_label": "b", "score": [0.1] * 30})
    ((_, _, members),) = suspect_pairs(suspects, 5)
    assert members.tolist() == list(range(AT_LEAST))


def test_classes_get_the_sum_of_the_scores_and_the_class_that_most_of_it_goes_to():
    twice = pd.DataFrame({"class": ["b", "a", "d", "a"]}, index=[0, 1, 0, 1])
    table = with_inputs(twice, INPUTS)
    assert table["expected_wrong"].tolist() == [0.1, 1.9, 0, 1.9]
    assert table["likelier_class"].tolist() == ["a", "c", "", "c"]
    assert table.index.tolist() == [0, 1, 0, 1]


def test_without_inputs_nothing_is_said():
    table = with_inputs(pd.DataFrame({"class": ["a"]}), None)
    assert table["expected_wrong"].isna().all()
    assert len(with_inputs(pd.DataFrame({"class": []}), INPUTS)) == 0
