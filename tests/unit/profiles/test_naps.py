import numpy as np
import pytest
from topomaps.profiles.naps import (
    group_means,
    neuron_activation_profiles,
    pool_feature_maps,
    profile_features,
    profiles_of_means,
)


def test_profiles_are_group_means_minus_the_unweighted_mean_over_groups():
    activations = np.array([[1.0, 0], [3, 0], [6, 4]])
    names, profiles = neuron_activation_profiles(activations, ["b", "b", "a"])
    assert names.tolist() == ["a", "b"]
    # Means are (6, 4) and (2, 0); a mean weighted by group size would be (10/3, 4/3).
    assert profiles.tolist() == [[2, 2], [-2, -2]]


def test_profiles_sum_to_zero_over_groups_and_keep_feature_maps():
    generator = np.random.default_rng(0)
    activations = generator.random((40, 3, 4, 5)).astype(np.float32)
    _, profiles = neuron_activation_profiles(activations, np.arange(40) % 4)
    assert profiles.shape == (4, 3, 4, 5)
    assert profiles.dtype == np.float64
    np.testing.assert_allclose(profiles.sum(axis=0), 0, atol=1e-12)
    assert profile_features(profiles).shape == (5, 4 * 3 * 4)
    assert pool_feature_maps(profiles).shape == (4, 5)
    np.testing.assert_allclose(pool_feature_maps(profiles)[1, 2], profiles[1, :, :, 2].mean())
    np.testing.assert_allclose(profile_features(profiles)[2], profiles[..., 2].ravel())


def test_profiles_do_not_depend_on_the_order_of_inputs():
    generator = np.random.default_rng(1)
    activations, groups = generator.random((30, 6)), np.arange(30) % 3
    order = generator.permutation(30)
    _, one = neuron_activation_profiles(activations, groups)
    _, other = neuron_activation_profiles(activations[order], groups[order])
    np.testing.assert_allclose(one, other, atol=1e-14)


@pytest.mark.parametrize(
    ("activations", "groups", "words"),
    [
        (np.ones((3, 2)), [0, 1], "3 activations, but 2 group labels"),
        (np.ones((0, 2)), [], "no inputs"),
        (np.array([[1, np.nan], [1, 1]]), [0, 1], "NaN or infinite"),
        (np.array([[1, np.inf], [1, 1]]), [0, 1], "NaN or infinite"),
    ],
)
def test_bad_input_is_refused(activations, groups, words):
    with pytest.raises(ValueError, match=words):
        neuron_activation_profiles(activations, groups)


def test_group_means_read_in_chunks_are_means(monkeypatch):
    values = np.random.default_rng(0).random((9, 2, 3, 4)).astype(np.float32)
    sampled = [np.array([0, 2, 5]), np.array([], dtype=int), np.array([8])]
    monkeypatch.setattr("topomaps.activations.chunks.CHUNK_VALUES", 2 * 24)
    means = group_means(values, sampled)
    np.testing.assert_allclose(means[0], values[[0, 2, 5]].mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(means[2], values[8], rtol=1e-6)
    assert np.isnan(means[1]).all()
    values[5, 0, 0, 0] = np.inf
    with pytest.raises(ValueError, match="activations of input 5 contain NaN or infinite"):
        group_means(values, sampled)


def test_weighting_by_size_moves_the_zero_towards_large_groups():
    means = np.array([[0.0, 0, 0, 4], [3, 3, 3, 4], [np.nan] * 4])
    unweighted, _ = profiles_of_means(means)
    weighted, _ = profiles_of_means(means, counts=[1, 2, 0])
    np.testing.assert_allclose(unweighted[:2, 0], [-1.5, 1.5])
    np.testing.assert_allclose(weighted[:2, 0], [-2, 1])
    equal, _ = profiles_of_means(means, counts=[7, 7, 0])
    np.testing.assert_allclose(equal, unweighted)
