import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin
from topomaps.data.decoding_report import DecodingReport
from topomaps.data.image_decoding import decode_image

RANDOM = np.random.default_rng(0)
GREY = np.linspace(0, 65_535, 63).reshape(7, 9).round().astype(np.uint16)
COLOURS = RANDOM.integers(0, 65_536, (7, 9, 4)).astype(np.uint16)
TWELVE = (GREY // 16).astype(np.uint16)
DOUBT = "fewer bits may be meant; say by the dataset's key white"
COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}  # of PNG, by the number of channels


def png(values, *chunks):
    """A PNG of 16 bits from values (h, w[, channels]), with further chunks (name, content)."""
    values = np.atleast_3d(values)
    height, width, n_channels = values.shape
    header = struct.pack(">IIBBBBB", width, height, 16, COLOUR_TYPES[n_channels], 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts
    )


def tiff(values, **tags):
    """A TIFF of values (h, w); tags by their numbers with a `t` before."""
    directory = TiffImagePlugin.ImageFileDirectory_v2()
    for number, value in tags.items():
        directory[int(number[1:])] = value
    stream = io.BytesIO()
    Image.fromarray(values).save(stream, "TIFF", tiffinfo=directory)
    return stream.getvalue()


def pnm(magic, values, maximum):
    content = values.astype(">u2").tobytes()
    return b"%s\n# 12 bits\n%d %d\n%d\n" % (magic, *values.shape[1::-1], maximum) + content


def decoded(data, **settings):
    return decode_image(data, DecodingReport(), **settings)


def expected(values, white):
    pixels = np.rint(np.atleast_3d(values).astype(float) * 255 / white)
    return np.broadcast_to(pixels, (*pixels.shape[:2], 3))


def tiff_of_planes(planes, order):
    """A TIFF, not compressed, of planes (3 or 4, h, w) of 16 bits that lie one after the other."""
    n_planes, height, width = planes.shape
    content = planes.astype(f"{order}u2").tobytes()
    size, n_tags = len(content) // n_planes, 9 + (n_planes == 4)
    lists_at = 8 + 2 + 12 * n_tags + 4
    bits_at, starts_at, sizes_at = lists_at, lists_at + 8, lists_at + 24
    pixels_at = lists_at + 40
    tags = [
        (256, 3, 1, width), (257, 3, 1, height), (258, 3, n_planes, bits_at), (259, 3, 1, 1),
        (262, 3, 1, 2), (273, 4, n_planes, starts_at), (277, 3, 1, n_planes),
        (279, 4, n_planes, sizes_at), (284, 3, 1, 2), *[(338, 3, 1, 2)] * (n_planes == 4),
    ]  # fmt: skip
    directory = b"".join(
        struct.pack(f"{order}HHI" + ("HH" if kind == 3 and n == 1 else "I"), tag, kind, n, value,
                    *[0] * (kind == 3 and n == 1))
        for tag, kind, n, value in tags
    )  # fmt: skip
    starts = [pixels_at + size * n for n in range(4)]
    lists = struct.pack(f"{order}4H4I4I", *[16] * 4, *starts, *[size] * 4)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, n_tags)
    return head + directory + bytes(4) + lists + content


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("n_planes", [3, 4])
def test_colours_of_16_bits_may_lie_in_planes_of_their_own(n_planes, order):
    planes = COLOURS.transpose(2, 0, 1)[:n_planes].copy()
    planes[3:] = 65_535
    data = tiff_of_planes(planes, order)
    np.testing.assert_array_equal(decoded(data), expected(COLOURS[..., :3], 65_535))


@pytest.mark.parametrize("data", [png(GREY), tiff(GREY), pnm(b"P5", GREY, 65_535)])
def test_grey_of_16_bits_is_scaled_from_black_to_white(data):
    np.testing.assert_array_equal(decoded(data), expected(GREY, 65_535))


def test_the_same_picture_of_8_and_of_16_bits_gives_the_same_bytes():
    ramp = np.arange(256, dtype=np.uint16).reshape(16, 16)
    np.testing.assert_array_equal(decoded(png(ramp * 257))[..., 0], ramp)


