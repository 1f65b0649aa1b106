"""Moments and weights of groups against definitions."""

import numpy as np
import pytest
from topomaps.explorer.moments import centring, group_moments
from topomaps.profiles.naps import profiles_of_means


def test_moments_are_those_of_numpy_also_of_feature_maps():
    values = np.random.default_rng(0).normal(3, 2, (20, 2, 2, 5))
    sampled = [np.arange(7), np.array([3, 9, 12]), np.array([4]), np.array([], dtype=int)]
    moments = group_moments(values, sampled)
    flat = values.mean(axis=(1, 2))
    for group, inputs in enumerate(sampled[:2]):
        own = flat[inputs]
        np.testing.assert_allclose(moments.means[group], own.mean(axis=0))
        np.testing.assert_allclose(moments.deviations[group], own.std(axis=0, ddof=1))
        np.testing.assert_allclose(moments.squares[group], len(own) * own.var(axis=0))
        np.testing.assert_allclose(
            moments.cubes[group], ((own - own.mean(axis=0)) ** 3).sum(axis=0), atol=1e-12
        )
    np.testing.assert_allclose(moments.means[2], flat[4])
    assert np.isnan(moments.deviations[2:]).all()
    assert np.isnan(moments.means[3]).all()
    assert moments.counts.tolist() == moments.units.tolist() == [7, 3, 1, 0]


def test_blocks_are_the_units_of_moments():
    values = np.array([[1.0], [2.0], [6.0], [7.0], [9.0]])  # mean 5
    blocks = np.array([8, 8, 3, 3, 3])
    moments = group_moments(values, [np.arange(5)], blocks)
    assert (moments.counts[0], moments.units[0], moments.square_sizes[0]) == (5, 2, 4 + 9)
    assert moments.squares[0, 0] == pytest.approx(2 * 7**2)  # residuals −4 − 3, and 1 + 2 + 4
    assert moments.cubes[0, 0] == pytest.approx(0)
    assert moments.deviations[0, 0] == pytest.approx(values.std(ddof=1))


@pytest.mark.parametrize("weighted", [False, True])
def test_weights_make_naps_of_means(weighted):
    means = np.random.default_rng(0).normal(size=(4, 6))
    counts = np.array([5, 0, 20, 3])
    means[1] = np.nan
    naps, _ = profiles_of_means(means, counts=counts if weighted else None)
    weights = centring(counts, np.zeros(4, dtype=int), weighted)
    np.testing.assert_allclose(weights @ np.nan_to_num(means), np.nan_to_num(naps), atol=1e-12)


def test_groups_of_another_checkpoint_do_not_count():
    weights = centring([5, 5, 5, 5], [0, 0, 1, 1])
    np.testing.assert_allclose(weights, np.kron(np.eye(2), [[0.5, -0.5], [-0.5, 0.5]]))
