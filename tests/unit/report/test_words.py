"""Words for the codes in tables."""

import pytest
from topomaps.report.words import measure_words, outcome_words
from topomaps.scores.layout_ranks import ERRORS, OTHERS


@pytest.mark.parametrize(
    ("measure", "arithmetic", "words"),
    [
        ("blur_mse", "float", "error under blur, in floating point"),
        ("blur_mse", "uint8", "error under blur, in 8 bits that wrap around"),
        ("neighbor_preservation_5", "", "preserved neighbours, k = 5"),
        ("of_somebody", "", "of somebody"),
    ],
)
def test_measures_are_told_in_words(measure, arithmetic, words):
    assert measure_words(measure, arithmetic) == words


def test_no_measure_of_layouts_is_shown_by_its_code():
    assert not any("_" in measure_words(each) for each in (*ERRORS, *OTHERS))


def test_outcomes_are_told_in_words():
    assert outcome_words("accuracy", "") == "classified correctly"
    assert outcome_words("predicted", "cat") == "predicted as “cat”"
    assert outcome_words("inputs", "") == "share of all inputs"
