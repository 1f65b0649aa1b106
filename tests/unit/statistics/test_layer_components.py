"""Components read in blocks, beside those of a matrix in memory."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from topomaps.activations import lazy_rows
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.lazy_rows import chosen_rows
from topomaps.statistics import labelled_layers, layer_components, row_blocks
from topomaps.statistics.labelled_layers import check_labelled, components
from topomaps.statistics.layer_components import JoinedRows, principal_components
from topomaps.statistics.suspicious_inputs import suspicious_inputs

N, NEURONS = 400, 30
LABELS = np.arange(N) % 4
RNG = np.random.default_rng(0)
SHARED = RNG.normal(size=(N, 6)) @ RNG.normal(size=(6, NEURONS))
LAYER = (2 * SHARED + RNG.normal(size=(N, NEURONS)) + LABELS[:, None]).astype(np.float32)


def in_memory(layers, size):
    """Components of standardised layers by scikit-learn, up to their signs."""
    scaled = [(each - each.mean(0)) / each.std(0) / np.sqrt(each.shape[1]) for each in layers]
    return PCA(size, svd_solver="full").fit_transform(np.concatenate(scaled, axis=1))


def same_up_to_signs(found, expected, tolerance=1e-9):
    np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=tolerance * expected.std())
    turned = found * np.sign((found * expected).sum(axis=0))
    np.testing.assert_allclose(turned, expected, atol=tolerance * np.abs(expected).max())


@pytest.mark.parametrize("n", [N, NEURONS - 7])
def test_components_are_those_of_a_matrix_in_memory(n):
    layers = [LAYER[:n].astype(float), np.square(LAYER[:n, :9]).astype(float)]
    found = principal_components(JoinedRows(layers, np.arange(n)), 12, seed=0)
    same_up_to_signs(found, in_memory(layers, 12))


def test_components_that_are_searched_are_near_the_exact_ones(monkeypatch):
    monkeypatch.setattr(layer_components, "LARGEST_EXACT", 5)
    layer = LAYER.astype(float)
    found = principal_components(JoinedRows([layer], np.arange(N)), 6, seed=0)
    same_up_to_signs(found, in_memory([layer], 6), tolerance=1e-3)
    every = principal_components(JoinedRows([layer], np.arange(N)), NEURONS, seed=0)
    same_up_to_signs(every, in_memory([layer], NEURONS), tolerance=1e-7)


def test_far_means_cost_no_digits():
    near = LAYER.astype(np.float64).round(3)
    one, other = (
        principal_components(JoinedRows([each], np.arange(N)), 8, seed=0)
        for each in (near, near + 2.0**30)
    )
    same_up_to_signs(other, one, tolerance=1e-5)


def test_rows_in_another_order_have_the_same_components(monkeypatch):
    monkeypatch.setattr(layer_components, "BLOCK_VALUES", 10 * NEURONS)
    order = np.argsort(LABELS, kind="stable")  # the first block is of one class alone
    one = principal_components(JoinedRows([LAYER], np.arange(N)), 8, seed=0)
    other = principal_components(JoinedRows([LAYER[order]], np.arange(N)), 8, seed=0)
    same_up_to_signs(other, one[order])


def test_constant_and_doubled_neurons_add_nothing():
    layer = np.column_stack([LAYER, LAYER, np.full((N, 3), 0.1)])
    found = principal_components(JoinedRows([layer], np.arange(N)), 2 * NEURONS, seed=0)
    assert found.shape == (N, NEURONS)
    constant = JoinedRows([np.ones((N, 3))], np.arange(N))
    assert principal_components(constant, 5, seed=0).shape == (N, 0)


@pytest.fixture(params=[1, 7, 10**6])
def small_reads(request, monkeypatch):
    """Rows that stored arrays and other tests read at once; sums over rows keep their own cut."""
    monkeypatch.setattr(lazy_rows, "BLOCK_VALUES", request.param * NEURONS)
    monkeypatch.setattr(row_blocks, "BLOCK_VALUES", request.param * NEURONS)


@pytest.mark.parametrize("stored", ["file", "shards", "chosen"])
@pytest.mark.parametrize("cut", [64 * NEURONS, 2**20])
def test_bytes_are_those_of_an_array_in_memory(stored, cut, small_reads, monkeypatch, tmp_path):
    monkeypatch.setattr(layer_components, "BLOCK_VALUES", cut)
    expected = suspicious_inputs(LAYER, LABELS)
    if stored == "file":
        np.save(tmp_path / "layer.npy", LAYER)
    elif stored == "shards":
        (tmp_path / "layer").mkdir()
        for number, part in enumerate(np.split(LAYER, [1, 80, 81])):
            np.save(tmp_path / "layer" / f"{number}.npy", part)
    else:
        twice = np.full((2 * N, NEURONS), np.nan, np.float32)
        twice[1::2] = LAYER
        np.save(tmp_path / "layer.npy", twice)
    values = open_layer_activations(tmp_path, "layer").means
    if stored == "chosen":
        values = chosen_rows(values, np.arange(1, 2 * N, 2))
    found = suspicious_inputs(values, LABELS)
    assert found.to_csv() == expected.to_csv()


def test_layers_are_read_twice():
    reads = []
    counted = lazy_rows.LazyRows(
        LAYER, lambda block, rows: reads.append(len(rows)) or block, (NEURONS,), LAYER.dtype
    )
    folds = LABELS % 2
    suspicious_inputs([counted, LAYER], LABELS, folds=folds)
    assert sum(reads) == 2 * N


def test_components_of_very_many_inputs_are_of_single_precision(monkeypatch):
    monkeypatch.setattr(labelled_layers, "FEATURE_BYTES", 100)
    data = check_labelled(LAYER, LABELS)
    assert components(data, np.arange(N), 0).dtype == np.float32
    one = suspicious_inputs(LAYER, LABELS)
    monkeypatch.undo()
    other = suspicious_inputs(LAYER, LABELS)
    np.testing.assert_allclose(one["score"], other["score"], atol=1e-3)
