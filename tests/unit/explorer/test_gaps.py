"""What a page says of gaps between groups."""

import numpy as np
import pandas as pd
from topomaps.explorer.gaps import MAX_GAPS, words_of_gaps
from topomaps.statistics.outcome_gaps import TEST_COLUMNS


def table_with(**changes):
    row = {
        "measure": "accuracy", "lowest": "M", "highest": "F", "gap": 0.123, "adjusted_gap": 0.123,
        "chance_median": 0.04, "chance_high": 0.09, "p": 0.003, "p_holm": 0.003,
        "no_larger_than": 0.2, "n_permutations": 9999.0, "least_p": 0.0001,
    }  # fmt: skip
    return pd.DataFrame([row | changes]).reindex(columns=TEST_COLUMNS)


def test_a_gap_stands_beside_what_chance_gives():
    (found,) = words_of_gaps(table_with())
    assert found.pop("words") == (
        "Accuracy: the clearest gap is 12.3 %, F above M; by chance 4 %, and up to 9 % in 95 % of "
        "9999 permutations. p = 0.003. With 95 % confidence no gap is larger than 20 %."
    )
    assert found == {"outcome": "", "gap": 0.123, "chance_high": 0.09}


def test_classes_have_a_p_of_all_and_what_nuisance_explains_is_said():
    changes = {"measure": "predicted", "predicted": "cat", "p_holm": 0.03, "adjusted_gap": 0.05}
    (found,) = words_of_gaps(table_with(**changes))
    words = found["words"]
    assert (found["outcome"], found["gap"]) == ("cat", 0.05)
    assert words.startswith("Predicted as “cat”: the clearest gap is 12.3 %, F above M, 5 % beyond")
    assert "p = 0.003 (0.03 for all classes together)." in words


def test_the_smallest_p_is_a_bound():
    changes = {"measure": "predicted", "predicted": "cat", "p": 0.0001, "p_holm": 0.001}
    (found,) = words_of_gaps(table_with(**changes))
    assert "p ≤ 0.0001 (≤ 0.001 for all classes together)." in found["words"]


def test_reasons_for_no_test_are_said_once():
    table = pd.concat([table_with(measure="predicted", untested="Nothing can be permuted.")] * 3)
    words = "Predicted classes: gaps are not tested, since nothing can be permuted."
    assert words_of_gaps(table) == [{"outcome": None, "words": words}]


def test_of_many_classes_those_of_the_least_p_are_named():
    p = np.arange(MAX_GAPS + 5, 0, -1) / 100
    table = pd.concat(
        [table_with(measure="predicted", predicted=f"class {each:g}", p=each) for each in p]
    )
    words = words_of_gaps(table)
    assert len(words) == MAX_GAPS + 1
    assert words[0]["words"].startswith("Predicted as “class 0.01”")
    assert words[-1]["words"] == "5 more classes have a p as large, or larger."


def test_without_predictions_nothing_is_said():
    assert words_of_gaps(pd.DataFrame(columns=TEST_COLUMNS)) == []
