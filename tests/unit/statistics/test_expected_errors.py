"""Numbers of wrong labels, from scores and from planted errors of which shares are found."""

import numpy as np
import pandas as pd
import pytest
from topomaps.statistics.expected_errors import chance_of_notice, expected_wrong


def suspects(n, flagged, *, tried=100, found=1.0, beyond=None, unit=1.0, clarity=1.0):
    """Scores, `flagged` of them 1, and the planted errors of which a share was found.

    Half of these were more suspicious than `beyond` of the flagged inputs are.
    """
    table = pd.DataFrame({"score": np.r_[np.ones(flagged), np.zeros(n - flagged)]})
    beyond = flagged / 2 if beyond is None else beyond
    table.attrs["planted"] = {
        "inputs": n, "unit": unit, "clarity": clarity, "effective": float(tried), "found": found,
        "score": found,
        "above": [(found, flagged), (found / 2, beyond)],
        "certain": (0.5, beyond),
    }  # fmt: skip
    return table


def test_scores_alone_do_not_say_what_they_miss():
    expected, low, high = expected_wrong([0.1, 0.9, 0.5], 2)
    assert expected == pytest.approx(1.4)
    assert (low, high) == (0, 2)
    assert expected_wrong([0.3], 0) == (0.0, 0.0, 0.0)
    assert expected_wrong(np.zeros(100)) == (0.0, 0.0, 100.0)


def test_no_flagged_input_bounds_the_number_by_what_would_have_been_found():
    assert expected_wrong(suspects(1000, 0, tried=10_000)) == (0.0, 0.0, 0.0)
    # Of k wrong labels none is found with probability 0.6 ** k, below 0.025 from 8 on.
    assert expected_wrong(suspects(1000, 0, tried=10_000, found=0.4))[2] == 7
    _, _, vague = expected_wrong(suspects(1000, 0, tried=8, found=0.4))
    assert vague > 9


def test_what_is_missed_is_counted():
    expected, low, high = expected_wrong(suspects(1000, 40, found=0.5))
    assert expected == pytest.approx(80)
    assert low < 40
    assert 80 < high < 140


@pytest.mark.parametrize("found", [0.95, 0.6])
def test_interval_covers_draws(found):
    generator, held = np.random.default_rng(0), []
    for _ in range(200):
        tried, n_wrong = 80, generator.integers(1, 60)
        seen = generator.binomial(tried, found) / tried
        flagged = generator.binomial(n_wrong, found)
        beyond = generator.binomial(flagged, 0.5)
        table = suspects(300, flagged, tried=tried, found=seen, beyond=beyond)
        _, low, high = expected_wrong(table)
        held.append(low <= n_wrong <= high)
    assert np.mean(held) >= 0.93


def test_odd_inputs_are_no_wrong_labels_but_many_are():
    assert expected_wrong(suspects(1000, 2))[1] == 0
    assert expected_wrong(suspects(1000, 100))[1] > 60
    # As many, but hardly any of them as suspicious as half of the planted errors.
    assert expected_wrong(suspects(1000, 100, beyond=1))[1] == 0


def test_blocks_count_for_fewer_inputs():
    _, low, high = expected_wrong(suspects(1000, 100))
    _, lower, higher = expected_wrong(suspects(1000, 100, tried=10, unit=10.0))
    assert lower < low < high < higher


def test_several_numbers_at_once():
    table = suspects(100, 30)
    several = expected_wrong(table, [3, 11, 100])
    for place, size in enumerate((3, 11, None)):
        each = expected_wrong(table, size)
        np.testing.assert_allclose([numbers[place] for numbers in several], each)
    assert (np.diff(several) >= 0).all()


def test_higher_levels_give_wider_intervals():
    table = suspects(100, 30, found=0.7)
    _, low, high = expected_wrong(table, level=0.5)
    _, lower, higher = expected_wrong(table, level=0.99)
    assert lower < low < high < higher


def test_a_share_is_noticed_where_errors_are_found():
    noticed = [
        chance_of_notice(0.05, suspects(200, 0, found=found).attrs["planted"])
        for found in (0.02, 0.5, 1.0)
    ]
    assert noticed == sorted(noticed)
    assert noticed[0] < 0.05
    assert noticed[2] > 0.9


@pytest.mark.parametrize("scores", [[0.5, np.nan], [1.2], [[0.5]]])
def test_scores_must_be_probabilities(scores):
    with pytest.raises(ValueError, match="from 0 to 1"):
        expected_wrong(scores)


def test_more_than_there_are_is_refused():
    with pytest.raises(ValueError, match="there are 2 inputs"):
        expected_wrong([0.1, 0.2], 3)


def test_inputs_of_no_clear_class_leave_room_for_more_odd_ones():
    clear, unclear = (expected_wrong(suspects(1000, 60, clarity=each)) for each in (1.0, 0.96))
    assert clear[1] - unclear[1] > 20  # so many of the inputs, and not 1, may be odd
    assert unclear[2] == clear[2]
