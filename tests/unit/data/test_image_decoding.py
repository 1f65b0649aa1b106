import io
from types import SimpleNamespace

import numpy as np
import pytest
from drawn_images import image_bytes, write_zip
from PIL import Image
from topomaps.data.image_archives import open_images
from topomaps.data.image_decoding import DecodingReport, RowDecoder, decode_image, fit

SHAPE = (4, 6)


def random_image(width, height, seed=0):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def as_file(image):
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "value", "expected"),
    [
        ("L", "PNG", 90, (90, 90, 90)),
        ("LA", "PNG", (90, 255), (90, 90, 90)),
        ("LA", "PNG", (90, 51), (222, 222, 222)),
        ("RGBA", "PNG", (1, 2, 3, 0), (255, 255, 255)),
        ("1", "PNG", 1, (255, 255, 255)),
        ("CMYK", "JPEG", (0, 255, 255, 0), (255, 0, 0)),
    ],
)
def test_other_colour_modes_become_rgb_and_are_counted(mode, kind, value, expected):
    report = DecodingReport()
    pixels = decode_image(image_bytes(value, mode, kind=kind), report, size=SHAPE)
    assert pixels.shape == (4, 6, 3)
    assert np.abs(pixels.astype(int) - expected).max() <= 2
    assert report.converted == {mode: 1}
    assert f"1 {mode}" in report.sentence()


def test_other_sizes_are_resized_and_counted():
    report = DecodingReport()
    pixels = decode_image(image_bytes((7, 8, 9), size=(30, 10)), report, size=SHAPE)
    np.testing.assert_array_equal(pixels, np.broadcast_to([7, 8, 9], (4, 6, 3)))
    assert report.resized == {(30, 10): 1}
    assert "resized: 1" in report.sentence()


@pytest.mark.parametrize("size", [None, SHAPE])
def test_images_of_the_right_size_keep_their_pixels(size):
    image, report = random_image(6, 4), DecodingReport()
    pixels = decode_image(as_file(image), report, size=size)
    np.testing.assert_array_equal(pixels, np.asarray(image))
    assert report == DecodingReport(n_decoded=1)


def test_grey_is_the_luma_of_the_resized_colours():
    image, report = random_image(12, 9), DecodingReport()
    grey = decode_image(as_file(image), report, size=SHAPE, channels=1)
    colors = decode_image(as_file(image), report, size=SHAPE).astype(float)
    assert grey.shape == (4, 6, 1)
    luma = colors @ [0.299, 0.587, 0.114]
    assert np.abs(grey[..., 0] - luma).max() < 1


@pytest.mark.parametrize(
    ("width", "height", "scaled", "left", "top"),
    [
        (300, 200, (384, 256), 80, 16),
        (200, 300, (256, 384), 16, 80),
        (256, 256, (256, 256), 16, 16),
    ],
)
def test_a_cut_is_the_centre_of_the_image_with_its_aspect_ratio(width, height, scaled, left, top):
    image = random_image(width, height)
    cut = fit(image, (224, 224), crop=0.875)
    resized = image.resize(scaled, Image.Resampling.BICUBIC)
    expected = np.asarray(resized)[top : top + 224, left : left + 224]
    np.testing.assert_array_equal(np.asarray(cut), expected)


def test_a_cut_of_all_keeps_the_aspect_ratio_where_resizing_does_not():
    striped = np.zeros((40, 80, 3), np.uint8)
    striped[:, 20:60] = 255  # the middle half
    image = Image.fromarray(striped)
    assert (np.asarray(fit(image, (20, 20), crop=1.0))[:, 1:-1] > 200).all()
    squeezed = np.asarray(fit(image, (20, 20)))
    assert (squeezed[:, :4] == 0).all()
    assert fit(image, (20, 60), crop=1.0).size == (60, 20)
    assert fit(image, (20, 60), crop=0.9).size == (60, 20)


def test_an_image_that_would_fill_the_memory_is_not_decoded():
    bomb = image_bytes(0, "1", size=(8_000, 8_000))
    with pytest.raises(ValueError, match="8000 x 8000 pixels, which are too many"):
        decode_image(bomb, DecodingReport(), size=SHAPE)
    line = image_bytes(0, "1", size=(60_000, 1))
    with pytest.raises(ValueError, match="pixels, which are too many"):
        decode_image(line, DecodingReport(), size=(224, 224), crop=0.875)


def test_formats_that_start_other_programs_are_not_decoded():
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 6 4\n%%EndComments\nshowpage\n"
    with pytest.raises(ValueError, match="is a PostScript drawing, which is not read"):
        decode_image(postscript, DecodingReport(), size=SHAPE)


def image_rows(path, names, size=None):
    return SimpleNamespace(
        archive=str(path), files=np.array(names), image_size=size, white=None,
        background=(255, 255, 255),
    )  # fmt: skip


@pytest.mark.parametrize("damage", ["no image", "truncated", "empty", "wrong checksum", "missing"])
def test_a_damaged_file_is_skipped_named_and_counted(tmp_path, damage):
    picture = image_bytes(kind="JPEG", size=(60, 40))
    members = {"a.jpg": picture, "bad.jpg": picture, "b.jpg": picture}
    members["bad.jpg"] = {
        "no image": b"GIF89a or so",
        "truncated": picture[: len(picture) // 2],
        "empty": b"",
        "wrong checksum": b"MARK" + picture,
        "missing": picture,
    }[damage]
    path = write_zip(tmp_path / "images.zip", members)
    names = list(members)
    if damage == "wrong checksum":
        path.write_bytes(path.read_bytes().replace(b"MARK", b"KRAM"))
    if damage == "missing":
        names[1] = "other.jpg"
    with open_images(path) as images:
        decode = RowDecoder(image_rows(path, names), size=SHAPE).decode
        positions, pixels, report = decode(images, np.array([2, 1, 0]))
        assert positions == [0, 2]
        assert len(pixels) == 2
        assert list(report.skipped) == [names[1]]
        assert "not readable: 1" in report.sentence()
        strict = RowDecoder(image_rows(path, names), size=SHAPE, on_damaged="refuse")
        sentence = rf"images\.zip: {names[1]} is .*damaged_images: skip"
        with pytest.raises(ValueError, match=sentence):
            strict.decode(images, np.array([0, 1]))


def test_the_size_is_that_asked_for_or_else_that_of_the_dataset(tmp_path):
    path = write_zip(tmp_path / "images.zip", {"a.png": image_bytes(size=(6, 4))})
    with open_images(path) as images:
        for size, of_dataset, expected in ((None, None, (4, 6)), (None, (2, 3), (2, 3)),
                                           ([5, 5], (2, 3), (5, 5))):  # fmt: skip
            decoder = RowDecoder(image_rows(path, ["a.png"], of_dataset), size=size)
            assert decoder.decode(images, np.array([0]))[1][0].shape == (*expected, 3)


def test_an_unknown_way_with_damaged_files_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'ignore', allowed are skip and refuse"):
        RowDecoder(image_rows(tmp_path, []), on_damaged="ignore")
