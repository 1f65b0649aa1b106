"""Connected regions of a map image, their size and convexity (Aequitas, section 2)."""

import cv2
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

CHANNELS = {"red": 0, "blue": 2}
COLUMNS = ("channel", "area", "relative_area", "perimeter", "hull", "convexity")


def components(
    image: ArrayLike, mask: ArrayLike | None = None, threshold: int = 240, min_area: int = 10
) -> pd.DataFrame:
    """Table of the coloured regions of a map image.

    Small values in the red channel are a blue region and the other way round. Regions are
    8-connected; a hole is no component and adds no perimeter, an island in it is one of its own.
    The authors' newest code is `threshold=230, min_area=9` on an image of 100 × 100 pixels.

    Parameters
    ----------
    image : ndarray of uint8, shape (height, width, 3)
    mask : ndarray of bool, shape (height, width), optional
        Pixels that belong to the map; default is the disc inscribed in the image.
    threshold : int
        Channel values up to this one belong to a region.
    min_area : int
        Only components of more pixels are kept.

    Returns
    -------
    pandas.DataFrame
        One row per component: `channel` (red or blue), `area` in pixels, `relative_area` (share of
        the mask), and lengths of `perimeter` and convex `hull` in pixels. `convexity` is the hull's
        length over the perimeter's, at most 1.

    Raises
    ------
    ValueError
        If the image is not 8-bit RGB, image and mask do not fit, or the mask is empty or holds
        other values than true and false (or 0 and 1 or 255).
    """
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(
            "A map image has 8-bit RGB pixels, shape (height, width, 3); this one has the shape "
            f"{image.shape} and the type {image.dtype}."
        )
    mask = _inscribed_disc(image.shape[:2]) if mask is None else np.asarray(mask)
    if not np.isin(mask, (0, 1, 255)).all():
        raise ValueError("The mask of a map holds true and false (or 0 and 1 or 255) only.")
    mask = mask.astype(bool)
    if mask.shape != image.shape[:2]:
        raise ValueError(f"The mask has shape {mask.shape}, the image {image.shape[:2]} pixels.")
    if not mask.any():
        raise ValueError("The mask of the map is empty; it must hold at least one pixel.")
    rows = [
        (name, area, area / mask.sum(), *_lengths(region))
        for name, channel in CHANNELS.items()
        for area, _, region in regions((image[..., channel] <= threshold) & mask, min_area)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def component_scores(image, mask=None, threshold=240, min_area=10):
    """The three measures that rest on components, as a dictionary of their names and values.

    `component_count`, `mean_relative_size` (mean area over the area of the mask) and
    `size_weighted_convexity` (sum of convexities weighted by relative area, in [0, 1]).
    """
    table = components(image, mask, threshold, min_area)
    convexity = float((table["relative_area"] * table["convexity"]).sum())
    return {
        "component_count": len(table),
        # ASSUME: without components, the mean size is 0, as the convexity is.
        "mean_relative_size": float(table["relative_area"].mean()) if len(table) else 0.0,
        # Pixels dark in both channels count in both; no colour of a map is so.
        "size_weighted_convexity": min(1.0, convexity),
    }


def size_weighted_convexity(image: ArrayLike, mask: ArrayLike | None = None) -> float:
    """Sum of the components' convexities, weighted by their share of the map; 0 without any."""
    return component_scores(image, mask)["size_weighted_convexity"]


def _inscribed_disc(shape):
    """Pixels whose centres lie in the largest circle that fits into an image of that shape."""
    y, x = (np.arange(length) - (length - 1) / 2 for length in shape)
    return np.hypot.outer(y, x) <= min(shape) / 2


def regions(binary, min_area=0):
    """Find the 8-connected components of more than `min_area` pixels in an image of bool.

    Yields
    ------
    area : int
        Pixels of the component.
    corner : tuple of int
        (top, left) of its bounding box in the image.
    region : ndarray of bool
        The box, with a rim of one pixel; of the component alone, since on the whole image the
        contours of islands inside a hole would be lost.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        binary.astype(np.uint8), connectivity=8
    )
    for label in range(1, count):
        left, top, width, height, area = stats[label]
        if area > min_area:
            cut = labels[top : top + height, left : left + width] == label
            yield int(area), (int(top), int(left)), np.pad(cut, 1)


def outlines(region):
    """Outer contour and convex hull of a region with a rim, each (points, 1, 2) as x and y."""
    contours, _ = cv2.findContours(
        region.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    return contours[0], cv2.convexHull(contours[0])


def _lengths(region):
    """Lengths of the outer contour and of its convex hull, and their quotient."""
    perimeter, hull = (cv2.arcLength(line, True) for line in outlines(region))
    return perimeter, hull, min(1.0, hull / perimeter) if perimeter else 1.0
