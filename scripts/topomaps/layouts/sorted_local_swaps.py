"""Swaps that lower the cost of a sorted layout, for layers too large for a matrix of all pairs.

As `sorted_swaps`, with three differences: dissimilarities are computed where they are needed; in
place of ranks, they go by a local scale, the distance to the neurons most alike; and what places
ask for, so that errors become small, is brought up to date at each temperature alone.
"""

import numpy as np

from topomaps.common.numba_cache import compiled
from topomaps.layouts.sorted_alike import alike_on_map
from topomaps.layouts.sorted_errors import error_profile
from topomaps.layouts.sorted_features import color_parts
from topomaps.layouts.sorted_fields import AskedFor
from topomaps.layouts.sorted_reduction import reduced, turned
from topomaps.layouts.sorted_tiles import renumbered, tiles

VECTOR = 8  # single-precision numbers in a vector register
SQUARED = 0.2  # share of squared distance in the dissimilarity, as in `sorted_features`
TEMPERATURES = np.geomspace(0.05, 0.004, 12)  # in mean dissimilarities
ASKED = 0.8  # share of the swaps that take a neuron next to one that is like it
REACH = 3.0  # of the other swaps, in distances between rings


def locally_annealed(order, rows, layout, shown, share, wanted, generator, n_steps):
    """Swap neurons until the cost is low.

    Parameters
    ----------
    order : int array (N,)
        Neuron at each place, roughly sorted.
    rows : array (N, F)
        What is seen of each neuron, with a mean squared distance of 1.
    layout : tuple of topomaps.layouts.sorted_places.Neighborhood and Raster
        Of the places.
    shown : array (N, G)
        Values that maps show.
    share : float
        Of the errors in the cost.
    wanted : array (N, G) or None
        Values that places ask for: twice the product with a neuron's is taken off its cost.
    generator : numpy.random.Generator
    n_steps : int
        Swaps to try.

    Returns
    -------
    int array (N,)
        Neuron at each place.
    """
    by_tile, starts = tiles(layout[1].cells)
    near, raster = renumbered(*layout, by_tile)
    # Neurons are numbered by their places, so that those compared lie together in memory.
    first_order = order[by_tile]
    rows, shown = _padded(rows[first_order]), shown[first_order]
    parts = _padded(reduced(color_parts(shown), turn=turned))
    asked_for = AskedFor(share * error_profile(len(rows), parts), raster)
    given = parts
    if wanted is not None:
        wanted, given = _padded(wanted[by_tile]), np.hstack([_padded(shown), parts])
    order = np.arange(len(rows), dtype=np.int32)
    alike, squared = alike_on_map(order, rows, near.indices)
    scales = np.maximum(squared[:, -1], np.float32(1e-6))
    indices, weights = near.indices.astype(np.int32), (1 - share) * near.weights
    weights = weights.astype(np.float32)
    for temperature in TEMPERATURES:
        asked = asked_for(parts[order])
        if wanted is not None:
            asked = np.hstack([wanted, asked])
        _anneal(
            order, rows, scales, alike, indices, weights, given, asked, raster.cells,
            raster.places, starts, generator, n_steps // len(TEMPERATURES), temperature,
        )  # fmt: skip
    sorted_order = np.empty_like(first_order)
    sorted_order[by_tile] = first_order[order]
    return sorted_order


def _padded(values):
    """Values (N, F) in single precision, in whole vector registers."""
    padded = np.pad(values, ((0, 0), (0, -values.shape[1] % VECTOR)))
    return np.ascontiguousarray(padded, np.float32)


@compiled
def _squared(rows, a, b):
    total = np.float32(0)
    for f in range(rows.shape[1]):
        difference = rows[a, f] - rows[b, f]
        total += difference * difference
    return total


@compiled
def _cost(rows, scales, a, b):
    squared = _squared(rows, a, b)
    relative = squared * squared / (scales[a] * scales[b])
    return np.float32(SQUARED) * squared + np.float32(1 - SQUARED) * relative / (1 + relative)


@compiled
def _cost_at(order, rows, scales, near, weights, place, neuron, left_out):
    """Cost of a neuron at a place among those nearby, but for the one that is left out."""
    cost = np.float32(0)
    for k in range(near.shape[1]):
        other = near[place, k]
        if other >= 0 and other != left_out:
            cost += weights[place, k] * _cost(rows, scales, neuron, order[other])
    return cost


@compiled
def _replace(order, rows, scales, near, weights, paid, place, old, new):
    """Put a new neuron at a place, and bring up to date what the places nearby pay."""
    for k in range(near.shape[1]):
        other = near[place, k]
        if other >= 0:
            there = order[other]
            cost = _cost(rows, scales, new, there) - _cost(rows, scales, old, there)
            paid[other] += weights[place, k] * cost
    order[place] = new
    paid[place] = _cost_at(order, rows, scales, near, weights, place, new, -1)


@compiled
def _partner(order, place_of, alike, near, cells, raster, one, generator):
    """Place to swap with: next to a neuron that is like the one at this place, or just nearby."""
    if generator.random() < ASKED:
        friend = alike[order[one], int(generator.random() * alike.shape[1])]
        return near[place_of[friend], int(generator.random() * 6)]
    y = cells[one, 0] + round((2 * generator.random() - 1) * REACH)
    x = cells[one, 1] + round((2 * generator.random() - 1) * REACH)
    if 0 <= y < raster.shape[0] and 0 <= x < raster.shape[1]:
        return raster[y, x]
    return -1


@compiled
def _anneal(
    order, rows, scales, alike, near, weights, given, asked, cells, raster, starts, generator,
    n_steps, temperature,
):  # fmt: skip
    place_of = np.argsort(order).astype(np.int32)
    paid = np.empty(len(order), np.float32)  # cost of each neuron where it is
    for place in range(len(order)):
        paid[place] = _cost_at(order, rows, scales, near, weights, place, order[place], -1)
    for tile in range(len(starts) - 1):
        size = starts[tile + 1] - starts[tile]
        for step in range(n_steps * size // len(order)):
            one = starts[tile] + step % size
            two = _partner(order, place_of, alike, near, cells, raster, one, generator)
            if two < 0 or two == one:
                continue
            a, b = order[one], order[two]
            gain = np.float32(0)
            for f in range(given.shape[1]):
                gain += (asked[two, f] - asked[one, f]) * (given[a, f] - given[b, f])
            change = -2 * gain - paid[one] - paid[two]
            for k in range(near.shape[1]):
                if near[one, k] == two:  # the cost of the two side by side stays
                    change += 2 * weights[one, k] * _cost(rows, scales, a, b)
            if change > 12 * temperature:  # hopeless, whatever they pay at the other place
                continue
            change += _cost_at(order, rows, scales, near, weights, two, a, one)
            if change > 12 * temperature:
                continue
            change += _cost_at(order, rows, scales, near, weights, one, b, two)
            if change < 0 or generator.random() < np.exp(-change / temperature):
                _replace(order, rows, scales, near, weights, paid, one, a, b)
                _replace(order, rows, scales, near, weights, paid, two, b, a)
                place_of[a], place_of[b] = two, one
