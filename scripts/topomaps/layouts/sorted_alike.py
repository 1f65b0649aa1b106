"""Neurons most like each neuron, found from their places on a roughly sorted map.

Comparing all pairs takes too long for large layers. As in nearest neighbour descent (Dong et al.
2011, "Efficient k-nearest neighbor graph construction for generic similarity measures"), neighbours
of neighbours are likely to be neighbours; the first ones are those on the map.
"""

import numpy as np

from topomaps.common.numba_cache import compiled

N_ALIKE = 10
ROUNDS = 5
FAR = np.float32(np.inf)


def alike_on_map(order, rows, near):
    """Neurons most like each neuron, nearly all of them the right ones.

    Parameters
    ----------
    order : int array (N,)
        Neuron at each place, roughly sorted.
    rows : float32 array (N, F)
    near : int array (N, K)
        Near places of each place, -1 where there are no more.

    Returns
    -------
    alike : int array (N, N_ALIKE)
        Nearest first.
    squared : float32 array (N, N_ALIKE)
        Their squared distances.
    """
    alike = np.full((len(order), N_ALIKE), -1, np.int32)
    squared = np.full((len(order), N_ALIKE), FAR)
    _from_map(order, rows, near, alike, squared)
    for _ in range(ROUNDS):
        _from_friends(rows, alike.copy(), alike, squared)
    return alike, squared


@compiled
def _consider(rows, neuron, other, alike, squared):
    """Insert another neuron among those most like a neuron, if it is one of them."""
    if other == neuron:
        return
    distance = np.float32(0)
    for f in range(rows.shape[1]):
        difference = rows[neuron, f] - rows[other, f]
        distance += difference * difference
    last = alike.shape[1] - 1
    if distance >= squared[neuron, last]:
        return
    for k in range(last + 1):
        if alike[neuron, k] == other:
            return
    while last > 0 and squared[neuron, last - 1] > distance:
        alike[neuron, last] = alike[neuron, last - 1]
        squared[neuron, last] = squared[neuron, last - 1]
        last -= 1
    alike[neuron, last] = other
    squared[neuron, last] = distance


@compiled
def _from_map(order, rows, near, alike, squared):
    for place in range(len(order)):
        for k in range(near.shape[1]):
            if near[place, k] >= 0:
                _consider(rows, order[place], order[near[place, k]], alike, squared)


@compiled
def _from_friends(rows, friends, alike, squared):
    for neuron in range(len(rows)):
        for friend in friends[neuron]:
            for candidate in friends[friend]:
                _consider(rows, neuron, candidate, alike, squared)
                _consider(rows, candidate, neuron, alike, squared)
