"""One way of writing p."""

import numpy as np
import pytest
from topomaps.common.probabilities import equals_holm_p, equals_p, holm_p, least_p, written_p


@pytest.mark.parametrize(
    ("p", "least", "words"),
    [
        (0.0001, 1 / 10_000, "≤ 0.0001"),
        (1 / 10_000, 0.0001, "≤ 0.0001"),
        (0.0002, 0.0001, "0.0002"),
        (0.0331, 0.0001, "0.0331"),
        (0.05004, 0.0001, "0.05"),
        (0.0502, 0.0001, "0.0502"),
        (2e-5, 0, "0.00002"),
        (3e-33, 0, "< 0.000001"),
        (1, 0.001, "1"),
        (np.nan, 0.001, "–"),
    ],
)
def test_p_has_three_digits_and_the_smallest_is_a_bound(p, least, words):
    assert written_p(p, least) == words


def test_p_has_one_sign():
    assert equals_p(0.5) == "= 0.5"
    assert equals_p(0.001, 0.001) == "≤ 0.001"
    assert equals_p(1e-9) == "< 0.000001"


def test_a_corrected_p_is_a_bound_where_its_own_is():
    assert holm_p(0.0045, 0.0001, 0.0001) == "≤ 0.0045"
    assert holm_p(0.0045, 0.0002, 0.0001) == "0.0045"
    assert equals_holm_p(0.0045, 0.0001, 0.0001) == "≤ 0.0045"
    assert equals_holm_p(0.0045, 0.0002, 0.0001) == "= 0.0045"


def test_the_least_p_is_that_of_the_given_labelling_alone():
    assert least_p(9_999) == 0.0001
    assert equals_p(1 / 40, least_p(39)) == "≤ 0.025"
