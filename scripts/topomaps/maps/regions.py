"""Connected regions of a map that respond to a group, and their neurons.

Linear interpolation makes the part of a map above a threshold as many pieces as the neurons above
it form in the triangulation: so regions are found among the neurons, without pixels.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from topomaps.maps.triangulation import neighbor_pairs

ABOVE, BELOW = "above", "below"
COLUMNS = ["group", "direction", "region", "neuron", "nap", "x", "y"]


def connected_regions(chosen, pairs):
    """Number the connected sets of chosen neurons, the largest first.

    Parameters
    ----------
    chosen : ndarray of bool, shape (N,)
    pairs : ndarray of int, shape (P, 2)
        As of `topomaps.maps.triangulation.neighbor_pairs`.

    Returns
    -------
    ndarray of int, shape (N,)
        0 is the largest region, -1 a neuron that is not chosen.
    """
    linked = pairs[chosen[pairs].all(axis=1)]
    n = len(chosen)
    graph = coo_array((np.ones(len(linked)), tuple(linked.T)), shape=(n, n))
    labels = connected_components(graph, directed=False)[1]
    found, sizes = np.unique(labels[chosen], return_counts=True)
    rank = np.full(labels.max() + 1, -1)
    rank[found[np.argsort(-sizes, kind="stable")]] = np.arange(len(found))
    return np.where(chosen, rank[labels], -1)


def find_regions(
    naps: NDArray[Any],
    positions: NDArray[Any],
    groups: Sequence[Any] | NDArray[Any] | None = None,
    *,
    threshold: float = 0.5,
    min_neurons: int = 3,
) -> pd.DataFrame:
    """Regions of each group's map whose values lie beyond a share of its largest.

    The level is each group's own, so that regions of pale maps are found, too.

    Parameters
    ----------
    naps : ndarray, shape (G, N)
        Rows of NaN are empty groups.
    positions : ndarray, shape (N, 2)
    groups : sequence of str, length G, optional
        Names of the groups; numbers if left out.
    threshold : float
        Share of the group's largest absolute NAP value.
    min_neurons : int
        Smaller regions are left out.

    Returns
    -------
    pandas.DataFrame
        A row for each neuron of a region: group, direction ("above" or "below" the mean over
        groups), region (0 is the group's largest in this direction), neuron, nap, x, y.
    """
    groups = range(len(naps)) if groups is None else groups
    pairs = neighbor_pairs(positions)
    levels = threshold * np.abs(naps).max(axis=1, initial=0)  # NaN for empty groups
    parts = [
        _region_rows(sign * values, level, pairs, min_neurons).assign(
            group=group, direction=direction
        )
        for group, values, level in zip(groups, naps, levels, strict=True)
        for direction, sign in ((ABOVE, 1), (BELOW, -1))
    ]
    table = pd.concat(parts, ignore_index=True)
    row_of = {group: row for row, group in enumerate(groups)}
    neurons = table["neuron"].to_numpy()
    values = naps[table["group"].map(row_of).to_numpy(dtype=int), neurons]
    x, y = positions[neurons].T
    return table.assign(nap=values, x=x, y=y)[COLUMNS]


def _region_rows(values, level, pairs, min_neurons):
    chosen = (values >= level) & (values > 0)  # NaN compares as false
    regions = connected_regions(chosen, pairs)
    sizes = np.bincount(regions[chosen], minlength=1)
    neurons = np.flatnonzero(chosen)
    neurons = neurons[sizes[regions[neurons]] >= min_neurons]
    strongest = np.lexsort([-values[neurons], regions[neurons]])
    neurons = neurons[strongest]
    return pd.DataFrame({"region": regions[neurons], "neuron": neurons})


def summarise_regions(regions: pd.DataFrame) -> pd.DataFrame:
    """One row per region: group, direction, region, number of neurons, mean NAP value, centre."""
    keys = ["group", "direction", "region"]
    return regions.groupby(keys, sort=False, as_index=False).agg(
        neurons=("neuron", "size"), mean_nap=("nap", "mean"), x=("x", "mean"), y=("y", "mean")
    )
