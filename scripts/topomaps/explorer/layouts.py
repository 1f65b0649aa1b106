"""Layouts of an explorer: positions, and the triangles that maps are interpolated on."""

import numpy as np

from topomaps.explorer.quantise import quantised, whole_numbers
from topomaps.layouts.methods import BASELINE, BEST_FIRST, SORTED, base_of
from topomaps.maps.triangulation import triangulate

WORDS = {
    SORTED: "neurons that act alike beside each other",
    "SOM": "a self-organising grid",
    "graph": "neurons that act alike pull each other",
    "PCA": "the two main directions of the profiles",
    "TSNE": "t-SNE, which keeps neighbours",
    "UMAP": "UMAP, which keeps neighbours",
    "PSO": "a swarm that starts anywhere",
    BASELINE: "baseline",
}


def best_first(methods):
    """Methods as readers are shown them, a list: the best first, the baseline last."""
    return sorted(methods, key=BEST_FIRST.index)


def method_words(method):
    """The name of a method, and what it does in few words."""
    base = base_of(method)
    words = f"{WORDS[base].split(',')[0]}, then spread evenly" if base else WORDS[method]
    return f"{method} ({words})"


def layout_view(method, positions, regions):
    """A layout as plain values.

    Parameters
    ----------
    method : str
    positions : ndarray, shape (N, 2)
    regions : list of dict
        As of `topomaps.explorer.regions.regions_of_layouts`, with places of inputs.

    Returns
    -------
    dict
        method and words for it, positions and triangles (encoded), together (neurons that share a
        place: lists of two or more), regions.

    Raises
    ------
    ValueError
        As of `topomaps.maps.interpolation.MapGrid`.
    """
    triangles, first = triangulate(positions)
    _, place, counts = np.unique(first, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(counts[place] > 1)
    together = {}
    for neuron in shared.tolist():
        together.setdefault(int(first[neuron]), []).append(neuron)
    return {
        "method": method,
        "words": method_words(method),
        "positions": quantised(positions),
        "triangles": whole_numbers(triangles),
        "together": list(together.values()),
        "regions": regions,
    }
