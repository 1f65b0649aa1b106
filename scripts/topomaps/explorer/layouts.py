"""Layouts of an explorer: positions, and the triangles that maps are interpolated on."""

import numpy as np

from topomaps.common.reader_names import method_name
from topomaps.explorer.quantise import quantised, whole_numbers
from topomaps.layouts.methods import BEST_FIRST, SORTED, base_of
from topomaps.maps.triangulation import triangulate

MEANINGS = {
    SORTED: "neurons that act alike beside each other",
    "SOM": "a self-organising grid",
    "graph": "neurons that act alike pull each other",
    "PCA": "the two main directions of the profiles",
    "TSNE": "neighbours stay neighbours",
    "UMAP": "neighbours stay neighbours",
    "PSO": "from random places",
}


def best_first(methods):
    """Methods as readers are shown them, a list: the best first, the baseline last."""
    return sorted(methods, key=BEST_FIRST.index)


def method_words(method):
    """The name of a method for readers and, where that does not say it, what it does."""
    base = base_of(method)
    meaning = f"{MEANINGS[base]}, spread evenly" if base else MEANINGS.get(method)
    return f"{method_name(method)} ({meaning})" if meaning else method_name(method)


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
        method, its name and words for it, positions and triangles (encoded), together (neurons that
        share a place: lists of two or more), regions.

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
        "name": method_name(method),
        "words": method_words(method),
        "positions": quantised(positions),
        "triangles": whole_numbers(triangles),
        "together": list(together.values()),
        "regions": regions,
    }
