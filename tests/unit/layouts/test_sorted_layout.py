from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import ortho_group
from topomaps.layouts.sorted_features import squared_distances, weighed
from topomaps.layouts.sorted_layout import POWER, costs_of, sorted_layout, sorted_order
from topomaps.layouts.sorted_places import neighborhood, ring_places
from topomaps.layouts.sorted_swaps import total_cost
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.faithfulness import faithfulness
from topomaps.scores.image_errors import auc, score_images

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


@pytest.mark.parametrize("smoothness", [0, 0.5, 1])
@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_7_neurons_is_better(seed, smoothness):
    shown, places = draw(7, 3, seed), ring_places(7)
    rows, near = weighed(shown), neighborhood(places)
    costs = costs_of(squared_distances(rows), shown, smoothness**POWER, None)
    best = min(total_cost(np.array(order), costs, near) for order in permutations(range(7)))
    order = sorted_order(rows, shown, places, np.random.default_rng(seed), smoothness)
    assert total_cost(order, costs, near) == pytest.approx(best, rel=1e-4)


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
    assert trustworthiness(features, sorted_layout(features, seed=0, smoothness=0)) > 0.95
    assert trustworthiness(features, sorted_layout(features, seed=0)) > 0.92


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


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_smoothness_trades_neighbors_for_smaller_errors(n_neurons):
    features = draw(n_neurons, 4)
    errors, kept = [], []
    for smoothness in (0, 0.5, 1):
        layout = sorted_layout(features, 0, smoothness)
        images = map_images(MapGrid(layout).interpolate(features.T), color_limit(features))
        errors.append(sum(auc(each.mean(axis=0)) for each in score_images(images).values()))
        kept.append(faithfulness(features, layout)[3]["value"])
    assert errors[0] > 1.05 * errors[1] > 1.05 * errors[2]
    assert kept[0] > kept[1] > kept[2]


@pytest.mark.parametrize("n_neurons", [SMALL, LARGE])
def test_errors_are_of_what_is_shown_and_neighbors_of_what_is_seen(n_neurons):
    features, shown = draw(n_neurons, 40), draw(n_neurons, 2, seed=1)
    blind, seeing = sorted_layout(features, 0), sorted_layout(features, 0, shown=shown)
    (worse, better), (before, after) = (
        [measure(each) for each in (blind, seeing)]
        for measure in (
            lambda layout: auc(
                score_images(map_images(MapGrid(layout).interpolate(shown.T), color_limit(shown)))[
                    "blur_mse", "float"
                ].mean(axis=0)
            ),
            lambda layout: trustworthiness(features, layout),
        )
    )
    assert better < 0.9 * worse
    assert after > 0.5 + 0.5 * (before - 0.5)


def test_groups_without_values_do_not_count():
    features = draw(SMALL, 3)
    with_empty = np.column_stack([features, np.full(SMALL, np.nan)])
    expected = sorted_layout(features, 0, shown=features)
    np.testing.assert_array_equal(sorted_layout(features, 0, shown=with_empty), expected)


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
    with pytest.raises(ValueError, match="smoothness of the method sorted is 2"):
        sorted_layout(draw(9), seed=0, smoothness=2)
    with pytest.raises(ValueError, match="one row for each of the 9 neurons"):
        sorted_layout(draw(9), seed=0, shown=draw(9).T)
