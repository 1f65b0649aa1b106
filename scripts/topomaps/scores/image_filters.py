"""Pillow's bicubic resizing and Gaussian blur of 8-bit pictures, equal to it in every pixel.

The errors that wrap around at 256 need these exact pixels. Pillow treats lines of pixels one by
one; here, whole rows are combined, which a processor does many pixels at a time. A map image
repeats each point of its field in a square of pixels, so that passes along x run over the distinct
rows alone. All arithmetic is of integers: results do not depend on machine, threads or order.
"""

import cv2
import numpy as np
from numba import int32, njit, uint32

from topomaps.scores.filter_weights import (
    BLUR_BITS,
    BOX_PASSES,
    WEIGHT_BITS,
    bicubic_weights,
    box_weights,
)


def distinct_points(image):
    """Split an image into distinct points and the side of the squares that show them.

    Parameters
    ----------
    image : ndarray of uint8, shape (size, size, 3)

    Returns
    -------
    points : ndarray of uint8, shape (size / block, size / block, 3)
    block : int
        Side of the largest squares of equal pixels that tile the image; 1 for any other image.

    Raises
    ------
    ValueError
        If the image is not a square of 8-bit RGB pixels.
    """
    if image.shape != (len(image), len(image), 3) or image.dtype != np.uint8:
        raise ValueError(
            "A map image is a square of 8-bit RGB pixels, shape (size, size, 3); "
            f"this one has the shape {image.shape} and the type {image.dtype}."
        )
    block = int(np.gcd.reduce([len(image), *_changes(image), *_changes(cv2.transpose(image))]))
    return np.ascontiguousarray(image[::block, ::block]), block


def resize_there_and_back(points, block, size):
    """Scale the image of `points` in squares of `block` pixels down to `size` and up again."""
    length = len(points) * block
    small = _resample(_resample(points, length, size, block), length, size, block)
    return _resample(_resample(small, size, length), size, length)


def gaussian_blur(points, block, radius):
    """Blur the image of `points` in squares of `block` pixels, with a deviation of `radius`."""
    return _blur(_blur(points, block, radius), block, radius)


def squared_differences(first, second):
    """Sum of squared differences of two 8-bit images, and that of their squares modulo 256.

    The second is what subtracting and squaring in 8 bits leaves.
    """
    difference = first - second  # modulo 256, as is its square
    wrapped = cv2.sumElems(difference * difference)
    return round(cv2.norm(first, second, cv2.NORM_L2SQR)), round(sum(wrapped))


def _changes(image):
    """Indices of the rows that differ from the row above."""
    rows = image.reshape(len(image), -1)
    return np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1)) + 1


def _resample(image, n_in, n_out, block=1):
    """Resize the second axis of an image from `n_in` to `n_out` pixels; returns it transposed.

    Two of these resize both axes, first x, then y as Pillow does.
    """
    columns = cv2.transpose(image)
    rows = _weighted_rows(columns.reshape(len(columns), -1), *bicubic_weights(n_in, n_out, block))
    return rows.reshape(n_out, -1, 3)


def _blur(image, block, radius):
    """Blur along the second axis of an image of points; returns it transposed, in pixels."""
    columns = cv2.transpose(image).repeat(block, axis=0)
    rows = columns.reshape(len(columns), -1)
    for _ in range(BOX_PASSES):
        rows = _box_blurred_rows(rows, *box_weights(radius))
    return rows.reshape(columns.shape)


@njit(cache=True)
def _weighted_rows(rows, first, weights):
    """Rounded sums of rows, cut off at 0 and 255."""
    n_rows, taps = weights.shape
    result = np.empty((n_rows, rows.shape[1]), np.uint8)
    sums = np.empty(rows.shape[1], np.int32)
    for i in range(n_rows):
        sums[:] = 1 << (WEIGHT_BITS - 1)
        for tap in range(taps):
            row = rows[first[i] + tap]
            for j in range(sums.size):
                sums[j] += int32(weights[i, tap] * int32(row[j]))
        for j in range(sums.size):
            result[i, j] = min(max(sums[j] >> WEIGHT_BITS, 0), 255)
    return result


@njit(cache=True)
def _box_blurred_rows(rows, radius, inner, outer):
    """Mean of the rows within a radius, and a share of the next ones; ends are repeated."""
    last = len(rows) - 1
    result = np.empty_like(rows)
    sums = np.zeros(rows.shape[1], np.uint32)
    for i in range(-radius, radius + 1):
        sums += rows[min(max(i, 0), last)]
    for i in range(len(rows)):
        before = rows[max(i - radius - 1, 0)]
        leaving = rows[max(i - radius, 0)]
        after = rows[min(i + radius + 1, last)]
        for j in range(sums.size):
            weighted = uint32(sums[j] * uint32(inner))
            weighted += uint32(uint32(before[j] + after[j]) * uint32(outer))
            result[i, j] = uint32(weighted + uint32(1 << (BLUR_BITS - 1))) >> BLUR_BITS
            sums[j] += uint32(after[j] - leaving[j])
    return result
