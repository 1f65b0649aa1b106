"""Fixed-point weights of Pillow's bicubic resizing and Gaussian blur, and both as matrices.

Both treat lines of pixels one by one, so that a matrix for lines tells all: a filtered picture is
matrix × picture × transposed matrix.
"""

from functools import lru_cache

import numpy as np

SIZES = (55, 50, 45, 40, 35, 30, 25, 20, 15, 10)  # that maps are scaled down to (HHAI, section 4.2)
RADII = (2, 4, 6, 8, 10, 12, 14, 16, 18, 20)  # that maps are blurred with
WEIGHT_BITS = 22  # of Pillow's resizing
BLUR_BITS = 24  # of Pillow's box blur
BOX_PASSES = 3  # box blurs that make Pillow's Gaussian


def blur_matrix(length, radius):
    """Matrix (length, length) that blurs a line of pixels, without rounding to whole numbers."""
    whole, inner, outer = box_weights(radius)
    taps = np.full(2 * whole + 3, inner / 2**BLUR_BITS)
    taps[[0, -1]] = outer / 2**BLUR_BITS
    once = np.zeros((length, length))
    pixels = np.arange(length)
    for shift, weight in enumerate(taps, start=-whole - 1):
        np.add.at(once, (pixels, np.clip(pixels + shift, 0, length - 1)), weight)
    return np.linalg.matrix_power(once, BOX_PASSES)


def resize_matrix(length, size):
    """Matrix (length, length) that scales a line of pixels to a size and back, without rounding."""
    return _whole_resize(size, length) @ _whole_resize(length, size)


def _whole_resize(n_in, n_out):
    first, weights = bicubic_weights(n_in, n_out, 1)
    matrix = np.zeros((n_out, n_in))
    columns = first[:, None] + np.arange(weights.shape[1])
    np.put_along_axis(matrix, columns, weights / 2**WEIGHT_BITS, axis=1)
    return matrix


@lru_cache(maxsize=256)
def bicubic_weights(n_in, n_out, block):
    """First row (n_out,) and weights (n_out, taps) of the rows that make each new row.

    The kernel is Keys' with a = -1/2, widened when shrinking (antialiasing); the weights of a
    `block` of equal pixels are summed.
    """
    scale = n_in / n_out
    centers = (np.arange(n_out) + 0.5) * scale
    distances = np.arange(n_in) - centers[:, None] + 0.5
    weights = _bicubic(distances / max(scale, 1))
    weights *= 2**WEIGHT_BITS / weights.sum(axis=1, keepdims=True)
    whole = np.trunc(weights + np.copysign(0.5, weights)).astype(np.int32)
    folded = whole.reshape(n_out, n_in // block, block).sum(axis=2, dtype=np.int32)
    used = folded != 0
    first = used.argmax(axis=1)
    taps = (folded.shape[1] - used[:, ::-1].argmax(axis=1) - first).max()
    first = np.minimum(first, folded.shape[1] - taps)
    return first, np.take_along_axis(folded, first[:, None] + np.arange(taps), axis=1)


def _bicubic(x):
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1
    far = (((x - 5) * x + 8) * x - 4) * -0.5
    return np.where(x < 1, near, np.where(x < 2, far, 0))


@lru_cache(maxsize=256)
def box_weights(radius):
    """Whole radius of a box blur, and the weights of pixels within it and just beyond it.

    Three boxes of this (fractional) radius have the variance of the Gaussian (Gwosdek et al.
    2011, doi:10.1007/978-3-642-24785-9_38). Single precision, as in Pillow.
    """
    variance = np.float32(radius) ** 2 / np.float32(BOX_PASSES)
    whole = np.floor((np.sqrt(12 * variance + 1) - 1) / 2)
    fraction = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance)
    fraction /= 6 * (variance - (whole + 1) ** 2)
    inner = int(np.float32(2**BLUR_BITS) / (2 * (whole + fraction) + 1))
    return int(whole), inner, (2**BLUR_BITS - (2 * int(whole) + 1) * inner) // 2
