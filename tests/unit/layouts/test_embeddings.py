import logging
import sys
from types import ModuleType

import numpy as np
import pytest
from topomaps.layouts.embeddings import _without_tensorflow, embed
from topomaps.scores.faithfulness import neighbor_ranks, trustworthiness


def clusters(n_neurons=60, seed=0):
    rng = np.random.default_rng(seed)
    centres = 5 * rng.standard_normal((4, 6))
    return centres[np.arange(n_neurons) % 4] + rng.standard_normal((n_neurons, 6))


def test_pca_projects_on_the_directions_of_largest_variance():
    features = np.random.default_rng(0).standard_normal((200, 3)) * [1, 10, 3]
    positions = embed("PCA", features, seed=0)
    centred = features - features.mean(axis=0)
    for component, axis in ((0, 1), (1, 2)):
        assert abs(np.corrcoef(positions[:, component], centred[:, axis])[0, 1]) > 0.99


@pytest.mark.parametrize("method", ["PCA", "TSNE", "UMAP"])
def test_follows_the_seed_and_keeps_neighbours(method):
    features = clusters()
    positions = embed(method, features, seed=3)
    assert positions.shape == (60, 2)
    assert positions.dtype == np.float64
    np.testing.assert_array_equal(positions, embed(method, features, seed=3))
    assert trustworthiness(neighbor_ranks(features, positions, 10)) > 0.85


def test_umap_differs_between_seeds():
    assert (embed("UMAP", clusters(), 0) != embed("UMAP", clusters(), 1)).any()


@pytest.mark.parametrize("method", ["PCA", "TSNE", "UMAP"])
@pytest.mark.parametrize("shape", [(4, 5), (5, 1)])
def test_small_layers_and_single_features(method, shape):
    positions = embed(method, np.random.default_rng(0).random(shape), seed=0)
    assert positions.shape == (shape[0], 2)
    assert np.isfinite(positions).all()


def test_small_layers_lower_the_parameters_and_say_so(caplog):
    caplog.set_level(logging.INFO)
    features = np.random.default_rng(0).random((10, 5))
    embed("TSNE", features, seed=0)
    assert "perplexity lowered from 30 to 3" in caplog.text
    embed("UMAP", features, seed=0)
    assert "n_neighbors lowered from 15 to 9" in caplog.text


def test_pca_of_two_groups_has_no_second_dimension_of_rounding():
    nap = np.random.default_rng(0).standard_normal(50)
    positions = embed("PCA", np.column_stack([nap, -nap]), seed=0)
    assert (positions[:, 1] == 0).all()
    assert np.ptp(positions[:, 0]) == pytest.approx(np.sqrt(2) * np.ptp(nap))


def test_pca_puts_equal_neurons_at_the_very_same_place():
    features = np.random.default_rng(0).standard_normal((1025, 300))
    features[::3] = 0  # enough for the matrix product to treat rows differently
    assert len(np.unique(embed("PCA", features, seed=0)[::3], axis=0)) == 1


def test_hides_tensorflow_only_while_umap_is_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    with _without_tensorflow(), pytest.raises(ImportError):
        import tensorflow  # noqa: F401
    assert "tensorflow" not in sys.modules


def test_leaves_an_imported_tensorflow_alone(monkeypatch):
    loaded = ModuleType("tensorflow")
    monkeypatch.setitem(sys.modules, "tensorflow", loaded)
    with _without_tensorflow():
        assert sys.modules["tensorflow"] is loaded
    assert sys.modules["tensorflow"] is loaded
