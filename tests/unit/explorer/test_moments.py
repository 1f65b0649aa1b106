"""Deviations, weights and standard errors against definitions and simulation."""

import numpy as np
import pytest
from topomaps.explorer.moments import centring, group_moments, standard_errors
from topomaps.profiles.naps import profiles_of_means


def test_moments_are_those_of_numpy_also_of_feature_maps():
    values = np.random.default_rng(0).normal(3, 2, (20, 2, 2, 5))
    drawn = [np.arange(7), np.array([3, 9, 12]), np.array([4]), np.array([], dtype=int)]
    means, deviations = group_moments(values, drawn)
    flat = values.mean(axis=(1, 2))
    for group, inputs in enumerate(drawn[:2]):
        np.testing.assert_allclose(means[group], flat[inputs].mean(axis=0))
        np.testing.assert_allclose(deviations[group], flat[inputs].std(axis=0, ddof=1))
    np.testing.assert_allclose(means[2], flat[4])
    assert np.isnan(deviations[2:]).all()
    assert np.isnan(means[3]).all()


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


def test_standard_errors_are_those_of_drawing_again():
    generator = np.random.default_rng(0)
    counts, scales = np.array([10, 40, 25]), np.array([3.0, 1.0, 2.0])
    weights = centring(counts, [0, 0, 0])
    naps = [
        weights
        @ np.array([generator.normal(0, s, n).mean() for s, n in zip(scales, counts, strict=True)])
        for _ in range(4000)
    ]
    expected = standard_errors(scales[:, None], counts, weights)[:, 0]
    np.testing.assert_allclose(np.std(naps, axis=0), expected, rtol=0.05)


def test_errors_of_empty_groups_are_unknown_and_leave_others_alone():
    deviations = np.array([[1.0], [2.0], [np.nan]])
    errors = standard_errors(deviations, [4, 16, 0], centring([4, 16, 0], [0, 0, 0]))
    assert errors[:2, 0].tolist() == pytest.approx([np.sqrt(0.25 * (1 / 4 + 4 / 16))] * 2)
    assert np.isnan(errors[2, 0])
