"""Moments that all tests of a layer share are those of its inputs, and are read once."""

import numpy as np
import pytest
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.pairwise import pairwise_tests
from topomaps.statistics.significance import separation_of
from topomaps.statistics.similarities import intervals_of

N, GROUPS = 400, 10


class Counted:
    """Activations that count how often each of their rows is read."""

    def __init__(self, values):
        self._values, self.read = values, np.zeros(len(values), int)
        self.shape, self.ndim, self.dtype = values.shape, 2, values.dtype

    def __len__(self):
        return len(self._values)

    def __getitem__(self, rows):
        self.read[rows] += 1
        return self._values[rows]


@pytest.fixture
def layer():
    """Groups and strata that cross, one neuron constant, one constant in each stratum."""
    generator = np.random.default_rng(0)
    labels, strata = np.arange(60) % 3, np.arange(60) // 30
    values = generator.normal(3, 2, (60, 5))
    values[:, 3], values[:, 4] = 0.1, np.where(strata, 0.1, 0.3)
    return values, labels, strata


def test_moments_are_those_of_the_inputs(layer):
    values, labels, strata = layer
    moments = grouped_layer(*layer).moments
    means = np.stack([values[strata == s].mean(axis=0) for s in (0, 1)])
    centred = values - means[strata]
    assert moments.centres() == pytest.approx(means)
    assert moments.largest() == pytest.approx(np.abs(centred).max(axis=0))
    assert moments.variance() == pytest.approx((centred**2).sum(axis=0) / 59)
    for group in range(3):
        own = centred[labels == group]
        assert moments.group_means()[group] == pytest.approx(own.mean(axis=0))
        assert moments.group_variances()[group] == pytest.approx(own.var(axis=0, ddof=1))
    assert moments.variance()[3:].tolist() == moments.largest()[3:].tolist() == [0, 0]


def test_some_groups_have_the_moments_of_their_own_inputs(layer):
    values, labels, strata = layer
    chosen = labels != 1
    own = grouped_layer(values[chosen], labels[chosen], strata[chosen])
    part = grouped_layer(*layer).of((0, 2))
    assert part.names.tolist() == [0, 2]
    assert part.codes.tolist() == own.codes.tolist()
    for name in ("centres", "largest", "variance", "group_means", "group_variances"):
        assert getattr(part.moments, name)() == pytest.approx(getattr(own.moments, name)())
    assert np.concatenate([block for _, block in part.rows]).tolist() == values[chosen].tolist()


def test_a_pair_is_tested_as_if_it_were_alone(layer):
    values, labels, _strata = layer
    chosen = labels != 1
    (pair,) = pairwise_tests(grouped_layer(values[chosen], labels[chosen]), seed=1)
    tests = list(pairwise_tests(grouped_layer(values, labels), seed=1))
    assert tests[1].row["mean_abs_g"] == pytest.approx(pair.row["mean_abs_g"])
    assert tests[1].row["statistic"] == pytest.approx(pair.row["statistic"])


def test_a_layer_is_read_fifteen_times_at_most_for_all_tests_of_ten_groups():
    values = Counted(np.random.default_rng(0).normal(size=(N, 8)))
    grouped = grouped_layer(values, np.arange(N) % GROUPS)
    assert values.read.tolist() == [2] * N
    separation_of(grouped, 0, 999)
    assert values.read.tolist() == [3] * N
    assert len(list(pairwise_tests(grouped, seed=0, n_permutations=999))) == 45
    assert values.read.tolist() == [12] * N  # each input is in nine pairs
    intervals_of(grouped, seed=0)
    assert values.read.max() <= 15


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_named(layer, value):
    values, labels, _ = layer
    values[7, 2] = value
    with pytest.raises(ValueError, match=r"1 activations are .* the first of image 7, neuron 2"):
        grouped_layer(values, labels)
