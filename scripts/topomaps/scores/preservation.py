"""Further measures of a layout's faithfulness: continuity, distance preservation, Moran's I."""

import numpy as np
from scipy.spatial.distance import cdist

BLOCK = 2_000_000  # distances in memory at a time
ALL_UP_TO = 4096  # neurons; of larger layers, so many in even steps stand for all
POWER = 16  # ASSUME: of DPQ, as Barthel et al. 2023 found closest to how people judge
DECIMALS = 9  # map distances that agree so far, in widths of the map, are equal


def preservation(features, positions, n_neighbors):
    """What continuity and DPQ need, from one pass over all pairs of neurons.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    positions : array (n_neurons, 2)
    n_neighbors : int

    Returns
    -------
    ranks : int array (n_rows, n_neighbors)
        Ranks, on the map, of each neuron's nearest neighbours by features; 1 for the closest. Of
        neurons with equal features the nearest on the map come first.
    on_map, best : array (n_neurons - 1,)
        Mean distance of features to the k nearest on the map, and to the k nearest by features,
        for k from 1 to all. Of neurons equally far on the map the most alike come first.
    """
    n_neurons = len(features)
    chosen = np.arange(n_neurons)
    if n_neurons > ALL_UP_TO:
        chosen = np.linspace(0, n_neurons - 1, ALL_UP_TO).astype(int)
    scaled = (positions - positions.min(axis=0)) / np.ptp(positions, axis=0).max()
    ranks, on_map, best = [], np.zeros(n_neurons - 1), np.zeros(n_neurons - 1)
    for rows in np.array_split(chosen, -(-len(chosen) * n_neurons // BLOCK)):
        apart = cdist(features[rows], features)
        away = cdist(scaled[rows], scaled).round(DECIMALS)
        apart[np.arange(len(rows)), rows] = -1.0  # a neuron itself comes first, and is left out
        away[np.arange(len(rows)), rows] = -1.0
        by_features = np.lexsort((away, apart), axis=1)[:, 1 : n_neighbors + 1]
        reached = np.take_along_axis(away, by_features, axis=1)
        ranks.append(np.stack([(away < each[:, None]).sum(axis=1) for each in reached.T], axis=1))
        by_map = np.lexsort((apart, away), axis=1)[:, 1:]
        on_map += np.take_along_axis(apart, by_map, axis=1).sum(axis=0)
        best += np.sort(apart, axis=1)[:, 1:].sum(axis=0)
    counts = len(chosen) * np.arange(1, n_neurons)
    return np.concatenate(ranks), on_map.cumsum() / counts, best.cumsum() / counts


def distance_preservation_quality(on_map, best, power=POWER):
    """DPQ of a layout, for arbitrary places (Barthel et al. 2023, section 4).

    With D the mean distance of all pairs and D_k that to the k nearest on the map, the gains
    max(0, D - D_k) of all k are a vector; DPQ is its p-norm over that of the order by features
    itself. Large p let the nearest neighbours count most.

    Parameters
    ----------
    on_map, best : array (n_neurons - 1,)
        See `preservation`.
    power : float
        The p of the norm.

    Returns
    -------
    float
        1 for perfect preservation, about 0 for a random layout; NaN if all neurons are alike.
    """
    gains = np.maximum(on_map[-1] - on_map, 0), np.maximum(best[-1] - best, 0)
    largest = gains[1].max()  # divided by, so that powers stay within range
    if largest == 0:
        return float("nan")
    norms = [((each / largest) ** power).sum() ** (1 / power) for each in gains]
    return float(norms[0] / norms[1])


def morans_i(values, neighbors):
    """Moran's I of values over neighbours on the map, all columns pooled.

    I = (sum over neurons of the mean over neighbours of z_i · z_j) / sum of z_i · z_i, with z the
    deviation of a neuron's values from the mean over neurons (Moran 1950).

    Parameters
    ----------
    values : array (n_neurons, n_values)
        NAP values, for instance.
    neighbors : int array (n_neurons, k)
        Nearest neighbours on the map.

    Returns
    -------
    float
        Near 1 where neighbours act alike, about 0 for a random layout; NaN if all are alike.
    """
    deviations = np.asarray(values, dtype=float)
    deviations = deviations - deviations.mean(axis=0)
    total = np.einsum("ij,ij", deviations, deviations)
    if total == 0:
        return float("nan")
    products = sum(
        np.einsum("ij,ij", deviations, deviations[nearest]) for nearest in np.transpose(neighbors)
    )
    return float(products / neighbors.shape[1] / total)
