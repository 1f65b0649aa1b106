import numpy as np
import pytest
from PIL import Image, ImageFilter
from topomaps.scores.filter_weights import blur_matrix, resize_matrix

SIZE = 300


@pytest.fixture
def picture():
    values = np.random.default_rng(0).integers(0, 256, (100, 100), np.uint8)
    return values.repeat(3, axis=0).repeat(3, axis=1)


@pytest.mark.parametrize("radius", [2, 7, 20])
def test_blur_is_that_of_pillow_but_for_rounding(picture, radius):
    matrix = blur_matrix(SIZE, radius)
    expected = np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))
    np.testing.assert_allclose(matrix @ picture @ matrix.T, expected, atol=3)
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("size", [55, 25, 10])
def test_resizing_is_that_of_pillow_but_for_rounding(picture, size):
    matrix = resize_matrix(SIZE, size)
    small = Image.fromarray(picture).resize((size, size), Image.BICUBIC)
    expected = np.asarray(small.resize((SIZE, SIZE), Image.BICUBIC))
    np.testing.assert_allclose(matrix @ picture @ matrix.T, expected, atol=3)
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-5)
