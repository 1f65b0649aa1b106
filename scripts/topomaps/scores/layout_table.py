"""Shape and image errors of layouts as a table: what Figure 3 of HHAI is judged by, in numbers."""

import cv2
import numpy as np
import pandas as pd
from scipy.spatial import ConvexHull, KDTree

from topomaps.maps.interpolation import check_mappable
from topomaps.scores.image_errors import ARITHMETICS, RADII, SIZES, auc, score_images


def describe_layouts(maps, sizes=SIZES, radii=RADII):
    """Describe the layouts of several methods.

    Parameters
    ----------
    maps : dict
        Method -> arrays with positions (N, 2), scored_images (G, size, size, 3) and counts (G,).
    sizes, radii : sequence
        Parameters of the image errors, see `topomaps.scores.image_errors`.

    Returns
    -------
    pandas.DataFrame
        Columns method, density_variation, roundness and, averaged over the groups with inputs,
        the AUC of both image errors in both arithmetics, for example resize_auc_float.
    """
    rows = []
    for method, arrays in maps.items():
        errors = score_images(arrays["scored_images"][arrays["counts"] > 0], sizes, radii)
        scores = {
            f"{measure}_auc_{arithmetic}": np.mean(auc(errors[f"{measure}_mse", arithmetic]))
            for measure in ("resize", "blur")
            for arithmetic in ARITHMETICS
        }
        shape = {
            "density_variation": density_variation(arrays["positions"]),
            "roundness": roundness(arrays["positions"]),
        }
        rows.append({"method": method, **shape, **scores})
    return pd.DataFrame(rows)


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
