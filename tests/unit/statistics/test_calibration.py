"""The benchmark of how often numbers mislead, in small: levels, power, and what is not told."""

import numpy as np
import pytest

from benchmarks.calibrated_tests import effects, power, separation


@pytest.fixture(scope="module")
def levels():
    return list(separation(8))


def test_tests_of_equal_means_keep_their_level(levels):
    rates = [value for _, _, value, wanted in levels if wanted == "about .05"]
    assert len(rates) == 24  # 192 tests of either kind: .05 ± .025, twice
    assert 0.005 < np.mean(rates) < 0.1


def test_inputs_that_depend_mislead_where_it_is_not_told(levels):
    assert min(value for *_, value, wanted in levels if "told" in wanted) > 0.3


def test_power_is_not_below_that_of_plain_means():
    rows = [(value, float(wanted.split()[3].rstrip(","))) for _, _, value, wanted in power(8)]
    own, plain = np.mean(rows, axis=0)
    assert own >= 0.9 * plain
    assert own > 0.3


def test_effects_are_what_was_planted_and_chance_is_beside_them():
    rows = [(*design.rsplit(", ", 1), *rest) for design, *rest in effects(5)]
    held = [value for _, _, what, value, _ in rows if what.endswith("holds")]
    assert np.mean(held) >= 0.85
    noise = [(v, float(w.split()[-1])) for *_, v, w in rows if "as by chance" in w]
    np.testing.assert_allclose(*zip(*noise, strict=True), atol=0.06)
