"""Dissimilarities of groups by their angles, and agreement between layers by ranks."""

import numpy as np
import pytest
from topomaps.statistics.dissimilarities import (
    correlation_table,
    dissimilarity_matrix,
    dissimilarity_table,
    layer_correlations,
)

NAPS = np.array([[1.0, 0, 0, 0], [2, 0, 0, 0], [0, 1, 0, 0], [-1, 0, 0, 0], [np.nan] * 4])


def test_parallel_orthogonal_and_opposite_groups():
    matrix = dissimilarity_matrix(NAPS)
    np.testing.assert_allclose(matrix[0, :4], [0, 0, 1, 2], atol=1e-12)
    np.testing.assert_array_equal(matrix[:4, :4], matrix[:4, :4].T)
    assert np.isnan(matrix[4]).all()
    assert np.isnan(matrix[:, 4]).all()


def test_layers_with_the_same_order_of_pairs_agree():
    matrix = dissimilarity_matrix(np.random.default_rng(0).normal(size=(6, 20)))
    reverse = np.where(np.eye(6, dtype=bool), 0, 2 - matrix)
    correlations = layer_correlations(np.stack([matrix, matrix**3, reverse]))
    np.testing.assert_allclose(correlations, [[1, 1, -1], [1, 1, -1], [-1, -1, 1]], atol=1e-12)


@pytest.mark.parametrize("n_groups", [2, 4])
def test_nothing_to_correlate_gives_nan(n_groups):
    equal = np.ones((2, n_groups, n_groups)) - np.eye(n_groups)
    assert np.isnan(layer_correlations(equal)).all()


def test_tables_name_layers_and_groups():
    matrices = np.stack([dissimilarity_matrix(NAPS[:3]), dissimilarity_matrix(NAPS[1:4])])
    table = dissimilarity_table(["a", "b"], ["x", "y", "z"], matrices)
    assert table.shape == (6, 4)
    assert table.loc[1].tolist() == ["a", "x", "z", pytest.approx(1)]
    pairs = correlation_table(["a", "b"], layer_correlations(matrices))
    assert pairs[["first", "second"]].values.tolist() == [["a", "b"]]
