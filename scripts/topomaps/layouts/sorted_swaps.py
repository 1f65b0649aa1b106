"""Swaps of pairs of neurons that lower the cost of a sorted layout, by simulated annealing.

The cost is the sum over near places of weight × dissimilarity of their neurons, plus a toll of each
neuron at its place.

For layers whose dissimilarities fit into a matrix. What each neuron would cost at each place is
kept up to date, so that a swap is judged by five numbers however many places are near.
"""

import numpy as np

from topomaps.common.numba_cache import compiled

HOT, COLD = 0.1, 0.007  # temperatures in mean dissimilarities; accept many swaps, and hardly any
ASKED = 0.9  # share of the swaps that take a neuron next to one that is like it
SWEEPS = 50  # at most, over all pairs in the end; about 5 suffice


def annealed(order, costs, near, tolls, alike, generator, n_steps):
    """Swap neurons until the cost is low.

    Parameters
    ----------
    order : int array (N,)
        Neuron at each place.
    costs : float32 array (N, N)
        Dissimilarities of neurons, 1 in the mean.
    near : topomaps.layouts.sorted_places.Neighborhood
    tolls : float32 array (N, N)
        What each place charges each neuron.
    alike : int array (N, K)
        Neurons most like each neuron.
    generator : numpy.random.Generator
    n_steps : int
        Swaps to try.

    Returns
    -------
    int array (N,)
        Neuron at each place. No single swap would lower its cost.
    """
    order = order.copy()
    layout = near.indices.astype(np.int32), near.weights.astype(np.float32)
    touching = _touching(*layout)
    field = _field(order, costs, *layout, tolls)
    _anneal(
        order, costs, *layout, touching, field, alike.astype(np.int32), generator, n_steps,
        HOT, COLD, ASKED,
    )  # fmt: skip
    field = _field(order, costs, *layout, tolls)  # without the rounding of many sums
    _descend(order, costs, *layout, touching, field, SWEEPS)
    return order


def total_cost(order, costs, near, tolls):
    """Cost of an order; each pair of near places counts once."""
    neurons = order[near.indices]  # -1 takes any neuron, but its weight is 0
    pairs = (near.weights * costs[order[:, None], neurons]).sum() / 2
    return float(pairs + tolls[np.arange(len(order)), order].sum())


@compiled
def _touching(near, weights):
    """Weights (places, places), 0 where two places are not near."""
    touching = np.zeros((len(near), len(near)), np.float32)
    for place in range(len(near)):
        for k in range(near.shape[1]):
            if near[place, k] >= 0:
                touching[place, near[place, k]] = weights[place, k]
    return touching


@compiled
def _field(order, costs, near, weights, tolls):
    """Cost (places, neurons) of each neuron at each place, all others staying where they are."""
    field = tolls.copy()
    for place in range(len(order)):
        for k in range(near.shape[1]):
            if near[place, k] >= 0:
                other, weight = order[near[place, k]], weights[place, k]
                for neuron in range(len(order)):
                    field[place, neuron] += weight * costs[other, neuron]
    return field


@compiled
def _gain(order, costs, touching, field, one, two):
    """Change of the cost if the neurons of two places are swapped."""
    a, b = order[one], order[two]
    change = field[one, b] - field[one, a] + field[two, a] - field[two, b]
    return change + 2 * touching[one, two] * costs[a, b]  # the cost of the two side by side stays


@compiled
def _swap(order, costs, near, weights, field, change, one, two):
    """Swap the neurons of two places, and bring the field up to date; `change` is a buffer."""
    a, b = order[one], order[two]
    order[one], order[two] = b, a
    for neuron in range(len(order)):
        change[neuron] = costs[b, neuron] - costs[a, neuron]
    for k in range(near.shape[1]):
        first, second = near[one, k], near[two, k]
        if first >= 0 and second >= 0 and first != second:  # both at once is quicker
            up, down = field[first], field[second]
            weight, other_weight = weights[one, k], weights[two, k]
            for neuron in range(len(order)):
                up[neuron] += weight * change[neuron]
                down[neuron] -= other_weight * change[neuron]
            continue
        if first >= 0:
            _add(field[first], weights[one, k], change)
        if second >= 0:
            _add(field[second], -weights[two, k], change)


@compiled
def _add(row, weight, change):
    for neuron in range(len(row)):
        row[neuron] += weight * change[neuron]


@compiled
def _accepted(change, temperature, generator):
    """Whether a swap is taken: always if it lowers the cost, else by chance."""
    if change < 0:
        return True
    chance, ratio = generator.random(), change / temperature
    if chance * (1 + ratio * (1 + ratio / 2)) > 1.000001:  # exp(-ratio) is less, and slow
        return False
    return chance < np.exp(-ratio)


@compiled
def _anneal(
    order, costs, near, weights, touching, field, alike, generator, n_steps, hot, cold, asked
):  # fmt: skip
    n_places, n_alike = alike.shape
    n_beside = min(6, near.shape[1])
    place_of = np.argsort(order)
    buffer = np.empty(n_places, np.float32)
    temperature = hot
    for step in range(n_steps):
        if step % 256 == 0:
            temperature = hot * (cold / hot) ** (step / n_steps)
        one = int(generator.random() * n_places)
        if generator.random() < asked:
            friend = place_of[alike[order[one], int(generator.random() * n_alike)]]
            two = near[friend, int(generator.random() * n_beside)]
        else:
            two = int(generator.random() * n_places)
        if two < 0 or two == one:
            continue
        change = _gain(order, costs, touching, field, one, two)
        if _accepted(change, temperature, generator):
            place_of[order[one]], place_of[order[two]] = two, one
            _swap(order, costs, near, weights, field, buffer, one, two)


@compiled
def _descend(order, costs, near, weights, touching, field, n_sweeps):
    buffer = np.empty(len(order), np.float32)
    for _ in range(n_sweeps):
        n_swaps = 0
        for one in range(len(order)):
            for two in range(one + 1, len(order)):
                if _gain(order, costs, touching, field, one, two) < -1e-5:
                    _swap(order, costs, near, weights, field, buffer, one, two)
                    n_swaps += 1
        if n_swaps == 0:
            break
