"""The triangulation of a layout that its maps are interpolated on, as triangles of neurons."""

from typing import NamedTuple

import numpy as np
from scipy.spatial import Delaunay

from topomaps.maps.interpolation import check_mappable


class Triangulation(NamedTuple):
    """Triangles of neurons.

    Attributes
    ----------
    triangles : ndarray of int, shape (K, 3)
        Numbers of neurons; of neurons at the same place, the first one alone.
    first : ndarray of int, shape (N,)
        The first neuron at the place of each neuron.
    """

    triangles: np.ndarray
    first: np.ndarray


def triangulate(positions):
    """Triangulate the places of neurons (N, 2), as `topomaps.maps.interpolation.MapGrid` does.

    Raises
    ------
    ValueError
        As of `MapGrid`.
    """
    check_mappable(np.asarray(positions, dtype=float))
    places, index = np.unique(positions, axis=0, return_inverse=True)
    index = index.ravel()
    first = np.full(len(places), -1)
    first[index[::-1]] = np.arange(len(positions))[::-1]
    return Triangulation(first[Delaunay(places).simplices], first[index])


def neighbor_pairs(positions):
    """Pairs (P, 2) of neurons that are neighbours in the triangulation of a layout (N, 2).

    Neurons at the same place are neighbours of each other and share their neighbours.
    """
    triangles, first = triangulate(positions)
    edges = np.concatenate([triangles[:, pair] for pair in ([0, 1], [1, 2], [2, 0])])
    same_place = np.column_stack([first, np.arange(len(positions))])
    return np.unique(np.sort(np.concatenate([edges, same_place]), axis=1), axis=0)
