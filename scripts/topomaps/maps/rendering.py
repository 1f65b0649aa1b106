"""Interpolated fields as pictures, blue for low and red for high values (HHAI, section 3.3)."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

# The 256 levels of matplotlib's "bwr", rounded: its own bytes are cut off, and turn 228 into 227.
_RISING = np.minimum(2 * np.arange(256), 255)
_FALLING = _RISING[::-1]
PALETTE = np.stack([_RISING, np.minimum(_RISING, _FALLING), _FALLING], axis=1).astype(np.uint8)
OUTSIDE = np.uint8(255)

Percentile = float | Literal["max"]
DEFAULT_PERCENTILE = 99.0  # `maps.color_limit`; the papers draw up to the largest value


def color_limit(naps: ArrayLike, percentile: Percentile = "max") -> float:
    """Value of the strongest colour: one limit serves all groups, so that colours mean the same.

    Parameters
    ----------
    naps : array_like
        NAPs of all groups; NaN is ignored.
    percentile : float or "max"
        Of the absolute values. "max" is the papers' choice, by which one neuron can make all
        others white.

    Returns
    -------
    float
        0 where there is no value at all. Where the percentile is 0, as of a layer of which few
        neurons act, the largest absolute value.
    """
    sizes = np.abs(np.asarray(naps, dtype=float))
    sizes = sizes[~np.isnan(sizes)]
    if not sizes.size:
        return 0.0
    return float(np.percentile(sizes, as_number(percentile))) or float(sizes.max())


def as_number(percentile: Percentile) -> float:
    """The percentile as a number; "max" is 100, beyond which there is nothing."""
    return 100.0 if percentile == "max" else float(percentile)


def map_images(
    fields: ArrayLike, limit: float, size: int = 300, palette: ArrayLike | None = None
) -> NDArray[np.uint8]:
    """Paint fields as RGB pictures.

    Parameters
    ----------
    fields : array_like, shape (G, R, R)
        Interpolated values, row 0 on top; NaN is painted white.
    limit : float
        Value of the strongest red; its negative is the strongest blue. With 0 (a dead layer),
        everything gets the colour of zero.
    size : int
        Side of the pictures in pixels, a multiple of R.
    palette : array of uint8, shape (256, 3), optional
        Colours from the lowest to the highest value; blue, white and red if left out.

    Returns
    -------
    ndarray of uint8, shape (G, size, size, 3)

    Raises
    ------
    ValueError
        If `size` is not a multiple of R, or `limit` is negative or not finite.
    """
    fields = np.asarray(fields, dtype=float)
    if not (np.isfinite(limit) and limit >= 0):
        raise ValueError(f"The colour limit is {limit}; it must be a finite number, at least 0.")
    outside = np.isnan(fields)
    shares = np.where(outside, 0, fields) / (limit or np.inf)
    colors = PALETTE if palette is None else np.asarray(palette, dtype=np.uint8)
    levels = np.clip((shares + 1) / 2 * 256, 0, 255).astype(int)
    return enlarge(np.where(outside[..., None], OUTSIDE, colors[levels]), size)


def enlarge(points, size):
    """Repeat each point of (G, R, R, …) as a square of pixels, giving (G, size, size, …).

    Raises
    ------
    ValueError
        If `size` is not a multiple of R.
    """
    resolution = points.shape[1]
    if size % resolution:
        raise ValueError(
            f"A picture of {size} pixels cannot show {resolution} points a side as equal squares; "
            f"choose a multiple of {resolution}."
        )
    block = size // resolution
    return points.repeat(block, axis=2).repeat(block, axis=1)


def sampled(image, size):
    """Picture (size, size, 3) of the nearest pixels of a square one.

    A map image becomes the one that `map_images` makes of that size, if both sizes are multiples of
    the map's resolution.
    """
    places = np.arange(size) * len(image) // size
    return image[np.ix_(places, places)]
