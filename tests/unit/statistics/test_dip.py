"""The dip against its definition, and the level of its test."""

import numpy as np
import pytest
from topomaps.statistics.dip import dip_p_values, dip_statistic


def test_equidistant_sample_has_the_smallest_dip():
    assert dip_statistic(np.arange(50)) == pytest.approx(1 / 100)


def test_two_distant_clusters_have_the_largest_dip():
    assert dip_statistic([0] * 50 + [1] * 50) == pytest.approx(0.25, abs=0.01)


def test_dip_of_a_small_sample():
    # Of 0, 1, 9, 10 the closest unimodal function is a fourth of half a step away from each step.
    assert dip_statistic([0.0, 1.0, 9.0, 10.0]) == pytest.approx(2 / 9, abs=0.02)


def test_scale_order_and_ties():
    sample = np.random.default_rng(0).normal(size=100)
    assert dip_statistic(sample) == pytest.approx(dip_statistic(-3 * sample[::-1] + 5))
    assert dip_statistic(np.ones(10)) == pytest.approx(1 / 20)
    assert dip_statistic(np.repeat(sample, 2)) >= dip_statistic(sample)


def test_p_values_of_uniform_samples_are_uniform():
    generator = np.random.default_rng(1)
    dips = [dip_statistic(generator.random(80)) for _ in range(2000)]
    p = dip_p_values(dips, 80)
    for level in (0.01, 0.05, 0.5):
        assert abs(np.mean(p <= level) - level) < 4 * np.sqrt(level * (1 - level) / 2000)


@pytest.mark.parametrize("name", ["normal", "exponential", "standard_t"])
def test_unimodal_samples_are_rejected_at_most_at_the_level(name):
    generator = np.random.default_rng(2)
    draw = getattr(generator, name)
    arguments = {"df": 2} if name == "standard_t" else {}
    dips = [dip_statistic(draw(size=80, **arguments)) for _ in range(500)]
    assert np.mean(dip_p_values(dips, 80) <= 0.05) <= 0.05


def test_p_values_fall_on_beyond_the_sample():
    p = dip_p_values([0.05, 0.08, 0.12, 0.2], 100)
    assert (np.diff(p) < 0).all()
    assert 0 < p[-1] < 1e-4


def test_three_values_show_nothing():
    assert dip_p_values(dip_statistic([0, 1, 2]), 3) == 1
