"""Swaps of pairs of neurons that lower the cost of a sorted layout, by simulated annealing.

The cost has three parts: the sum over near places of weight × dissimilarity of their neurons, the
errors of the map, a quadratic form of what neurons show at their places, and a cost of each neuron
at its place. The first two together are a quadratic assignment problem (Koopmans and Beckmann
1957), for which swaps of two are the usual step.

For layers whose dissimilarities fit into a matrix. What each neuron would cost at each place among
its neighbours is kept up to date, and so is what each place would like to be shown, so that a swap
is judged by few numbers however many places have a part in it.
"""

from typing import NamedTuple

import numpy as np

from topomaps.common.numba_cache import compiled

HOT, COLD = 0.1, 0.007  # temperatures in mean dissimilarities; accept many swaps, and hardly any
ASKED = 0.9  # share of the swaps that take a neuron next to one that is like it
SWEEPS = 50  # at most, over all pairs in the end; about 5 suffice


class Costs(NamedTuple):
    """What a layout is to lower.

    Attributes
    ----------
    pairs : ndarray of float32, shape (N, N)
        Dissimilarities of neurons.
    form : ndarray of float32, shape (N, N)
        Quadratic form of the errors, of places; symmetric.
    parts : ndarray of float32, shape (N, R)
        What each neuron shows: the errors are the sum over pairs of places of form × product of
        their neurons' parts.
    place_costs : ndarray of float32, shape (N, N)
        What each place charges each neuron.
    """

    pairs: np.ndarray
    form: np.ndarray
    parts: np.ndarray
    place_costs: np.ndarray


def annealed(order, costs, near, alike, generator, n_steps):
    """Swap neurons until the cost is low.

    Parameters
    ----------
    order : int array (N,)
        Neuron at each place.
    costs : Costs
        Of about 1 for each neuron in a random order.
    near : topomaps.layouts.sorted_places.Neighborhood
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
    given = costs.pairs, costs.form, costs.parts, *layout, touching
    _anneal(
        order, *given, *_fields(order, costs, layout), alike.astype(np.int32), generator, n_steps,
        HOT, COLD, ASKED,
    )  # fmt: skip
    # Anew, without the rounding of many sums
    _descend(order, *given, *_fields(order, costs, layout), SWEEPS)
    return order


def _fields(order, costs, layout):
    """What places charge neurons (P, N), and the form times what they show (P, R)."""
    return _field(order, costs.pairs, *layout, costs.place_costs), _product(
        costs.form, costs.parts[order]
    )


def total_cost(order, costs, near):
    """Cost of an order; each pair of near places counts once."""
    neurons = order[near.indices]  # -1 takes any neuron, but its weight is 0
    pairs = (near.weights * costs.pairs[order[:, None], neurons]).sum() / 2
    shown = costs.parts[order]
    errors = np.einsum("pr,pq,qr->", shown, costs.form, shown, optimize=True)
    return float(pairs + errors + costs.place_costs[np.arange(len(order)), order].sum())


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
def _field(order, costs, near, weights, place_costs):
    """Cost (places, neurons) of each neuron at each place, all others staying where they are."""
    field = place_costs.copy()
    for place in range(len(order)):
        for k in range(near.shape[1]):
            if near[place, k] >= 0:
                other, weight = order[near[place, k]], weights[place, k]
                for neuron in range(len(order)):
                    field[place, neuron] += weight * costs[other, neuron]
    return field


@compiled
def _product(form, shown):
    """Matrix product of a form (P, P) and what places show (P, R), summed in one order."""
    result = np.zeros_like(shown)
    for place in range(len(form)):
        for other in range(len(form)):
            weight = form[place, other]
            for r in range(shown.shape[1]):
                result[place, r] += weight * shown[other, r]
    return result


@compiled
def _gain(order, pairs, form, parts, touching, field, pull, one, two):
    """Change of the cost if the neurons of two places are swapped."""
    a, b = order[one], order[two]
    change = field[one, b] - field[one, a] + field[two, a] - field[two, b]
    change += 2 * touching[one, two] * pairs[a, b]  # the cost of the two side by side stays
    along, squared = np.float32(0), np.float32(0)
    for r in range(parts.shape[1]):
        difference = parts[b, r] - parts[a, r]
        along += difference * (pull[one, r] - pull[two, r])
        squared += difference * difference
    return change + 2 * along + squared * (form[one, one] + form[two, two] - 2 * form[one, two])


@compiled
def _swap(order, pairs, form, parts, near, weights, field, pull, buffer, one, two):
    """Swap the neurons of two places, and bring both fields up to date; `buffer` is for sums."""
    a, b = order[one], order[two]
    for place in range(len(order)):
        weight = form[one, place] - form[two, place]
        for r in range(parts.shape[1]):
            pull[place, r] += weight * (parts[b, r] - parts[a, r])
    order[one], order[two] = b, a
    for neuron in range(len(order)):
        buffer[neuron] = pairs[b, neuron] - pairs[a, neuron]
    for k in range(near.shape[1]):
        first, second = near[one, k], near[two, k]
        if first >= 0 and second >= 0 and first != second:  # both at once is quicker
            up, down = field[first], field[second]
            weight, other_weight = weights[one, k], weights[two, k]
            for neuron in range(len(order)):
                up[neuron] += weight * buffer[neuron]
                down[neuron] -= other_weight * buffer[neuron]
            continue
        if first >= 0:
            _add(field[first], weights[one, k], buffer)
        if second >= 0:
            _add(field[second], -weights[two, k], buffer)


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
    order, pairs, form, parts, near, weights, touching, field, pull, alike, generator, n_steps,
    hot, cold, asked,
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
        change = _gain(order, pairs, form, parts, touching, field, pull, one, two)
        if _accepted(change, temperature, generator):
            place_of[order[one]], place_of[order[two]] = two, one
            _swap(order, pairs, form, parts, near, weights, field, pull, buffer, one, two)


@compiled
def _descend(order, pairs, form, parts, near, weights, touching, field, pull, n_sweeps):
    buffer = np.empty(len(order), np.float32)
    for _ in range(n_sweeps):
        n_swaps = 0
        for one in range(len(order)):
            for two in range(one + 1, len(order)):
                if _gain(order, pairs, form, parts, touching, field, pull, one, two) < -1e-5:
                    _swap(order, pairs, form, parts, near, weights, field, pull, buffer, one, two)
                    n_swaps += 1
        if n_swaps == 0:
            break
