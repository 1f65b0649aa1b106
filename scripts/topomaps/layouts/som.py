"""Layout by a self-organizing map (HHAI, section 3.2.1)."""

import numpy as np
from minisom import MiniSom

# ASSUME: 10 epochs are as many updates per neuron, in random order, from random neurons as weights.
UPDATES_PER_NEURON = 10
SHARED_CELL_RADIUS = 0.2


def som_layout(features, seed):
    """Place each neuron in the cell of a square self-organizing map that resembles it most.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    seed : int
        0 ≤ seed < 2**32.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates: cells have integer coordinates; neurons that share a cell lie evenly on a
        circle around its centre.
    """
    features = np.asarray(features, dtype=float)
    n_neurons, n_features = features.shape
    side = int(np.sqrt(n_neurons) + 1)
    som = MiniSom(side, side, n_features, sigma=1.0, learning_rate=0.5, random_seed=seed)
    som.random_weights_init(features)
    som.train(features, UPDATES_PER_NEURON * n_neurons, random_order=True)
    cells = np.array([som.winner(neuron) for neuron in features])
    return spread_shared_cells(cells, np.random.default_rng(seed))


def spread_shared_cells(cells, rng):
    """Put neurons of the same cell on a circle around it, from a random start angle.

    Parameters
    ----------
    cells : int array (n_neurons, 2)
    rng : numpy.random.Generator

    Returns
    -------
    array (n_neurons, 2)
    """
    positions = cells.astype(float)
    _, members = np.unique(cells, axis=0, return_inverse=True)
    for cell in range(members.max() + 1):
        sharing = np.flatnonzero(members == cell)
        if len(sharing) > 1:
            angles = 2 * np.pi * (rng.random() + np.arange(len(sharing)) / len(sharing))
            circle = np.column_stack([np.cos(angles), np.sin(angles)])
            positions[sharing] += SHARED_CELL_RADIUS * circle
    return positions
