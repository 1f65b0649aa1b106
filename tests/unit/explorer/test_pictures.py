"""Inputs as small pictures."""

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from topomaps.explorer.pictures import as_bytes, picture_url


def opened(url):
    head, data = url.split(";base64,")
    image = Image.open(BytesIO(base64.b64decode(data)))
    assert head == f"data:image/{image.format.lower()}"
    return image


def test_small_pictures_keep_every_pixel():
    pixels = np.random.default_rng(0).integers(0, 256, (8, 12, 3)).astype(np.uint8)
    np.testing.assert_array_equal(np.asarray(opened(picture_url(pixels, 64))), pixels)


def test_large_pictures_become_small_and_keep_their_form():
    pixels = np.full((300, 150, 3), (200, 30, 30), dtype=np.uint8)
    image = opened(picture_url(pixels, 64))
    assert (image.format, image.size) == ("JPEG", (32, 64))
    assert np.abs(np.asarray(image).astype(int) - (200, 30, 30)).max() < 6
    assert picture_url(pixels, 64) == picture_url(pixels, 64)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 1), (4, 4, 2), (4, 4, 3), (4, 4, 4), (4, 4, 7)])
def test_numbers_are_stretched_to_bytes(shape):
    values = np.random.default_rng(0).normal(size=shape)
    pixels = as_bytes(values)
    assert pixels.shape == ((4, 4, 3) if shape[2:] in [(3,), (4,)] else (4, 4))
    assert (pixels.min(), pixels.max()) == (0, 255) or shape == (4, 4, 4)
    assert opened(picture_url(values, 64)).size == (4, 4)


def test_flat_or_missing_pixels_are_black():
    assert not as_bytes(np.full((2, 2), 3.5)).any()
    assert not as_bytes(np.full((2, 2), np.nan)).any()
