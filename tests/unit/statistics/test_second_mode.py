"""A few inputs far from the rest, and none."""

import numpy as np
import pytest
from topomaps.statistics.second_mode import second_mode_p


def centred(values):
    return values - np.median(values)


def test_a_twentieth_at_the_place_is_seen():
    generator = np.random.default_rng(0)
    values = np.concatenate([generator.normal(size=950), 8 + generator.normal(size=50)])
    assert second_mode_p(centred(values), 8) < 1e-4


@pytest.mark.parametrize("place", [3, 6, 10])
def test_one_population_is_not_rejected(place):
    generator = np.random.default_rng(1)
    for draw in (generator.normal, generator.exponential, generator.logistic):
        p = [second_mode_p(centred(draw(size=400)), place) for _ in range(200)]
        assert np.mean(np.array(p) <= 0.05) <= 0.05


def test_far_inputs_elsewhere_do_not_count():
    generator = np.random.default_rng(2)
    values = np.concatenate([generator.normal(size=950), 40 + generator.normal(size=50)])
    assert second_mode_p(centred(values), 8) > 0.5


def test_a_place_within_the_population_says_nothing():
    assert second_mode_p(centred(np.random.default_rng(3).normal(size=100)), 0.5) > 0.5
    assert second_mode_p(centred(np.random.default_rng(3).normal(size=100)), -1) == 1


@pytest.mark.parametrize("share", [0.15, 0.25, 0.45])
def test_a_large_part_does_not_hide_itself(share):
    generator = np.random.default_rng(4)
    values = generator.normal(size=400) + 6 * (np.arange(400) < share * 400)
    assert second_mode_p(centred(values), 6 - np.median(values)) < 1e-3
