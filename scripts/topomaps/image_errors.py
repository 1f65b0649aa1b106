"""How far a map image is from its blurred or downscaled self (HHAI, section 4.2)."""

import numpy as np
from PIL import Image, ImageFilter

SIZES = (55, 50, 45, 40, 35, 30, 25, 20, 15, 10)
RADII = (2, 4, 6, 8, 10, 12, 14, 16, 18, 20)
ARITHMETICS = ("float", "uint8")


def resize_mse(image, sizes=SIZES, arithmetic="float"):
    """Mean squared error (n_sizes,) of an image scaled down to `sizes` pixels and up again."""
    picture = Image.fromarray(image)
    small = [picture.resize((size, size), Image.Resampling.BICUBIC) for size in sizes]
    altered = [each.resize(picture.size, Image.Resampling.BICUBIC) for each in small]
    return _mean_squared_errors(image, altered, arithmetic)


def blur_mse(image, radii=RADII, arithmetic="float"):
    """Mean squared error (n_radii,) of an image under Gaussian blur of `radii` pixels."""
    picture = Image.fromarray(image)
    altered = [picture.filter(ImageFilter.GaussianBlur(radius)) for radius in radii]
    return _mean_squared_errors(image, altered, arithmetic)


def auc(curve):
    """Area under a curve of errors by the trapezoid rule with width 1, along the last axis."""
    return np.trapezoid(curve, axis=-1)


def score_images(images, sizes=SIZES, radii=RADII):
    """Both error measures of all images in both arithmetics.

    Parameters
    ----------
    images : ndarray of uint8, shape (G, size, size, 3)

    Returns
    -------
    dict
        (measure, arithmetic) -> errors (G, n_parameters).
    """
    measures = {"resize_mse": (resize_mse, sizes), "blur_mse": (blur_mse, radii)}
    return {
        (name, arithmetic): np.array([measure(i, parameters, arithmetic) for i in images])
        for name, (measure, parameters) in measures.items()
        for arithmetic in ARITHMETICS
    }


def _mean_squared_errors(image, altered, arithmetic):
    if arithmetic not in ARITHMETICS:
        raise ValueError(f"Unknown arithmetic {arithmetic!r}; choose one of {ARITHMETICS}.")
    number = float if arithmetic == "float" else np.uint8
    original = image.astype(number)
    return np.array([np.mean((original - np.asarray(a, number)) ** 2) for a in altered])
