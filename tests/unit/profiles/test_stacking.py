"""Stacked activations: how many inputs of each group, and what a neuron's features are."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist
from topomaps.profiles.stacking import (
    balanced_counts,
    draw_stacked,
    imbalanced_counts,
    stacked_features,
)

MEMBERS = np.repeat([0, 1, 2, -1], [50, 50, 5, 20])


def test_balanced_counts_are_equal():
    assert balanced_counts(10, 1000).tolist() == [100] * 10
    assert balanced_counts(3, 10).tolist() == [3, 3, 3]


def test_imbalanced_counts_are_proportional_to_uniform_numbers():
    shares = np.random.default_rng(3).random(10)
    counts = imbalanced_counts(10, 1000, np.random.default_rng(3))
    np.testing.assert_array_equal(counts, np.floor(1000 * shares / shares.sum()))
    assert 990 <= counts.sum() <= 1000
    assert counts.max() > 2 * counts.min()


@pytest.mark.parametrize("kind", ["balanced", "random"])
def test_inputs_are_drawn_once_and_from_groups_alone(kind):
    sampled = draw_stacked(kind, MEMBERS, 3, 60, np.random.default_rng(0))
    assert len(set(sampled)) == len(sampled)
    assert (MEMBERS[sampled] >= 0).all()
    assert (sampled == draw_stacked(kind, MEMBERS, 3, 60, np.random.default_rng(0))).all()


def test_small_groups_give_all_they_have():
    sampled = draw_stacked("balanced", MEMBERS, 3, 60, np.random.default_rng(0))
    assert np.bincount(MEMBERS[sampled]).tolist() == [20, 20, 5]


def test_wrong_kinds_and_empty_draws_are_refused():
    with pytest.raises(ValueError, match="not 'naps'"):
        draw_stacked("naps", MEMBERS, 3, 60, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"layouts\.stacked_examples"):
        draw_stacked("balanced", np.full(9, -1), 3, 60, np.random.default_rng(0))


def test_features_are_the_activations_of_each_neuron():
    units = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(stacked_features(units, 2), units.T)
    maps = np.arange(2 * 2 * 2 * 3.0).reshape(2, 2, 2, 3)
    assert stacked_features(maps, 2).shape == (3, 8)
    np.testing.assert_array_equal(stacked_features(maps, 2, means=True), maps.mean(axis=(1, 2)).T)


def test_filling_up_changes_no_distance_between_neurons():
    values = np.random.default_rng(0).random((5, 4))
    filled = stacked_features(values, 8)
    assert filled.shape == (4, 8)
    for metric in ("euclidean", "cosine"):
        np.testing.assert_allclose(pdist(filled, metric), pdist(values.T, metric))
