import numpy as np
import pytest
from topomaps.statistics.share_intervals import share_interval
from topomaps.statistics.two_populations import LOWER, UPPER, second_part

SHARE = 0.3


def interval(seed, n, copies=1, blocks=None):
    generator = np.random.default_rng(seed)
    line = generator.normal(size=n) + 5 * (np.arange(n) < SHARE * n)
    line = np.repeat(line, copies)
    second = second_part(line, 0, UPPER)
    blocks = np.arange(len(line)) if blocks is None else blocks
    return share_interval(line, second, blocks, level=0.05, seed=0)


def test_width_is_that_of_a_share_of_so_many_inputs():
    both = interval(0, 400)
    assert both["low"] < SHARE < both["high"]
    width = both["high"] - both["low"]
    assert width == pytest.approx(2 * 1.96 * np.sqrt(SHARE * (1 - SHARE) / 400), rel=0.25)


def test_copies_of_one_input_count_once():
    blocks = np.repeat(np.arange(100), 4)
    alone, copied = interval(1, 100), interval(1, 100, 4, blocks)
    widths = [each["high"] - each["low"] for each in (alone, copied)]
    assert widths[1] == pytest.approx(widths[0], rel=0.2)


def test_intervals_of_samples_of_blocks_are_scaled(monkeypatch):
    whole = interval(2, 1000)
    monkeypatch.setattr("topomaps.statistics.share_intervals.MOST", 250)
    sampled = interval(2, 1000)
    widths = [each["high"] - each["low"] for each in (whole, sampled)]
    assert widths[1] == pytest.approx(widths[0], rel=0.25)


def test_the_second_part_stays_on_its_side():
    line = np.concatenate([np.random.default_rng(3).normal(size=60), np.full(55, 9.0)])
    second = second_part(line, 0, LOWER)
    both = share_interval(line, second, np.arange(115), level=0.05, seed=0)
    assert both["low"] > 0.4
    assert both["high"] < 0.65
