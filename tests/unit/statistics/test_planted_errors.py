"""Planted errors beside real ones that came about in the same way."""

import numpy as np
import pytest
from topomaps.statistics.expected_errors import expected_wrong
from topomaps.statistics.planted_errors import SHARE
from topomaps.statistics.suspicious_inputs import suspicious_inputs


def made(seed, *, n=120, distance=5.0, share=0.15):
    """Activations, labels of which a share is wrong at random, and which these are."""
    generator = np.random.default_rng(seed)
    labels = np.arange(n) % 3
    values = distance * np.eye(3, 5)[labels] + generator.normal(size=(n, 5))
    wrong = generator.random(n) < share
    return values, np.where(wrong, (labels + generator.integers(1, 3, n)) % 3, labels), wrong


def planted(*data, **options):
    return suspicious_inputs(*data, **options).attrs["planted"]


def test_planted_errors_are_no_easier_than_real_ones_and_intervals_of_small_sets_hold():
    found, real, held = [], [], []
    for seed, share in enumerate((0.1, 0.15, 0.2)):
        values, given, wrong = made(seed, share=share)
        table = suspicious_inputs(values, given, seed=seed)
        found.append(table.attrs["planted"]["found"])
        real.append(table["is_label_issue"][wrong].mean())
        _, low, high = expected_wrong(table)
        held.append(low <= wrong.sum() <= high)
    assert np.mean(found) < np.mean(real) + 0.1
    assert all(held)


def test_errors_near_a_boundary_are_missed_more_often():
    values, given, _ = made(0, distance=3.0, share=0)
    told = planted(values, given)
    assert told["near_boundary"] < 0.3 < 0.5 < told["found"]
    assert told["planted"] == pytest.approx(20 * round(SHARE * 120), abs=6)


def test_blocks_are_planted_as_wholes_and_count_once():
    values, given, _ = made(0, share=0)
    told = planted(np.repeat(values, 6, axis=0), np.repeat(given, 6), blocks=np.arange(720) // 6)
    assert told["unit"] == 6
    assert told["effective"] <= told["planted"] / 6


def test_the_seed_determines_what_is_planted():
    values, given, _ = made(0)
    first, again, other = (planted(values, given, seed=seed) for seed in (3, 3, 4))
    assert first == again != other


def test_many_inputs_are_judged_in_parts(monkeypatch):
    monkeypatch.setattr("topomaps.statistics.planted_errors.AT_ONCE", 100)
    monkeypatch.setattr("topomaps.statistics.planted_errors.RUNS", (2, 3))
    values, given, wrong = made(1, n=600)
    table = suspicious_inputs(values, given, folds=np.arange(600) % 2)
    told = table.attrs["planted"]
    assert told["planted"] == 15
    assert told["unit"] == 2
    _, low, high = expected_wrong(table)
    assert low <= wrong.sum() <= high
