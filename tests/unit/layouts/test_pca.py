import numpy as np
import pytest
from topomaps.layouts.pca import pca_layout
from topomaps.scores.faithfulness import neighbor_ranks, trustworthiness


def test_projects_on_the_directions_of_largest_variance():
    features = np.random.default_rng(0).standard_normal((200, 3)) * [1, 10, 3]
    positions = pca_layout(features, seed=0)
    centred = features - features.mean(axis=0)
    for component, axis in ((0, 1), (1, 2)):
        assert abs(np.corrcoef(positions[:, component], centred[:, axis])[0, 1]) > 0.99


def test_keeps_neighbours_whatever_the_seed(clusters):
    positions = pca_layout(clusters, seed=3)
    assert positions.dtype == np.float64
    np.testing.assert_array_equal(positions, pca_layout(clusters, seed=4))
    assert trustworthiness(neighbor_ranks(clusters, positions, 10)) > 0.85


def test_two_groups_have_no_second_dimension_of_rounding():
    nap = np.random.default_rng(0).standard_normal(50)
    positions = pca_layout(np.column_stack([nap, -nap]), seed=0)
    assert (positions[:, 1] == 0).all()
    assert np.ptp(positions[:, 0]) == pytest.approx(np.sqrt(2) * np.ptp(nap))


def test_equal_neurons_lie_at_the_very_same_place():
    features = np.random.default_rng(0).standard_normal((1025, 300))
    features[::3] = 0  # enough for the matrix product to treat rows differently
    assert len(np.unique(pca_layout(features, seed=0)[::3], axis=0)) == 1
