"""Swaps of pairs of neurons that lower the cost of a sorted layout, by simulated annealing.

The cost is the sum over near places of weight × dissimilarity of their neurons, plus a toll of each
neuron at its place.

For layers whose dissimilarities fit into a matrix. What each neuron would cost at each place is
kept up to date, so that a swap is judged by five numbers however many places are near.
"""

import numpy as np

from topomaps.common.compiled import compiled

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
    weights = near.weights.astype(np.float32)
    field = _field(order, costs, near.indices, weights, tolls)
    _anneal(order, costs, near.indices, weights, field, alike, generator, n_steps, HOT, COLD, ASKED)
    field = _field(order, costs, near.indices, weights, tolls)  # without the rounding of many sums
    _descend(order, costs, near.indices, weights, field, SWEEPS)
    return order


def total_cost(order, costs, near, tolls):
    """Cost of an order; each pair of near places counts once."""
    neurons = order[near.indices]  # -1 takes any neuron, but its weight is 0
    pairs = (near.weights * costs[order[:, None], neurons]).sum() / 2
    return float(pairs + tolls[np.arange(len(order)), order].sum())


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
def _gain(order, costs, near, weights, field, one, two):
    """Change of the cost if the neurons of two places are swapped."""
    a, b = order[one], order[two]
    change = field[one, b] - field[one, a] + field[two, a] - field[two, b]
    for k in range(near.shape[1]):
        if near[one, k] == two:  # the cost of the two side by side stays
            change += 2 * weights[one, k] * costs[a, b]
    return change


@compiled
def _swap(order, costs, near, weights, field, one, two):
    """Swap the neurons of two places, and bring the field up to date."""
    a, b = order[one], order[two]
    order[one], order[two] = b, a
    change = costs[b] - costs[a]
    for k in range(near.shape[1]):
        if near[one, k] >= 0:
            weight, row = weights[one, k], field[near[one, k]]
            for neuron in range(len(order)):
                row[neuron] += weight * change[neuron]
        if near[two, k] >= 0:
            weight, row = weights[two, k], field[near[two, k]]
            for neuron in range(len(order)):
                row[neuron] -= weight * change[neuron]


@compiled
def _anneal(
    order, costs, near, weights, field, alike, generator, n_steps, hot, cold, asked
):  # fmt: skip
    n_places, n_alike = alike.shape
    place_of = np.argsort(order)
    temperature = hot
    for step in range(n_steps):
        if step % 256 == 0:
            temperature = hot * (cold / hot) ** (step / n_steps)
        one = int(generator.random() * n_places)
        if generator.random() < asked:
            friend = place_of[alike[order[one], int(generator.random() * n_alike)]]
            two = near[friend, int(generator.random() * min(6, near.shape[1]))]
        else:
            two = int(generator.random() * n_places)
        if two < 0 or two == one:
            continue
        change = _gain(order, costs, near, weights, field, one, two)
        if change < 0 or generator.random() < np.exp(-change / temperature):
            place_of[order[one]], place_of[order[two]] = two, one
            _swap(order, costs, near, weights, field, one, two)


@compiled
def _descend(order, costs, near, weights, field, n_sweeps):
    for _ in range(n_sweeps):
        n_swaps = 0
        for one in range(len(order)):
            for two in range(one + 1, len(order)):
                if _gain(order, costs, near, weights, field, one, two) < -1e-5:
                    _swap(order, costs, near, weights, field, one, two)
                    n_swaps += 1
        if n_swaps == 0:
            break
