import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform
from topomaps.layouts import distances
from topomaps.layouts.distances import cosine_distances, distance_rows, unit_rows


def test_equals_published_distances(published_layouts):
    ours = cosine_distances(published_layouts["naps"].T)
    np.testing.assert_allclose(
        ours, squareform(published_layouts["cosine_distance"]), rtol=0, atol=1e-14
    )


def test_symmetric_with_zero_diagonal_and_in_bounds():
    features = np.random.default_rng(0).standard_normal((70, 5))
    features[7] = features[3]
    features[8] = -features[3]
    result = cosine_distances(features)
    np.testing.assert_array_equal(result, result.T)
    np.testing.assert_array_equal(np.diag(result), 0)
    assert result.min() >= 0
    assert result.max() <= 2
    assert result[3, 7] == pytest.approx(0, abs=1e-15)
    assert result[3, 8] == pytest.approx(2)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dead_neurons_have_a_distance(dtype):
    features = np.array([[0, 0, 0], [0, 0, 0], [1, 1, 1], [1, 0, 0]], dtype=dtype)
    result = cosine_distances(features)
    assert np.isfinite(result).all()
    np.testing.assert_allclose(result[0], [0, 0, 0, 1 - 1 / np.sqrt(3)], atol=1e-7)


def test_size_of_values_does_not_matter():
    features = np.random.default_rng(0).standard_normal((20, 4))
    expected = squareform(pdist(features, "cosine"))
    np.testing.assert_allclose(cosine_distances(features * 1e200), expected, atol=1e-12)


def test_unit_rows_have_length_one():
    rows = unit_rows(np.random.default_rng(0).standard_normal((20, 4)))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1)


def test_distance_rows_refuse_layers_that_would_fill_the_memory(monkeypatch):
    monkeypatch.setattr(distances, "LARGEST_MATRIX", 9)
    assert distance_rows(np.eye(9)).shape == (9, 9)
    with pytest.raises(ValueError, match="distances is meant for layers of up to 9 neurons"):
        distance_rows(np.eye(10))
