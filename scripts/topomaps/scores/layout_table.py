"""Shape and image errors of layouts as a table: what Figure 3 of HHAI is judged by, in numbers."""

import numpy as np
import pandas as pd

from topomaps.scores.image_errors import ARITHMETICS, RADII, SIZES, auc, score_images
from topomaps.scores.layout_shape import density_variation, roundness


def describe_layouts(maps, sizes=SIZES, radii=RADII):
    """Describe the layouts of several methods.

    Parameters
    ----------
    maps : dict
        Method -> arrays with positions (N, 2), images (G, size, size, 3) and counts (G,).
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
        errors = score_images(arrays["images"][arrays["counts"] > 0], sizes, radii)
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
