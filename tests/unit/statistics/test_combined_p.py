import numpy as np
import pytest
from topomaps.statistics.combined_p import cauchy_combined


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
