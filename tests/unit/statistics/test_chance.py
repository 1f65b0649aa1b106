"""Band and p of a number under permutation, and one p of several."""

import numpy as np
import pytest
from topomaps.statistics.chance import COLUMNS, cauchy_combined, chance_level

NULL = np.arange(99) / 100


def test_band_and_p_are_those_of_the_permutations():
    level = chance_level(0.9, NULL)
    assert tuple(level) == COLUMNS
    assert level["chance_median"] == pytest.approx(0.49)
    assert (level["chance_low"], level["chance_high"]) == pytest.approx((0.0245, 0.9555))
    assert level["p"] == pytest.approx(10 / 100)
    assert level["least_p"] == 1 / 100
    assert chance_level(2.0, NULL)["p"] == level["least_p"]


def test_two_tails_count_both_sides():
    assert chance_level(0.0, NULL, tails=2)["p"] == pytest.approx(0.04)
    assert chance_level(0.49, NULL, tails=2)["p"] == 1
    assert chance_level(0.49, NULL, tails=2)["least_p"] == 2 / 100


@pytest.mark.parametrize("case", [(0.5, np.empty(0)), (0.5, np.full(9, np.nan)), (np.nan, NULL)])
def test_nothing_is_said_without_permutations_or_number(case):
    assert all(np.isnan(value) for value in chance_level(*case).values())


def test_numbers_that_differ_by_rounding_are_ties():
    assert chance_level(1.0, np.full(9, 1 - 1e-15))["p"] == 1


def test_equal_p_values_say_what_one_of_them_says():
    for p in (1e-200, 1e-9, 0.03, 0.5, 0.9):
        assert cauchy_combined([p] * 7) == pytest.approx(p)


def test_one_small_value_counts_as_by_the_number_of_tests_at_most():
    assert 1e-6 < cauchy_combined([1e-6, *[0.5] * 9]) < 1.01e-5
    assert cauchy_combined([1e-6, *[1.0] * 9]) < 1.1e-5


def test_the_level_holds_for_dependent_tests():
    generator = np.random.default_rng(0)
    for shared in (0.0, 0.7, 1.0):
        common, own = generator.random((4000, 1)), generator.random((4000, 10))
        p = np.where(generator.random((4000, 10)) < shared, common, own)
        assert np.mean([cauchy_combined(each) <= 0.05 for each in p]) < 0.065
