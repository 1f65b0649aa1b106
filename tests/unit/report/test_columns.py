"""Cells of tables as people read them."""

import numpy as np
import pytest
from topomaps.report.columns import (
    count,
    interval,
    joined,
    method,
    p_by_holm,
    p_of_draws,
    p_value,
    percent_interval,
    words,
    written_count,
    written_number,
    written_percent,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1513.8668, "1,514"),
        (999.4, "999"),
        (0.09899, "0.099"),
        (-0.5, "−0.5"),
        (0, "0"),
        (-0.0, "0"),
        (4.1426e-6, "4.14 × 10⁻⁶"),
        (-2e-12, "−2.00 × 10⁻¹²"),
        (np.nan, "–"),
    ],
)
def test_numbers_have_three_digits_and_true_minus_signs(value, words):
    assert written_number(value) == words


def test_counts_and_shares():
    assert written_count(138357544.0) == "138,357,544"
    assert written_percent(0.95637) == "95.6 %"
    assert written_count(np.nan) == written_percent(np.nan) == "–"
    assert count("n", "inputs").write("") == "–"


def test_intervals_need_both_ends():
    assert interval("low", "high", "").write("-0.1", "2.347") == "−0.1 to 2.35"
    assert percent_interval("low", "high", "").write("0.004", "0.0218") == "0.4 to 2.18 %"
    assert interval("low", "high", "").write("", "2") == "–"


def test_p_is_a_bound_where_the_file_says_that_it_is_the_smallest():
    assert p_value("p").write("0.0001", "0.0001") == "≤ 0.0001"
    assert p_value("p").write("0.0002", "0.0001") == "0.0002"
    assert p_value("p").write("0.0001", "") == "0.0001"
    assert p_value("p").write("", "0.0001") == "–"
    assert p_by_holm().write("0.0045", "0.0001", "0.0001") == "≤ 0.0045"
    assert p_by_holm().write("0.0045", "0.0002", "0.0001") == "0.0045"
    assert p_of_draws("p", "randomised").write("0.05", "19") == "≤ 0.05"
    assert p_of_draws("p", "randomised").write("0.1", "19") == "0.1"
    assert p_of_draws("p", "randomised").write("", "") == "–"


def test_codes_have_words_and_names_stay():
    column = words("stage", "part", {"total": "in all"})
    assert [column.write(each) for each in ("total", "PCA")] == ["in all", "PCA"]
    assert [method().write(each) for each in ("random", "PCA_PSO")] == [
        "random (baseline)", "PCA, then swarm",
    ]  # fmt: skip
    assert joined(("a", "b"), "", lambda a, b: f"{a} of {b}").write("1", "2") == "1 of 2"