def test_colours_of_16_bits_are_scaled_over_white():
    opaque = np.where(np.arange(4) == 3, 65_535, COLOURS).astype(np.uint16)
    for values in (COLOURS[..., :3], opaque):
        np.testing.assert_array_equal(decoded(png(values)), expected(COLOURS[..., :3], 65_535))
    np.testing.assert_array_equal(
        decoded(pnm(b"P6", COLOURS[..., :3], 65_535)), expected(COLOURS[..., :3], 65_535)
    )
    clear = np.where(np.arange(4) == 3, 0, COLOURS).astype(np.uint16)
    assert (decoded(png(clear)) == 255).all()
    grey_and_clear = np.stack([GREY, np.full_like(GREY, 65_535)], axis=-1)
    np.testing.assert_array_equal(decoded(png(grey_and_clear)), expected(GREY, 65_535))


def test_colours_of_16_bits_in_a_tiff():
    cv2 = pytest.importorskip("cv2")  # the environments of networks have none
    for compression in (1, 5):
        file = cv2.imencode(
            ".tiff", COLOURS[..., 2::-1], [cv2.IMWRITE_TIFF_COMPRESSION, compression]
        )[1]
        np.testing.assert_array_equal(decoded(file.tobytes()), expected(COLOURS[..., :3], 65_535))


@pytest.mark.parametrize(
    "data",
    [
        png(TWELVE, (b"sBIT", b"\x0c")),
        pnm(b"P5", TWELVE, 4095),
        tiff(TWELVE, t281=4095),
    ],
)
def test_12_bits_in_16_are_scaled_where_the_file_says_so(data):
    np.testing.assert_array_equal(decoded(data), expected(TWELVE, 4095))


def test_bits_that_are_spread_over_16_are_not_scaled_again():
    for values in (TWELVE << 4, (TWELVE << 4) | (TWELVE >> 8)):
        data = png(values, (b"sBIT", b"\x0c"))
        np.testing.assert_array_equal(decoded(data), expected(values, 65_535))


@pytest.mark.parametrize(
    "data", [png(TWELVE), tiff(TWELVE), tiff(TWELVE, t281=4000), pnm(b"P5", TWELVE, 65_535),
             png(np.stack([TWELVE] * 3, axis=-1))],
)  # fmt: skip
def test_12_bits_in_16_are_refused_where_it_is_not_said_and_read_by_the_key(data):
    with pytest.raises(ValueError, match=DOUBT):
        decoded(data)
    np.testing.assert_array_equal(decoded(data, white=4095), expected(TWELVE, 4095))


def test_white_may_be_zero_in_a_tiff():
    pixels = decoded(tiff(GREY, t262=0))
    np.testing.assert_array_equal(pixels, 255 - expected(GREY, 65_535))


def test_a_transparent_value_of_16_bits_shows_what_is_below():
    data = png(np.full((3, 3), 40_000), (b"tRNS", struct.pack(">H", 40_000)))
    assert (decoded(data) == 255).all()


def test_a_black_image_of_16_bits_is_black():
    assert (decoded(png(np.zeros((3, 3)))) == 0).all()


@pytest.mark.parametrize("values", [GREY / 65_535, GREY * 3.0, GREY.astype(np.int32) * 3])
def test_numbers_without_a_range_are_read_by_the_key_alone(values):
    data = tiff(values.astype(np.float32) if values.dtype == float else values)
    with pytest.raises(ValueError, match="does not say which of them is white; say it by the data"):
        decoded(data)
    np.testing.assert_array_equal(decoded(data, white=values.max()), expected(GREY, 65_535))


@pytest.mark.parametrize("value", [-0.5, 1.5, np.nan])
def test_values_outside_of_black_and_white_are_refused(value):
    values = np.array([[0.0, 1.0], [0.5, value]], np.float32)
    with pytest.raises(ValueError, match="outside of 0, black, and 1, white; say by the dataset's"):
        decoded(tiff(values), white=1)
