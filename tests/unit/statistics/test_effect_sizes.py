"""Effect sizes of two groups, of which noise is known."""

import numpy as np
import pytest
from scipy.stats import ttest_ind
from statsmodels.api import OLS
from topomaps.statistics.effect_sizes import absolute_g, contrast, typical_g
from topomaps.statistics.pairwise import pairwise_differences


def noise(n_images=90, n_neurons=6, seed=0):
    return np.random.default_rng(seed).normal(size=(n_images, n_neurons))


def effects(first, second):
    values = np.concatenate([first, second])
    sizes = len(first), len(second)
    codes = np.repeat([0, 1], sizes)
    difference = second.mean(axis=0) - first.mean(axis=0)
    given = contrast(codes, np.zeros_like(codes))
    values = values - values[0]  # so that constants are not rounded
    return absolute_g(difference[None], np.array([sizes]), values.var(axis=0, ddof=1), given)[0]


def test_hedges_g_follows_from_t():
    first, second = noise(12), noise(20, seed=1) + 0.5
    t = ttest_ind(first, second).statistic
    expected = t * np.sqrt(1 / 12 + 1 / 20) * (1 - 3 / (4 * 32 - 9))
    assert effects(first, second) == pytest.approx(abs(expected))


def test_hedges_g_of_constant_neurons():
    first, second = np.full((5, 2), 0.1), np.full((7, 2), 0.1)
    second[:, 1] = 0.2
    assert list(effects(first, second)) == [0, np.inf]


def test_within_strata_g_is_that_of_analysis_of_covariance():
    rng = np.random.default_rng(3)
    strata = np.arange(300) % 4
    codes = (rng.random(300) < 0.2 + 0.15 * strata).astype(int)
    values = noise(300, 1) + 2 * strata[:, None] + 0.6 * codes[:, None]
    fit = OLS(values[:, 0], np.column_stack([codes, np.eye(4)[strata]])).fit()
    expected = fit.params[0] / np.sqrt(fit.scale) * (1 - 3 / (4 * 295 - 1))
    table = pairwise_differences(values, codes, seed=0, strata=strata, n_permutations=9)
    assert table["mean_abs_g"][0] == pytest.approx(expected)
    plain = pairwise_differences(values, codes, seed=0, n_permutations=9)["mean_abs_g"][0]
    assert plain > 1.2 * table["mean_abs_g"][0]


@pytest.mark.parametrize(("sizes", "level"), [([20, 20], 0.25), ([10, 500], 0.25), ([5, 5], 0.5)])
def test_mean_g_of_one_population_is_what_chance_gives(sizes, level):
    labels = np.repeat([0, 1], sizes)
    tables = [
        pairwise_differences(noise(sum(sizes), 64, seed), labels, seed=seed, n_permutations=39)
        for seed in range(10)
    ]
    table = {name: np.mean([each[name][0] for each in tables]) for name in tables[0]}
    assert table["mean_abs_g"] == pytest.approx(level, abs=0.03)
    assert table["mean_abs_g_chance"] == pytest.approx(level, abs=0.03)
    assert table["max_abs_g"] == pytest.approx(table["max_abs_g_chance"], rel=0.1)
    assert table["typical_g"] < 0.5 * level


@pytest.mark.parametrize("n", [20, 100, 500])
def test_typical_g_does_not_grow_with_the_number_of_inputs(n):
    labels = np.repeat([0, 1], [n, 2 * n])
    tables = [
        pairwise_differences(
            noise(3 * n, 128, seed) + 0.4 * labels[:, None], labels, seed=seed, n_permutations=19
        )
        for seed in range(8)
    ]
    assert np.mean([each["typical_g"][0] for each in tables]) == pytest.approx(0.4, abs=0.03)
    held = [each["typical_g_low"][0] <= 0.4 <= each["typical_g_high"][0] for each in tables]
    assert np.mean(held) >= 0.75


def test_typical_g_within_strata_is_that_of_the_groups():
    rng = np.random.default_rng(3)
    strata = np.arange(2000) % 2
    codes = (rng.random(2000) < 0.1 + 0.8 * strata).astype(int)
    values = noise(2000, 64) + 2 * strata[:, None] + 0.4 * codes[:, None]
    table = pairwise_differences(values, codes, seed=0, strata=strata, n_permutations=99)
    assert table["typical_g"][0] == pytest.approx(0.4, abs=0.06)
    assert table["mean_abs_g"][0] == pytest.approx(0.4, abs=0.06)


def test_blocks_that_cannot_be_told_from_strata_have_no_g():
    given = contrast(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1]))
    assert np.isnan(absolute_g(np.ones((1, 3)), np.array([[2, 2]]), np.ones(3), given)).all()
    assert np.isnan(typical_g(np.ones(2), [2, 2], given)).all()


def test_copies_make_chance_as_large_as_what_they_show():
    generator = np.random.default_rng(0)
    people = np.repeat(np.arange(20), 5)
    values = generator.normal(size=(20, 64))[people] + 0.3 * generator.normal(size=(100, 64))
    how = {"seed": 0, "n_permutations": 199}
    own = pairwise_differences(values, people % 2, blocks=people, **how).iloc[0]
    naive = pairwise_differences(values, people % 2, **how).iloc[0]
    assert own["mean_abs_g"] == pytest.approx(naive["mean_abs_g"])
    assert own["mean_abs_g_chance"] > 1.8 * naive["mean_abs_g_chance"]
    assert own["mean_abs_g"] < own["mean_abs_g_chance_high"]
