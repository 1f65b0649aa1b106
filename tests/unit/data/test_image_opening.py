import io
import struct
import zlib

import numpy as np
import pytest
from drawn_images import image_bytes
from PIL import Image
from topomaps.data import image_opening
from topomaps.data.decoding_report import DecodingReport
from topomaps.data.image_decoding import decode_image

ROWS, COLUMNS = np.mgrid[:40, :60]
PIXELS = np.stack([COLUMNS * 4, ROWS * 6, (ROWS + COLUMNS) * 2], axis=-1).astype(np.uint8)
ORIENTATION = 0x112
# What a camera does to an upright picture, so that the tag turns it back.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}  # fmt: skip
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'


def saved(image, kind, **settings):
    stream = io.BytesIO()
    image.save(stream, kind, **settings)
    return stream.getvalue()


def decoded(data, **settings):
    return decode_image(data, DecodingReport(), **settings).astype(int)


@pytest.mark.parametrize("kind", ["JPEG", "MPO", "PNG", "WEBP", "TIFF", "TIFF of LZW", "AVIF"])
@pytest.mark.parametrize("orientation", [1, *STORED])
def test_images_are_turned_upright_in_all_formats_that_say_how_they_lie(kind, orientation):
    image, exif, report = Image.fromarray(PIXELS), Image.Exif(), DecodingReport()
    exif[ORIENTATION] = orientation
    stored = image.transpose(STORED[orientation]) if orientation in STORED else image
    settings = {"compression": "tiff_lzw"} if kind.endswith("LZW") else {"quality": 95}
    settings = {} if kind in ("PNG", "TIFF") else settings
    data = saved(stored, kind.split()[0], exif=exif, **settings)
    pixels = decode_image(data, report).astype(int)
    assert pixels.shape == PIXELS.shape
    assert np.abs(pixels - PIXELS).mean() < 3
    assert report.n_turned == (orientation != 1)
    assert report.notes() == ["1 images were turned upright, as their files say"][: orientation - 1]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_the_orientation_may_be_said_in_xmp(kind):
    stored = Image.fromarray(PIXELS).transpose(STORED[6])
    assert decoded(saved(stored, kind, xmp=XMP)).shape == PIXELS.shape


def test_a_damaged_tag_does_not_make_an_image_unreadable():
    data = saved(Image.fromarray(PIXELS), "PNG", exif=b"Exif\0\0rubbish")
    np.testing.assert_array_equal(decoded(data), PIXELS)


def test_two_files_that_look_the_same_give_the_same_input():
    palette = Image.new("P", (4, 4), 0)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.putpixel((1, 1), 1)
    hidden = Image.new("RGBA", (4, 4), (1, 2, 3, 0))
    hidden.putpixel((1, 1), (0, 255, 0, 255))
    white = Image.new("RGB", (4, 4), "white")
    white.putpixel((1, 1), (0, 255, 0))
    files = [
        saved(white, "PNG"), saved(hidden, "PNG"), saved(hidden, "TIFF"), saved(hidden, "PNG"),
        saved(hidden, "WEBP", lossless=True, exact=True), saved(palette, "PNG", transparency=0),
        saved(palette, "GIF", transparency=0),
    ]  # fmt: skip
    for data in files:
        np.testing.assert_array_equal(decoded(data), np.asarray(white))
    assert decoded(files[1], background=(9, 8, 7))[0, 0].tolist() == [9, 8, 7]


@pytest.mark.parametrize(("mode", "value"), [("L", 9), ("RGB", (9, 9, 9)), ("1", 0)])
def test_a_colour_may_be_the_transparent_one(mode, value):
    data = saved(Image.new(mode, (4, 4), value), "PNG", transparency=value)
    assert (decoded(data) == 255).all()


@pytest.mark.parametrize("bits", [2, 4])
def test_a_transparent_grey_of_few_bits_is_the_one_that_the_file_means(bits):
    header = struct.pack(">IIBBBBB", 8 // bits, 1, bits, 0, 0, 0, 0)
    values = [0, 1, 2, 3] if bits == 2 else [1, 3]
    packed = sum(value << (8 - bits * (n + 1)) for n, value in enumerate(values))
    parts = [
        (b"IHDR", header), (b"tRNS", struct.pack(">H", 1)),
        (b"IDAT", zlib.compress(bytes([0, packed]))), (b"IEND", b""),
    ]  # fmt: skip
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts
    )
    expected = [0, 255, 170, 255] if bits == 2 else [255, 51]
    assert decoded(data)[0, :, 0].tolist() == expected


@pytest.mark.parametrize(
    ("kind", "settings"),
    [("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"}), ("GIF", {}), ("AVIF", {}), ("PPM", {}),
     ("JPEG2000", {"irreversible": False}), ("BMP", {}), ("WEBP", {"lossless": True})],
)  # fmt: skip
def test_formats_are_told_by_their_content_and_truncated_ones_are_called_so(kind, settings):
    grey = Image.fromarray(PIXELS[..., 0])
    data = saved(grey.convert("RGB"), kind, **settings)
    assert np.abs(decoded(data) - PIXELS[..., :1]).mean() < 3
    for part in (0.3, 0.9):
        with pytest.raises(ValueError, match=r"is (truncated|damaged)|truncated, damaged"):
            decoded(data[: int(part * len(data))])


def test_the_first_of_several_frames_is_read_and_the_others_are_told():
    frames = [Image.new("P", (6, 4), k) for k in range(3)]
    for frame in frames:
        frame.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    report = DecodingReport()
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode_image(data, report)[0, 0].tolist() == [10, 20, 30]
    assert report.notes() == ["of 1 files with several pages or frames the first is read"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\n<!DOCTYPE html><html>", "is an HTML page, not the image itself"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer.*git lfs pull"),
        (bytes(99), "holds nothing but zeros"),
        (b"%PDF-1.4", "is a PDF document, which is not read; read are JPEG, PNG"),
        ("Bär".encode() * 500, "is a text, which is not read"),
        (b"\xc8\1\5\3" * 30, "is of no format that is known here"),
    ],
)
def test_what_is_no_image_is_named(data, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        decoded(data)


def test_heic_asks_for_its_package_where_it_is_missing(monkeypatch):
    monkeypatch.setattr(image_opening, "formats", lambda: image_opening.FORMATS)
    with pytest.raises(ValueError, match="needs the package pillow-heif"):
        decoded(b"\0\0\0\x1cftypheic" + bytes(40))


def test_no_address_in_memory_is_told():
    with pytest.raises(ValueError, match="is truncated") as error:
        decoded(image_bytes(size=(50, 50))[:60])
    assert "0x" not in str(error.value)


def test_a_small_copy_of_a_raw_file_is_not_taken_for_the_picture():
    from PIL import TiffImagePlugin

    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    with pytest.raises(ValueError, match="first page is a small copy"):
        decoded(saved(Image.fromarray(PIXELS), "TIFF", tiffinfo=tags))
