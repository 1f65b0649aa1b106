"""How evenly a layout is filled and how round it is: criteria of HHAI, Figure 3, as numbers."""

import cv2
import numpy as np
from scipy.spatial import ConvexHull, KDTree

from topomaps.maps.interpolation import check_mappable


def density_variation(layout):
    """Coefficient of variation of the distances from each neuron to its nearest neighbour.

    Parameters
    ----------
    layout : array_like, shape (N, 2)

    Returns
    -------
    float
        0 for a regular grid; NaN where every neuron coincides with another.

    Raises
    ------
    ValueError
        If there are fewer than 4 neurons, all on one line, or a coordinate is not finite.
    """
    layout = _checked(layout)
    distances, _ = KDTree(layout).query(layout, k=2)
    nearest = distances[:, 1]
    return float(nearest.std() / nearest.mean()) if nearest.any() else float("nan")


def roundness(layout):
    """Area of the layout's convex hull over that of its smallest circumscribed circle.

    Parameters
    ----------
    layout : array_like, shape (N, 2)

    Returns
    -------
    float
        Close to 1 for a disc, 2 / pi for a square.

    Raises
    ------
    ValueError
        If there are fewer than 4 neurons, all on one line, or a coordinate is not finite.
    """
    layout = _checked(layout)
    # OpenCV works in single precision and adds 0.0001 to the radius, so make the layout large.
    enlarged = 1000 * (layout - layout.mean(axis=0)) / np.ptp(layout, axis=0).max()
    hull = ConvexHull(enlarged)
    _, radius = cv2.minEnclosingCircle(enlarged[hull.vertices].astype(np.float32))
    return float(hull.volume / (np.pi * radius**2))


def _checked(layout):
    layout = np.asarray(layout, dtype=float)
    check_mappable(layout)
    return layout
