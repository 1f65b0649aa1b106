"""What a test has to permute is said in words where it is little."""

import numpy as np
import pandas as pd
import pytest
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.statistics.exchangeable_units import log_arrangements
from topomaps.statistics.permutable import note_on_permutations, noted, words_on_few

NAMES = ("a", "b")


def grouped(members, strata=None, blocks=None):
    return GroupedInputs(Grouping(NAMES, ("",) * 2, NAMES, members), members >= 0, strata, blocks)


def test_five_pairs_of_a_thousand_inputs_are_told():
    strata = np.arange(1000)
    strata[1:10:2] = strata[0:10:2]
    words, is_little = note_on_permutations(grouped(np.arange(1000) % 2, strata))
    assert is_little
    assert "can permute 10 of 1,000 inputs; the least p that they allow is 0.031" in words


def test_enough_is_no_cause_for_words():
    assert words_on_few(900, 1000, 1000, 1e-4) == ""
    assert words_on_few(900, 50, 1000, 1e-4) == "1,000 inputs in 50 blocks"
    words, is_little = note_on_permutations(grouped(np.arange(1000) % 2))
    assert "1,000 of 1,000" in words
    assert not is_little


def test_blocks_are_counted():
    blocks = np.repeat(np.arange(6), 50)
    words, is_little = note_on_permutations(grouped((np.arange(6) % 2)[blocks], blocks=blocks))
    assert is_little
    assert "300 of 300 inputs in 6 blocks; the least p that they allow is 0.1" in words


@pytest.mark.parametrize("within", ["strata", "blocks"])
def test_what_cannot_be_tested_is_told(within):
    members = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    codes = {"strata": members, "blocks": np.array([0, 0, 1, 1, 2, 2, 3, 0])}[within]
    words, is_little = note_on_permutations(grouped(members, **{within: codes}))
    assert is_little
    assert words.startswith("The groups cannot be tested")


def test_groups_of_equal_sizes_may_swap_names():
    one = np.zeros(6, int)
    assert np.exp(log_arrangements(np.array([0, 0, 0, 1, 1, 1]), one)) == pytest.approx(10)
    assert np.exp(log_arrangements(np.array([0, 0, 1, 1, 2, 2]), one)) == pytest.approx(15)
    assert np.exp(log_arrangements(np.array([0, 0, 0, 0, 1, 1]), one)) == pytest.approx(15)


def test_tables_have_a_note():
    table = pd.DataFrame(
        {"n_permutable": [20, 4, np.nan], "least_p": [1e-4, 0.05, np.nan],
         "n_units": 20, "n_first": [10, 10, 10], "n_second": [10, 10, 10]}
    )  # fmt: skip
    words = "only 4 of 20 inputs can be permuted, no p below 0.05 is possible"
    assert noted(table)["note"].tolist() == ["", words, "nothing can be permuted"]
