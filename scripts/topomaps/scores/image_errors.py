"""How far a map image is from its downscaled or blurred self (HHAI, section 4.2)."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topomaps.scores.filter_weights import RADII, SIZES
from topomaps.scores.image_filters import (
    distinct_points,
    gaussian_blur,
    resize_there_and_back,
    squared_differences,
)

ARITHMETICS = ("float", "uint8")
Arithmetic = Literal["float", "uint8"]
ALTERATIONS = {"resize_mse": resize_there_and_back, "blur_mse": gaussian_blur}
PARAMETERS = {"resize_mse": "sizes", "blur_mse": "radii"}


def resize_mse(
    image: ArrayLike, sizes: Sequence[int] = SIZES, arithmetic: Arithmetic = "float"
) -> NDArray[np.float64]:
    """Mean squared errors of an image that is scaled down and up again.

    Parameters
    ----------
    image : ndarray of uint8, shape (size, size, 3)
    sizes : sequence of int
        Sides in pixels to scale down to (bicubic, antialiased, as Pillow does).
    arithmetic : {"float", "uint8"}
        "uint8" is the published code's: subtracted and squared in 8 bits, which wraps around.

    Returns
    -------
    ndarray, shape (n_sizes,)

    Raises
    ------
    ValueError
        If the image is not a square of 8-bit RGB pixels, a size is not positive, or the arithmetic
        is unknown.
    """
    return _errors(image, resize_mse=sizes)["resize_mse"][_index(arithmetic)]


def blur_mse(
    image: ArrayLike, radii: Sequence[float] = RADII, arithmetic: Arithmetic = "float"
) -> NDArray[np.float64]:
    """Mean squared errors of an image under Gaussian blur, as Pillow's `GaussianBlur`.

    Parameters
    ----------
    image : ndarray of uint8, shape (size, size, 3)
    radii : sequence of float
        Standard deviations of the blur in pixels.
    arithmetic : {"float", "uint8"}
        As for `resize_mse`.

    Returns
    -------
    ndarray, shape (n_radii,)

    Raises
    ------
    ValueError
        If the image is not a square of 8-bit RGB pixels, a radius is not positive, or the
        arithmetic is unknown.
    """
    return _errors(image, blur_mse=radii)["blur_mse"][_index(arithmetic)]


def score_images(images, sizes=SIZES, radii=RADII):
    """Both error measures of many images, each in both arithmetics, which come from one pass.

    Parameters
    ----------
    images : ndarray of uint8, shape (G, size, size, 3)

    Returns
    -------
    dict
        (measure, arithmetic) -> errors (G, n_parameters), for the measures "resize_mse" and
        "blur_mse" and the arithmetics "float" and "uint8".
    """
    errors = [_errors(image, resize_mse=sizes, blur_mse=radii) for image in images]
    return {
        (measure, arithmetic): np.array([each[measure][index] for each in errors])
        for measure in ALTERATIONS
        for index, arithmetic in enumerate(ARITHMETICS)
    }


def auc(curve: ArrayLike) -> np.float64 | NDArray[np.float64]:
    """Area under a curve of errors by the trapezoid rule with width 1, along the last axis."""
    return np.trapezoid(np.asarray(curve), axis=-1)


def _errors(image, **parameters):
    """Mean squared errors (2 arithmetics, n_parameters) of each measure that is named."""
    for measure, values in parameters.items():
        if np.ndim(values) != 1 or not np.size(values) or not np.min(values) > 0:
            raise ValueError(
                f"{PARAMETERS[measure]} must be a sequence of positive numbers, not {values!r}."
            )
    image = np.ascontiguousarray(image)
    points, block = distinct_points(image)
    return {
        measure: np.transpose(
            [squared_differences(image, ALTERATIONS[measure](points, block, v)) for v in values]
        )
        / image.size
        for measure, values in parameters.items()
    }


def _index(arithmetic):
    if arithmetic not in ARITHMETICS:
        allowed = " or ".join(ARITHMETICS)
        raise ValueError(f"Unknown arithmetic {arithmetic!r}; choose {allowed}.")
    return ARITHMETICS.index(arithmetic)
