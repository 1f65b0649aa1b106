"""Linear interpolation of neuron values on a regular grid (HHAI, section 3.3)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.spatial import Delaunay

from topomaps.models.layer_info import check_width


class MapGrid:
    """Grid of points in a layout's unit square, triangulated once and painted for many groups.

    Parameters
    ----------
    layout : array_like, shape (N, 2)
        Coordinates (x, y) of the neurons in [0, 1].
    resolution : int
        Number R of grid points, at 0, 1/(R - 1), …, 1, in both dimensions.

    Attributes
    ----------
    mask : ndarray of bool, shape (R, R)
        Which points lie inside the hull of the layout; row 0 is on top (largest y).
    weights : scipy.sparse.csr_array, shape (R * R, N)
        Share of each neuron in the value at each point; 0 outside the hull.

    Raises
    ------
    ValueError
        If there are fewer than 4 neurons, if all of them lie on one line, if a coordinate is not a
        finite number, or if there are fewer than 2 grid points.
    """

    mask: NDArray[np.bool_]

    def __init__(self, layout: ArrayLike, resolution: int = 100) -> None:
        if resolution < 2:
            raise ValueError(f"A map needs a resolution of 2 points or more, not {resolution}.")
        layout = np.asarray(layout, dtype=float)
        check_mappable(layout)
        positions, merge = _merge_coinciding(layout)
        triangles = Delaunay(positions)
        points = _grid_points(resolution)
        weights, inside = _barycentric_weights(triangles, points)
        self.weights = weights @ merge
        self.mask = inside.reshape(resolution, resolution)

    def interpolate(self, values: ArrayLike) -> NDArray[np.float64]:
        """Interpolate the values of each group.

        Parameters
        ----------
        values : array_like, shape (G, N)
            One value per group and neuron. A row of NaN (an empty group) gives a field of NaN.

        Returns
        -------
        ndarray, shape (G, R, R)
            Fields with row 0 on top (largest y), NaN outside the hull. Where neurons coincide,
            the field takes the mean of their values.

        Raises
        ------
        ValueError
            If the number of values per group is not the number of neurons.
        """
        values = np.asarray(values, dtype=float)
        n_neurons = self.weights.shape[1]
        if values.ndim != 2 or values.shape[1] != n_neurons:
            raise ValueError(
                f"The layout has {n_neurons} neurons, but the values have the shape "
                f"{values.shape}; give one row of {n_neurons} values per group."
            )
        fields = (self.weights @ values.T).T.reshape(-1, *self.mask.shape)
        return np.where(self.mask, fields, np.nan)


def check_mappable(layout):
    """Raise a ValueError unless the layout (N, 2) has enough neurons and spans an area."""
    if layout.ndim != 2 or layout.shape[1] != 2:
        raise ValueError(f"A layout has one (x, y) per neuron, but its shape is {layout.shape}.")
    check_width(len(layout))
    if not np.isfinite(layout).all():
        raise ValueError("The layout has coordinates that are not finite numbers.")
    extents = np.linalg.svd(layout - layout.mean(axis=0), compute_uv=False)
    if extents[1] <= 1e-10 * extents[0]:
        raise ValueError("All neurons of the layout lie on one line; a map needs an area.")


def _merge_coinciding(layout):
    """Distinct positions (P, 2), and the matrix (P, N) that averages neurons at one position."""
    positions, index, counts = np.unique(layout, axis=0, return_inverse=True, return_counts=True)
    index = index.ravel()
    neurons = np.arange(len(layout))
    return positions, csr_array((1 / counts[index], (index, neurons)))


def _grid_points(resolution):
    """Points (R * R, 2) of the grid in the order of an image: from the top, from the left."""
    steps = np.linspace(0, 1, resolution)
    x, y = np.meshgrid(steps, steps[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def _barycentric_weights(triangles, points):
    """Matrix (points, positions) of barycentric coordinates, and which points are inside."""
    simplex = triangles.find_simplex(points)
    inside = simplex >= 0
    affine = triangles.transform[simplex[inside]]
    first_two = np.einsum("pij,pj->pi", affine[:, :2], points[inside] - affine[:, 2])
    weights = np.column_stack([first_two, 1 - first_two.sum(axis=1)])
    rows = np.repeat(np.flatnonzero(inside), 3)
    columns = triangles.simplices[simplex[inside]].ravel()
    shape = len(points), len(triangles.points)
    return csr_array((weights.ravel(), (rows, columns)), shape=shape), inside
