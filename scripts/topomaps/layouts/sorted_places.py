"""Places of sorted layouts: rings that fill a round disc evenly, for any number of neurons.

Rings beat a hexagonal lattice cut to a disc and the sunflower: their rim is a circle at every size,
and neighbours along a ring lie as far apart as rings do.
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

SHIFTS = np.linspace(0, 1, 50, endpoint=False)  # radii of the innermost ring that are tried
CENTRE = 0.25  # below this radius the innermost ring is a single place in the middle
WIDTH = 1.25  # standard deviation of the weights of near places, in distances between rings
REACH = 2.5  # distance up to which places are near
FULL = sum(4 * np.exp(-squared / WIDTH**2 / 2) for squared in (1, 2, 4, 5, 5))  # far from the rim


class Neighborhood(NamedTuple):
    """Near places of each place.

    Attributes
    ----------
    indices : ndarray of int64, shape (N, K)
        Nearest first; -1 fills up the rows of places at the rim.
    weights : ndarray, shape (N, K)
        Gaussian weights of the distances, symmetric. They sum to about 1 away from the rim.
    openness : ndarray, shape (N,)
        What the sum of a place's weights lacks to 1, since the disc ends nearby; at least 0.
    """

    indices: np.ndarray
    weights: np.ndarray
    openness: np.ndarray


class Raster(NamedTuple):
    """Places on a raster of cells as wide as rings lie apart.

    Attributes
    ----------
    cells : ndarray of int64, shape (N, 2)
        Row and column of the cell of each place.
    places : ndarray of int64, shape (height, width)
        A place in each cell, -1 where there is none.
    """

    cells: np.ndarray
    places: np.ndarray


def ring_places(n_neurons):
    """Places on rings with gaps of 1, their neighbours along each ring as far apart.

    Of all radii of the innermost ring, the one is taken whose full rings hold the fewest places too
    many; those are left out, as evenly as it goes.

    Parameters
    ----------
    n_neurons : int

    Returns
    -------
    array (n_neurons, 2)
        From the centre (0, 0) outwards.
    """
    radii, counts, too_many = _full_rings(n_neurons)
    counts = _without(counts, too_many)
    places = []
    for ring, (radius, count) in enumerate(zip(radii, counts, strict=True)):
        angles = 2 * np.pi * (np.arange(count) + ring % 2 / 2) / max(count, 1)
        places.append(radius * np.column_stack([np.cos(angles), np.sin(angles)]))
    return np.concatenate(places)


def _full_rings(n_neurons):
    """Radii of the rings, how many places each holds, and how many in all are too many."""
    shifts = SHIFTS[:, None]
    radii = np.arange(int(np.sqrt(n_neurons)) + 3) + shifts
    counts = np.floor(np.pi / np.arcsin(0.5 / np.maximum(radii, 0.5)) + 1e-9).astype(int)
    single, none = SHIFTS < CENTRE, (SHIFTS >= CENTRE) & (SHIFTS < 0.5)
    radii[single, 0], counts[single, 0], counts[none, 0] = 0.0, 1, 0
    held = counts.cumsum(axis=1)
    last = (held < n_neurons).sum(axis=1)  # ring
    shares = (held[np.arange(len(SHIFTS)), last] - n_neurons) / counts[np.arange(len(SHIFTS)), last]
    best = shares.argmin()
    n_rings = 1 + last[best]
    return radii[best, :n_rings], counts[best, :n_rings], held[best, last[best]] - n_neurons


def _without(counts, n_left_out):
    """Counts less n_left_out in all, in proportion, the largest remainders first."""
    shares = counts / counts.sum() * n_left_out
    left_out = np.floor(shares).astype(int)
    largest = np.argsort(left_out - shares, kind="stable")[: n_left_out - left_out.sum()]
    left_out[largest] += 1
    return counts - left_out


def neighborhood(places):
    """Near places of each place, with the weights that a map's smoothness gives them.

    Parameters
    ----------
    places : array (n_places, 2)

    Returns
    -------
    Neighborhood
    """
    n_places = len(places)
    most = min(n_places, int(np.pi * (REACH + 1) ** 2))
    distances, indices = cKDTree(places).query(places, most, distance_upper_bound=REACH + 1e-9)
    distances, indices = distances[:, 1:], indices[:, 1:]  # without the place itself
    used = np.isfinite(distances).any(axis=0)
    distances, indices = distances[:, used], indices[:, used]
    weights = np.exp(-((distances / WIDTH) ** 2) / 2)  # 0 where there is no further place
    weights /= FULL
    indices = np.where(np.isfinite(distances), indices, -1)
    return Neighborhood(indices, weights, np.maximum(0, 1 - weights.sum(axis=1)))


def rasterized(places):
    """Put places (n_places, 2) on a `Raster`."""
    cells = np.floor(places - places.min(axis=0) + 0.5).astype(np.int64)
    raster = np.full(cells.max(axis=0) + 1, -1)
    raster[tuple(cells.T)] = np.arange(len(places))
    return Raster(cells, raster)
