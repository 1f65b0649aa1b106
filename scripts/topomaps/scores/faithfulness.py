"""How faithful a layout is to its features: do neighbours on the map act alike?

The measures of the map images cannot see a pretty but wrong map; these can.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from topomaps.layouts.distances import distance_rows
from topomaps.layouts.methods import EMBEDDINGS, METHODS, base_of
from topomaps.scores.layout_table import density_variation, roundness
from topomaps.scores.neighbors import nearest_on_map, neighbor_ranks, rows_for
from topomaps.scores.preservation import (
    POWER,
    distance_preservation_quality,
    morans_i,
    preservation,
)

NEIGHBORS = (5, 10)

# ASSUME: the metric of a layout is the one that its method uses: cosine distances for the graph and
# PSO, Euclidean ones elsewhere; hybrids take that of their base, `random` has none (Euclidean).
METRICS = {
    method: "cosine" if method == "PSO" or "graph" in (method, base_of(method)) else "euclidean"
    for method in METHODS
}


def faithfulness(
    features: NDArray[Any],
    positions: NDArray[Any],
    metric: Literal["euclidean", "cosine"] = "euclidean",
    neighbors: Sequence[int] = NEIGHBORS,
) -> list[dict[str, str | float]]:
    """Score a layout against the features it was made from.

    Parameters
    ----------
    features : array (n_neurons, n_features)
        What the layout method saw of each neuron.
    positions : array (n_neurons, 2)
        The layout.
    metric : {"euclidean", "cosine"}
        Metric between features; `METRICS` has that of each method.
    neighbors : sequence of int
        Numbers k of neighbours. Those of n_neurons / 2 and more are left out, since
        trustworthiness is not defined for them.

    Returns
    -------
    list of dict
        Rows of a table: measure, parameter and value (1 is best). The measures trustworthiness,
        neighbor_preservation, continuity and morans_i have the parameter k, and DPQ that of its
        norm; Moran's I is of the features as they are, whatever the metric.
    """
    counts = [k for k in neighbors if 2 * k < len(positions)]
    if not counts:
        return []
    ranks = neighbor_ranks(features, positions, max(counts), metric)
    near = nearest_on_map(positions, max(counts))
    map_ranks, on_map, best = preservation(rows_for(features, metric), positions, max(counts))
    measures = {
        "trustworthiness": lambda k: trustworthiness(ranks[:, :k], len(positions)),
        "neighbor_preservation": lambda k: neighbor_preservation(ranks[:, :k]),
        "continuity": lambda k: trustworthiness(map_ranks[:, :k], len(positions)),
        "morans_i": lambda k: morans_i(features, near[:, :k]),
    }
    rows = [
        {"measure": name, "parameter": k, "value": measure(k)}
        for name, measure in measures.items()
        for k in counts
    ]
    quality = distance_preservation_quality(on_map, best)
    return [*rows, {"measure": "DPQ", "parameter": POWER, "value": quality}]


def faithfulness_of_trials(method, features, positions, distances=False, neighbors=NEIGHBORS):
    """Score the layouts of a block of trials against what their method saw.

    Parameters
    ----------
    method : str
        One of `topomaps.layouts.methods.METHODS`; it decides on the metric.
    features : array (n_trials, n_neurons, n_features)
    positions : array (n_trials, n_neurons, 2)
    distances : bool
        PCA, t-SNE and UMAP saw rows of the distance matrix, see `topomaps.layouts.distances`.
    neighbors : sequence of int

    Returns
    -------
    list of dict
        Rows of a table: trial (counted from 0 in the block), measure with its k, and value.
    """
    saw_distances = distances and (base_of(method) or method) in EMBEDDINGS
    rows = []
    for trial, (seen, layout) in enumerate(zip(features, positions, strict=True)):
        seen = distance_rows(seen) if saw_distances else seen
        found = faithfulness(seen, layout, METRICS[method], neighbors)
        measured = {_full_name(row): row["value"] for row in found} | _shape(layout)
        rows += [{"trial": trial, "measure": name, "value": v} for name, v in measured.items()]
    return rows


def _full_name(row):
    """Name of a measure with its k, where it has one."""
    name, parameter = row["measure"], row["parameter"]
    return name if name == "DPQ" else f"{name}_{parameter}"


def _shape(layout):
    """How even and how round a layout is."""
    return {"density_variation": density_variation(layout), "roundness": roundness(layout)}


def trustworthiness(ranks, n_neurons=None):
    """Trustworthiness (Venna and Kaski 2001): 1 without false neighbours on the map.

    With the ranks of `topomaps.scores.preservation`, their continuity: 1 if no neighbour is torn
    away.

    Parameters
    ----------
    ranks : int array (n_rows, k)
        See `neighbor_ranks`; k below half the number of neurons.
    n_neurons : int, optional
        Where ranks of some neurons stand for those of all; the number of rows if left out.

    Returns
    -------
    float in [0, 1]
    """
    n_rows, k = ranks.shape
    n = n_rows if n_neurons is None else n_neurons
    return float(1 - 2 / (n_rows * k * (2 * n - 3 * k - 1)) * np.maximum(ranks - k, 0).sum())


def neighbor_preservation(ranks):
    """Share of the k nearest neighbours on the map that are among the k nearest by features.

    Parameters
    ----------
    ranks : int array (n_neurons, k)
        See `neighbor_ranks`.

    Returns
    -------
    float in [0, 1]
    """
    return float((ranks <= ranks.shape[1]).mean())
