import numpy as np
import pytest
from PIL import Image, ImageFilter
from topomaps.scores.image_filters import (
    distinct_points,
    gaussian_blur,
    resize_there_and_back,
    squared_differences,
)


def noise(size, levels):
    """Random pixels; two levels alone give the strongest overshoot."""
    return np.random.default_rng(size).choice(np.uint8(levels), (size, size, 3))


POINTS = [noise(20, np.arange(256)), noise(33, [0, 255])]


@pytest.mark.parametrize("points", POINTS)
@pytest.mark.parametrize("block", [1, 3])
@pytest.mark.parametrize("size", [1, 7, 10, 55, 120])
def test_resizing_equals_pillow_in_every_pixel(points, block, size):
    image = points.repeat(block, axis=0).repeat(block, axis=1)
    small = Image.fromarray(image).resize((size, size), Image.Resampling.BICUBIC)
    expected = small.resize((len(image), len(image)), Image.Resampling.BICUBIC)
    np.testing.assert_array_equal(resize_there_and_back(points, block, size), expected)


@pytest.mark.parametrize("points", POINTS)
@pytest.mark.parametrize("block", [1, 3])
@pytest.mark.parametrize("radius", [0, 0.7, 2, 8, 20, 150])
def test_blurring_equals_pillow_in_every_pixel(points, block, radius):
    image = points.repeat(block, axis=0).repeat(block, axis=1)
    expected = Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius))
    np.testing.assert_array_equal(gaussian_blur(points, block, radius), expected)


@pytest.mark.parametrize("block", [1, 2, 3])
def test_distinct_points_are_found(block):
    points = POINTS[0]
    found, side = distinct_points(points.repeat(block, axis=0).repeat(block, axis=1))
    assert side == block
    np.testing.assert_array_equal(found, points)


def test_one_odd_pixel_leaves_no_squares():
    image = np.zeros((12, 12, 3), np.uint8)
    assert distinct_points(image)[1] == 12
    image[4, 7, 1] = 1
    assert distinct_points(image)[1] == 1


def test_squares_wrap_around_at_256():
    first = np.zeros((1, 2, 3), np.uint8)
    second = first + np.uint8([[[0, 1, 15], [16, 17, 255]]])
    squares = [0, 1, 225, 256, 289, 65025]
    expected = sum(squares), sum(square % 256 for square in squares)
    assert squared_differences(first, second) == expected
    assert squared_differences(second, first) == expected


@pytest.mark.parametrize(
    "image",
    [np.zeros(shape, np.uint8) for shape in [(3, 4, 3), (4, 4), (4, 4, 4)]] + [np.zeros((4, 4, 3))],
)
def test_other_images_are_refused(image):
    with pytest.raises(ValueError, match="8-bit RGB"):
        distinct_points(image)
