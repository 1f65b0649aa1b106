"""Band and p of a number under permutation."""

import numpy as np
import pytest
from topomaps.statistics.chance import COLUMNS, chance_level

NULL = np.arange(99) / 100


def test_band_and_p_are_those_of_the_permutations():
    level = chance_level(0.9, NULL)
    assert tuple(level) == COLUMNS
    assert level["chance_median"] == pytest.approx(0.49)
    assert (level["chance_low"], level["chance_high"]) == pytest.approx((0.0245, 0.9555))
    assert level["p"] == pytest.approx(10 / 100)


def test_two_tails_count_both_sides():
    assert chance_level(0.0, NULL, tails=2)["p"] == pytest.approx(0.04)
    assert chance_level(0.49, NULL, tails=2)["p"] == 1


@pytest.mark.parametrize("case", [(0.5, np.empty(0)), (0.5, np.full(9, np.nan)), (np.nan, NULL)])
def test_nothing_is_said_without_permutations_or_number(case):
    assert all(np.isnan(value) for value in chance_level(*case).values())


def test_numbers_that_differ_by_rounding_are_ties():
    assert chance_level(1.0, np.full(9, 1 - 1e-15))["p"] == 1
