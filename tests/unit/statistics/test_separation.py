import numpy as np
import pytest
from topomaps.statistics.significance import group_separation


def test_summary_of_a_clear_separation():
    labels = np.repeat([0, 1], 30)
    activations = np.random.default_rng(0).normal(size=(60, 8)) + labels[:, None] * 2
    summary = group_separation(activations, labels, seed=0, n_permutations=999).summary()
    assert summary["p"] == summary["maximum_p"] == pytest.approx(0.001)
    assert summary["chance_low"] < summary["chance_median"] < summary["chance_high"]
    assert summary["statistic"] > summary["chance_high"]
    assert summary["effect_low"] > summary["effect_by_chance"] > 0
    # Groups of one size that lie two deviations apart hold half of the variance, 1 of 1 + 1.
    assert summary["effect"] == pytest.approx(0.5, abs=0.06)
    assert summary["effect_low"] < 0.5 < summary["effect_high"]
    assert summary["maximum"] > summary["maximum_threshold"]
    assert summary["neurons_differing"] == 8
    assert (summary["n_groups"], summary["n_images"], summary["n_neurons"]) == (2, 60, 8)


def test_a_layer_without_variance_has_p_of_one():
    result = group_separation(np.full((9, 4), 0.1), np.arange(9) % 3, seed=0, n_permutations=99)
    assert result.p == 1
    assert result.effect == result.effect_error == 0


def test_separation_of_a_group_stands_beside_its_chance():
    generator = np.random.default_rng(0)
    labels = np.repeat(["a", "b", "c"], [20, 60, 120])
    values = generator.normal(size=(200, 40))
    chance = group_separation(values, labels, seed=0, n_permutations=199).of_groups()
    assert chance["group"].tolist() == ["a", "b", "c"]
    assert chance["separation"].tolist() == pytest.approx([0.8] * 3, abs=0.3)
    assert chance["chance_median"].tolist() == pytest.approx([0.8] * 3, abs=0.05)
    assert (chance["p_holm"] > 0.05).all()
    values[:20] += 1.0
    moved = group_separation(values, labels, seed=0, n_permutations=199).of_groups()
    assert moved["separation"][0] > 1.5 * moved["chance_high"][0]
    assert moved["p"][0] == 1 / 200
    assert moved["p_holm"][0] == 3 / 200
