import numpy as np
import pytest
from sklearn.manifold import trustworthiness as sklearn_trustworthiness
from topomaps.layouts.compute import METHODS, compute_layout
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import map_images
from topomaps.scores import neighbors as module
from topomaps.scores.faithfulness import (
    METRICS,
    faithfulness,
    neighbor_preservation,
    neighbor_ranks,
)
from topomaps.scores.image_errors import auc, resize_mse


def values_of(rows):
    return {(row["measure"], row["parameter"]): row["value"] for row in rows}


@pytest.fixture
def features():
    return np.random.default_rng(0).standard_normal((80, 6))


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_equals_scikit_learn(features, metric):
    positions = features[:, :2]
    values = values_of(faithfulness(features, positions, metric))
    for k in (5, 10):
        expected = sklearn_trustworthiness(features, positions, n_neighbors=k, metric=metric)
        assert values["trustworthiness", k] == pytest.approx(expected, abs=1e-12)


def test_a_layout_that_is_its_own_features_is_perfect(features):
    values = values_of(faithfulness(features[:, :2], features[:, :2]))
    moran = [values.pop(("morans_i", k)) for k in (5, 10)]
    assert values.pop(("DPQ", 16)) == pytest.approx(1, abs=1e-6)
    assert set(values.values()) == {1.0}
    assert len(values) == 6
    assert 0.6 < moran[1] < moran[0] < 1


def test_neighbor_preservation_by_hand():
    features = np.array([[0.0], [1.0], [2.1], [3.3], [4.6]])
    positions = np.column_stack([[0, 2.1, 1, 3.3, 4.6], np.zeros(5)])  # neurons 1 and 2 swapped
    ranks = neighbor_ranks(features, positions, 2)
    np.testing.assert_array_equal(ranks, [[2, 1], [2, 3], [3, 1], [3, 2], [1, 3]])
    assert neighbor_preservation(ranks) == 0.6


def test_blocks_do_not_change_ranks(features, monkeypatch):
    whole = neighbor_ranks(features, features[:, :2], 7)
    monkeypatch.setattr(module, "BLOCK", 200)
    np.testing.assert_array_equal(neighbor_ranks(features, features[:, :2], 7), whole)


def test_equal_neurons_and_coinciding_positions():
    features = np.repeat(np.random.default_rng(0).random((10, 3)), 4, axis=0)
    positions = np.repeat(np.random.default_rng(1).random((10, 2)), 4, axis=0)
    ranks = neighbor_ranks(features, positions, 3)
    np.testing.assert_array_equal(ranks, 1)  # the other three of the same kind


def test_leaves_out_neighborhoods_of_half_the_layer(features):
    rows = faithfulness(features[:16], features[:16, :2])
    assert [row["parameter"] for row in rows] == [5, 5, 5, 5, 16]
    assert faithfulness(features[:4], features[:4, :2]) == []


def test_refuses_other_metrics_and_lengths(features):
    with pytest.raises(ValueError, match="Unknown metric 'jaccard'"):
        neighbor_ranks(features, features[:, :2], 5, "jaccard")
    with pytest.raises(ValueError, match="80 neurons have features, but 79 positions"):
        neighbor_ranks(features, features[:79, :2], 5)


def test_each_method_has_the_metric_of_its_base():
    assert set(METRICS) == set(METHODS)
    assert {m for m, metric in METRICS.items() if metric == "cosine"} == {
        "PSO",
        "graph",
        "graph_PSO",
    }


def test_sees_a_pretty_but_wrong_map_that_picture_measures_praise(published_layouts):
    """A map in which all neurons are mixed up, their values along with their places.

    Its picture is the very same, so that no measure of the picture can tell.
    """
    naps = published_layouts["naps"]
    layout = compute_layout("PCA_PSO", naps.T, seed=0)
    mixed = np.random.default_rng(0).permutation(128)

    def picture_error(positions, values):
        field = MapGrid(positions).interpolate(values)
        return auc(resize_mse(map_images(field, abs(naps).max())[0]))

    assert picture_error(layout[mixed], naps[:1, mixed]) == pytest.approx(
        picture_error(layout, naps[:1])
    )
    right, wrong = (values_of(faithfulness(naps.T, x)) for x in (layout, layout[mixed]))
    assert right["trustworthiness", 10] > 0.75
    assert wrong["trustworthiness", 10] == pytest.approx(0.5, abs=0.06)  # what chance gives
    assert right["neighbor_preservation", 10] > 3 * wrong["neighbor_preservation", 10]


def test_features_without_value_are_refused():
    features = np.full((20, 3), np.nan)
    with pytest.raises(ValueError, match="NaN or infinite"):
        neighbor_ranks(features, np.random.default_rng(0).random((20, 2)), 5)
