"""Dissimilarities of groups by their angles, and agreement between layers by ranks."""

import numpy as np
import pytest
from topomaps.profiles.naps import neuron_activation_profiles
from topomaps.statistics.dissimilarities import (
    correlation_table,
    dissimilarity_matrix,
    dissimilarity_table,
    layer_correlations,
    of_given_groups,
    permuted_correlations,
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
    permuted = [np.stack([matrix] * 9) for matrix in matrices]
    pairs = correlation_table(["a", "b"], matrices, permuted)
    assert pairs[["first", "second"]].values.tolist() == [["a", "b"]]
    assert pairs["permutations"].tolist() == [9]


def noise_and_permuted(generator, sizes, n_permutations=39, means=None):
    """Dissimilarities of a layer of 40 neurons, as it is and under permutation."""
    labels = np.repeat(np.arange(len(sizes)), sizes)
    means = np.zeros((len(sizes), 40)) if means is None else means
    values = generator.normal(size=(len(labels), 40)) + means[labels]
    orders = [np.arange(len(labels))]
    orders += [generator.permutation(len(labels)) for _ in range(n_permutations)]
    found = [
        dissimilarity_matrix(neuron_activation_profiles(values[order], labels)[1])
        for order in orders
    ]
    return found[0], np.stack(found[1:])


def test_layers_of_noise_agree_where_sizes_differ_and_no_more_than_chance():
    generator, sizes, p = np.random.default_rng(0), [3, 5, 10, 40, 50, 60], []
    correlations = []
    for _ in range(20):
        (first, _), (second, permuted) = (noise_and_permuted(generator, sizes) for _ in range(2))
        table = correlation_table(["a", "b"], np.stack([first, second]), [permuted, permuted])
        correlations.append(table["correlation"][0])
        p.append(table["p"][0])
    assert np.mean(correlations) > 0.5  # of layers that have nothing in common
    assert np.mean(np.array(p) <= 0.05) <= 0.2  # 1 of 20 expected


def test_layers_that_share_a_structure_agree_beyond_chance():
    generator, sizes = np.random.default_rng(0), [10] * 6
    places = generator.normal(size=(6, 2))
    (first, _), (second, permuted) = (
        noise_and_permuted(generator, sizes, means=3 * places @ generator.normal(size=(2, 40)))
        for _ in range(2)
    )
    table = correlation_table(["a", "b"], np.stack([first, second]), [permuted, permuted])
    assert table["correlation"][0] > table["chance_high"][0]
    assert table["p"][0] <= 0.05


def test_correlations_under_permutation_are_spearmans():
    matrices = np.stack(
        [dissimilarity_matrix(np.random.default_rng(n).normal(size=(5, 9))) for n in range(3)]
    )
    expected = layer_correlations(matrices)[0, 1:]
    np.testing.assert_allclose(permuted_correlations(matrices[0], matrices[1:]), expected)
    assert np.isnan(permuted_correlations(matrices[0][:2, :2], matrices[1:, :2, :2])).all()


def test_cosines_are_those_of_the_tests_whatever_random_groups_there_are():
    means = np.random.default_rng(0).normal(size=(6, 9))
    kinds = ["given"] * 3 + ["random"] * 3
    tested = means[:3] - means[:3].mean(axis=0)
    drawn = of_given_groups(means - means.mean(axis=0), kinds)
    np.testing.assert_allclose(drawn[:3], tested, atol=1e-12)
    assert of_given_groups(means, ["given"] * 6) is means
