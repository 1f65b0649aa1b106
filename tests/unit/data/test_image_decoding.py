import io

import numpy as np
import pytest
from PIL import Image
from topomaps.data.image_decoding import DecodingReport, decode_image

SHAPE = (4, 6)


def image_bytes(value=0, mode="RGB", size=(6, 4), kind="PNG"):
    stream = io.BytesIO()
    Image.new(mode, size, value).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "value", "expected"),
    [
        ("L", "PNG", 90, (90, 90, 90)),
        ("LA", "PNG", (90, 10), (90, 90, 90)),
        ("RGBA", "PNG", (1, 2, 3, 0), (1, 2, 3)),
        ("1", "PNG", 1, (255, 255, 255)),
        ("CMYK", "JPEG", (0, 255, 255, 0), (255, 0, 0)),
    ],
)
def test_other_colour_modes_become_rgb_and_are_counted(mode, kind, value, expected):
    report = DecodingReport()
    pixels = decode_image(image_bytes(value, mode, kind=kind), SHAPE, report)
    assert pixels.shape == (4, 6, 3)
    assert np.abs(pixels.astype(int) - expected).max() <= 2
    assert report.converted == {mode: 1}
    assert f"1 {mode}" in report.sentence()


def test_other_sizes_are_resized_and_counted():
    report = DecodingReport()
    pixels = decode_image(image_bytes((7, 8, 9), size=(30, 10)), SHAPE, report)
    np.testing.assert_array_equal(pixels, np.broadcast_to([7, 8, 9], (4, 6, 3)))
    assert report.resized == {(30, 10): 1}
    assert "resized: 1" in report.sentence()


def test_images_of_the_right_size_keep_their_pixels():
    pixels = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    report = DecodingReport()
    np.testing.assert_array_equal(decode_image(stream.getvalue(), SHAPE, report), pixels)
    assert report == DecodingReport(n_decoded=1)


def test_formats_that_start_other_programs_are_not_decoded():
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 6 4\n%%EndComments\nshowpage\n"
    with pytest.raises(OSError, match="cannot identify"):
        decode_image(postscript, SHAPE, DecodingReport())
