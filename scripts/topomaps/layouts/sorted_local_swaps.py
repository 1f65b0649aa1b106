"""Swaps that lower the cost of a sorted layout, for layers too large for a matrix of all pairs.

As `sorted_swaps`, with three differences: dissimilarities are computed where they are needed; in
place of ranks, they go by a local scale, estimated from a neuron's neighbours on the map; and
neurons swap with others nearby only, since their rough order is right already.
"""

import numpy as np

from topomaps.common.compiled import compiled

SQUARED = 0.2  # share of squared distance in the dissimilarity, as in `sorted_features`
SCALE_RANK = 5  # of a neuron's neighbours on the map, the one whose distance is the local scale
TEMPERATURES = np.geomspace(0.05, 0.005, 9)  # in mean dissimilarities; scales are renewed at each
REACHES = np.linspace(5, 2, 9)  # of swaps, in distances between rings


def locally_annealed(order, rows, layout, strengths, generator, n_steps):
    """Swap neurons with others nearby until the cost is low.

    Parameters
    ----------
    order : int array (N,)
        Neuron at each place, roughly sorted.
    rows : array (N, F)
        What is seen of each neuron, with a mean squared distance of 1.
    layout : tuple of topomaps.layouts.sorted_places.Neighborhood and Raster
        Of the places.
    strengths : array (N,)
        What each neuron costs at a place of openness 1.
    generator : numpy.random.Generator
    n_steps : int
        Swaps to try.

    Returns
    -------
    int array (N,)
        Neuron at each place.
    """
    near, raster = layout
    order, rows = order.copy(), rows.astype(np.float32)
    weights, strengths = near.weights.astype(np.float32), strengths.astype(np.float32)
    for temperature, reach in zip(TEMPERATURES, REACHES, strict=True):
        scales = _scales(order, rows, near.indices, SCALE_RANK)
        _anneal(
            order, rows, scales, near.indices, weights, near.openness, strengths, raster.cells,
            raster.places, generator, n_steps // len(REACHES), temperature, reach,
        )  # fmt: skip
    return order


@compiled
def _squared(rows, a, b):
    total = np.float32(0)
    for f in range(rows.shape[1]):
        difference = rows[a, f] - rows[b, f]
        total += difference * difference
    return total


@compiled
def _scales(order, rows, near, rank):
    """Squared distance of each neuron to the one of that rank among its neighbours on the map."""
    scales = np.empty(len(order), np.float32)
    distances = np.empty(near.shape[1], np.float32)
    for place in range(len(order)):
        for k in range(near.shape[1]):
            known = near[place, k] >= 0
            distances[k] = _squared(rows, order[place], order[near[place, k]]) if known else np.inf
        scales[order[place]] = max(np.sort(distances)[rank], np.float32(1e-6))
    return scales


@compiled
def _cost(rows, scales, a, b):
    squared = _squared(rows, a, b)
    relative = squared * squared / (scales[a] * scales[b])
    return np.float32(SQUARED) * squared + np.float32(1 - SQUARED) * relative / (1 + relative)


@compiled
def _change(order, rows, scales, near, weights, one, two):
    """Change of the cost among near places if the neuron of place two came to place one."""
    change = np.float32(0)
    a, b = order[one], order[two]
    for k in range(near.shape[1]):
        other = near[one, k]
        if other >= 0 and other != two:
            c = order[other]
            change += weights[one, k] * (_cost(rows, scales, b, c) - _cost(rows, scales, a, c))
    return change


@compiled
def _anneal(
    order, rows, scales, near, weights, openness, strengths, cells, raster, generator, n_steps,
    temperature, reach,
):  # fmt: skip
    height, width = raster.shape
    for _ in range(n_steps):
        one = int(generator.random() * len(order))
        y = cells[one, 0] + round((2 * generator.random() - 1) * reach)
        x = cells[one, 1] + round((2 * generator.random() - 1) * reach)
        if not (0 <= y < height and 0 <= x < width):
            continue
        two = raster[y, x]
        if two < 0 or two == one:
            continue
        change = (openness[two] - openness[one]) * (strengths[order[one]] - strengths[order[two]])
        change += _change(order, rows, scales, near, weights, one, two)
        if change > 12 * temperature:  # hopeless, whatever the other half says
            continue
        change += _change(order, rows, scales, near, weights, two, one)
        if change < 0 or generator.random() < np.exp(-change / temperature):
            order[one], order[two] = order[two], order[one]
