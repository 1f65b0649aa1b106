"""Layout by the co-activation graph (HHAI, section 3.2.2)."""

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from topomaps.layouts.distances import cosine_distances


def coactivation_graph(distances: ArrayLike, quantile: float = 0.075) -> "nx.Graph[int]":
    """Connect the most similar pairs of neurons, and all parts of the graph with its largest part.

    Parameters
    ----------
    distances : array (n_neurons, n_neurons)
        Symmetric distances between neurons.
    quantile : float
        Share of all pairs that get an edge: those whose distance is at most this quantile.

    Returns
    -------
    networkx.Graph
        Connected; nodes 0 … n_neurons - 1. Each smaller component is linked to the largest one by
        the most similar pair of neurons of the two.

    Raises
    ------
    ValueError
        If the distances are not square, of 2 neurons or more and finite, or the quantile does not
        lie between 0 and 1.
    """
    distances = np.asarray(distances, dtype=float)
    if distances.ndim != 2 or distances.shape[0] != distances.shape[1]:
        raise ValueError(f"Distances must be a square matrix, not of shape {distances.shape}.")
    if len(distances) < 2 or not np.isfinite(distances).all():
        raise ValueError("Distances must be finite, and of 2 neurons or more.")
    if not 0 <= quantile <= 1:
        raise ValueError(f"quantile must lie between 0 and 1, not {quantile}.")
    n_neurons = len(distances)
    first, second = np.triu_indices(n_neurons, k=1)
    pairs = distances[first, second]
    # ASSUME: pairs at the quantile itself count, so that ties leave no neuron without its equals.
    close = pairs <= np.quantile(pairs, quantile)
    edges = np.column_stack([first[close], second[close]])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n_neurons))
    graph.add_edges_from(edges.tolist())
    graph.add_edges_from(_links_to_largest(edges, distances))
    return graph


def _links_to_largest(edges, distances):
    """Most similar pair between the largest component and each of the others."""
    n_neurons = len(distances)
    adjacency = coo_array((np.ones(len(edges)), edges.T), shape=(n_neurons, n_neurons))
    _, component = connected_components(adjacency, directed=False)
    sizes = np.bincount(component)
    largest = np.flatnonzero(component == sizes.argmax())
    for other in np.delete(np.arange(len(sizes)), sizes.argmax()):
        members = np.flatnonzero(component == other)
        between = distances[np.ix_(members, largest)]
        row, column = np.unravel_index(between.argmin(), between.shape)
        yield int(members[row]), int(largest[column])


def graph_layout(features, seed, quantile=0.075):
    """Draw the co-activation graph with the Fruchterman–Reingold algorithm of networkx.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    seed : int
        0 ≤ seed < 2**32.
    quantile : float
        Share of the pairs of neurons that get an edge.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates.
    """
    graph = coactivation_graph(cosine_distances(features), quantile)
    # From 500 nodes on, networkx would switch to another algorithm by itself.
    positions = nx.spring_layout(graph, seed=seed, method="force")
    return np.array([positions[neuron] for neuron in range(len(features))])
