from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import ortho_group
from topomaps.layouts.sorted_features import dissimilarities, squared_distances, weighed
from topomaps.layouts.sorted_layout import rim_strengths, sorted_layout, sorted_order
from topomaps.layouts.sorted_places import neighborhood, ring_places
from topomaps.layouts.sorted_swaps import total_cost
from topomaps.scores.faithfulness import faithfulness

SMALL, LARGE = 100, 1500  # neurons of both ways: all pairs in a matrix, and swaps nearby


def trustworthiness(features, layout):
    return faithfulness(features, layout)[1]["value"]


def draw(n_neurons, n_features=6, seed=0):
    return np.random.default_rng(seed).standard_normal((n_neurons, n_features))


@pytest.mark.parametrize("n_neurons", range(4, 65))
def test_any_number_of_neurons_gets_places_of_its_own(n_neurons):
    layout = sorted_layout(draw(n_neurons), seed=0)
    assert layout.shape == (n_neurons, 2)
    assert (layout.min(), layout.max()) == (0, 1)
    assert len(np.unique(layout.round(9), axis=0)) == n_neurons


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_same_bytes_for_a_seed_with_any_threads(n_neurons):
    features = draw(n_neurons)
    expected = sorted_layout(features, seed=3)
    with ThreadPoolExecutor(3) as pool:
        for layout in pool.map(lambda _: sorted_layout(features, seed=3), range(3)):
            np.testing.assert_array_equal(layout, expected)
    assert (sorted_layout(features, seed=4) != expected).any()


@pytest.mark.parametrize("seed", range(4))
def test_is_within_half_a_percent_of_the_best_of_all_orders_of_8_neurons(seed):
    rows, places = weighed(draw(8, 3, seed), 0.75), ring_places(8)
    costs, near = dissimilarities(squared_distances(rows)), neighborhood(places)
    tolls = np.outer(near.openness, rim_strengths(rows))
    orders = np.array(list(permutations(range(8))))
    neighbors = orders[:, near.indices]  # -1 takes any neuron, but its weight is 0
    pairs = (near.weights * costs[orders[:, :, None], neighbors]).sum(axis=(1, 2)) / 2
    best = (pairs + tolls[np.arange(8), orders].sum(axis=1)).min()
    order = sorted_order(rows, places, np.random.default_rng(seed))
    assert total_cost(order, costs, near, tolls) == pytest.approx(best, rel=0.005)


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_turning_the_features_keeps_the_quality(n_neurons):
    features = draw(n_neurons) * [3, 2, 1, 0.5, 0.3, 0.1]
    turned = features @ ortho_group.rvs(6, random_state=0)
    values = [trustworthiness(features, sorted_layout(x, seed=0)) for x in (features, turned)]
    assert values[0] == pytest.approx(values[1], abs=0.02)


def test_the_order_of_the_neurons_does_not_matter_but_for_the_start():
    features = draw(SMALL)
    mixed = np.random.default_rng(0).permutation(SMALL)
    values = [trustworthiness(x, sorted_layout(x, seed=0)) for x in (features, features[mixed])]
    assert values[0] == pytest.approx(values[1], abs=0.02)


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1e9])
def test_the_unit_of_the_features_does_not_matter(scale):
    features = draw(SMALL)
    expected = trustworthiness(features, sorted_layout(features, seed=0))
    scaled = sorted_layout(features * scale, seed=0)
    assert trustworthiness(features, scaled) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_a_planted_plane_comes_out_as_it_is(n_neurons):
    features = np.random.default_rng(0).uniform(-1, 1, (n_neurons, 2))
    assert trustworthiness(features, sorted_layout(features, seed=0)) > 0.95


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_planted_clusters_come_out_connected(n_neurons):
    cluster = np.arange(n_neurons) % 4
    features = 5 * np.eye(4)[cluster] + 0.1 * draw(n_neurons, 4)
    layout = sorted_layout(features, seed=0)
    near = cdist(layout, layout) < 1.6 / np.sqrt(4 * n_neurons / np.pi)
    for each in range(4):
        members = cluster == each
        reached = np.zeros(members.sum(), bool)
        reached[0] = True
        links = near[np.ix_(members, members)]
        for _ in range(members.sum()):
            reached = links[reached].any(axis=0)
        assert reached.mean() > 0.97


def test_what_the_strong_neurons_have_in_common_lies_inside():
    features = 0.05 * draw(SMALL)
    features[:30, 0] += 1
    radii = np.hypot(*(sorted_layout(features, seed=0) - 0.5).T)
    assert radii[:30].mean() < radii[30:].mean() - 0.03


def test_strength_decides_whether_directions_or_features_are_neighbours():
    directions = draw(SMALL, 3)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    features = directions * np.geomspace(0.05, 1, SMALL)[:, None]
    by_direction, by_feature = (sorted_layout(features, 0, strength) for strength in (0, 1))
    assert trustworthiness(directions, by_direction) > trustworthiness(directions, by_feature)
    assert trustworthiness(features, by_feature) > trustworthiness(features, by_direction)


def test_equal_dead_and_few_distinct_neurons():
    features = np.zeros((SMALL, 3))
    features[:50, 0] = 1.0
    layout = sorted_layout(features, seed=0)
    assert len(np.unique(layout.round(9), axis=0)) == SMALL
    assert trustworthiness(features, layout) > 0.9  # all but the border of both kinds


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_two_groups_give_features_of_rank_one(n_neurons):
    values = np.random.default_rng(0).standard_normal(n_neurons)
    features = np.column_stack([values, -values])
    assert trustworthiness(features, sorted_layout(features, seed=0)) > 0.85


def test_refuses_what_cannot_be_sorted():
    with pytest.raises(ValueError, match="NaN, infinite"):
        sorted_layout(np.full((9, 2), np.nan), seed=0)
    with pytest.raises(ValueError, match="identical features"):
        sorted_layout(np.ones((9, 2)), seed=0)
    with pytest.raises(ValueError, match="strength of the method sorted is 2"):
        sorted_layout(draw(9), seed=0, strength=2)
