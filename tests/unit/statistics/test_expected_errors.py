"""Numbers of wrong labels to expect, against draws from the probabilities themselves."""

import numpy as np
import pytest
from topomaps.statistics.expected_errors import expected_wrong


def test_expected_number_is_the_sum_of_the_highest_scores():
    expected, low, high = expected_wrong([0.1, 0.9, 0.5], 2)
    assert expected == pytest.approx(1.4)
    assert 0 <= low < 1.4 < high <= 2


def test_certain_scores_leave_no_doubt():
    assert expected_wrong([0.0, 1.0, 1.0], 3) == (2.0, 2.0, 2.0)
    assert expected_wrong([0.0, 0.0]) == (0.0, 0.0, 0.0)
    assert expected_wrong([0.3], 0) == (0.0, 0.0, 0.0)


def test_interval_covers_draws_from_the_scores():
    generator = np.random.default_rng(0)
    scores = generator.beta(0.3, 2, size=500)
    _, low, high = expected_wrong(scores)
    draws = (generator.random((2000, 500)) < scores).sum(axis=1)
    assert np.mean((draws >= low) & (draws <= high)) >= 0.95


def test_a_few_odd_inputs_are_no_wrong_labels_but_many_are():
    scores = np.zeros(1000)
    scores[:2] = 1.0
    assert expected_wrong(scores) == (2.0, 0.0, 2.0)
    scores[:100] = 1.0
    expected, low, high = expected_wrong(scores)
    assert (expected, high) == (100.0, 100.0)
    assert 90 <= low < 100
    assert expected_wrong(scores, 10)[1] > 9


def test_several_numbers_at_once():
    scores = np.linspace(0, 1, 11)
    several = expected_wrong(scores, [3, 11])
    for each, one, other in zip(
        several, expected_wrong(scores, 3), expected_wrong(scores, 11), strict=True
    ):
        np.testing.assert_allclose(each, [one, other])


def test_higher_levels_give_wider_intervals():
    scores = np.full(20, 0.4)
    _, low, high = expected_wrong(scores, level=0.5)
    _, lower, higher = expected_wrong(scores, level=0.99)
    assert lower < low < high < higher


@pytest.mark.parametrize("scores", [[0.5, np.nan], [1.2], [[0.5]]])
def test_scores_must_be_probabilities(scores):
    with pytest.raises(ValueError, match="from 0 to 1"):
        expected_wrong(scores)


def test_more_than_there_are_is_refused():
    with pytest.raises(ValueError, match="there are 2 inputs"):
        expected_wrong([0.1, 0.2], 3)
