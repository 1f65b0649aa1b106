import networkx as nx
import numpy as np
import pytest
from scipy.spatial.distance import squareform
from topomaps.layouts import graph as graph_module
from topomaps.layouts.graph import coactivation_graph, graph_layout


def edges_of(graph):
    return sorted(tuple(sorted(edge)) for edge in graph.edges)


def test_equals_published_edges(published_layouts):
    graph = coactivation_graph(squareform(published_layouts["cosine_distance"]))
    published = sorted(map(tuple, published_layouts["graph_edges"].tolist()))
    assert edges_of(graph) == published


def test_links_each_smaller_component_to_the_largest_by_its_most_similar_pair():
    places = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 30.0])  # components 0-1-2, 3-4 and 5
    distances = abs(places[:, None] - places)
    graph = coactivation_graph(distances, quantile=3 / 15)
    # 3-4 is linked by 2-3; 5 goes to the largest component, not to its nearest neuron 4.
    assert edges_of(graph) == [(0, 1), (1, 2), (2, 3), (2, 5), (3, 4)]


def test_without_similar_pairs_all_hang_together():
    rng = np.random.default_rng(0)
    distances = squareform(rng.random(45))
    graph = coactivation_graph(distances, quantile=0)
    assert nx.is_connected(graph)
    assert graph.number_of_edges() == 9


def test_ties_of_equal_neurons_are_all_connected():
    distances = np.kron(1 - np.eye(2), np.ones((5, 5)))
    graph = coactivation_graph(distances)
    assert graph.number_of_edges() == 2 * 10 + 1  # two cliques and the link


def test_does_not_depend_on_the_order_of_neurons():
    distances = squareform(np.random.default_rng(1).random(190))
    order = np.random.default_rng(2).permutation(20)
    permuted = coactivation_graph(distances[np.ix_(order, order)])
    renamed = nx.relabel_nodes(permuted, dict(enumerate(order.tolist())))
    assert edges_of(renamed) == edges_of(coactivation_graph(distances))


@pytest.mark.parametrize("quantile", [-0.1, 1.1, np.nan])
def test_refuses_quantiles_out_of_range(quantile):
    with pytest.raises(ValueError, match=r"quantile must lie between 0 and 1, not (-0.1|1.1|nan)"):
        coactivation_graph(np.zeros((4, 4)), quantile)


def test_refuses_condensed_distances():
    with pytest.raises(ValueError, match=r"square matrix, not of shape \(6,\)"):
        coactivation_graph(np.ones(6))


def test_layout_follows_the_seed_and_pulls_like_neurons_together():
    rng = np.random.default_rng(0)
    features = np.repeat(np.eye(4), 10, axis=0) + 0.05 * rng.standard_normal((40, 4))
    positions = graph_layout(features, seed=3, quantile=0.2)
    np.testing.assert_array_equal(positions, graph_layout(features, seed=3, quantile=0.2))
    within = np.mean([positions[10 * g : 10 * g + 10].std(axis=0).max() for g in range(4)])
    assert within < 0.7 * positions.std(axis=0).min()


@pytest.mark.parametrize("n_neurons", [20, 520])
def test_always_asks_for_the_force_algorithm_and_a_seed(monkeypatch, n_neurons):
    asked = {}

    def spring_layout(graph, **options):
        asked.update(options)
        return {node: (node, 0) for node in graph}

    monkeypatch.setattr(graph_module.nx, "spring_layout", spring_layout)
    positions = graph_layout(np.random.default_rng(0).random((n_neurons, 5)), seed=7)
    assert asked == {"seed": 7, "method": "force"}
    np.testing.assert_array_equal(positions[:, 0], np.arange(n_neurons))


@pytest.mark.parametrize("distances", [np.zeros((0, 0)), np.zeros((1, 1)), np.full((5, 5), np.nan)])
def test_distances_of_too_few_neurons_or_without_value_are_refused(distances):
    with pytest.raises(ValueError, match="finite, and of 2 neurons"):
        coactivation_graph(distances)
