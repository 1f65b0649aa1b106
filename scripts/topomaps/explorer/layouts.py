"""Layouts of an explorer: positions, and the triangles that maps are interpolated on."""

import numpy as np

from topomaps.explorer.quantise import quantised, whole_numbers
from topomaps.maps.triangulation import triangulate


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
        method, positions and triangles (encoded), together (neurons that share a place: lists of
        two or more), regions.

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
        "positions": quantised(positions),
        "triangles": whole_numbers(triangles),
        "together": list(together.values()),
        "regions": regions,
    }
