import io
import threading
import zipfile

import numpy as np
import pytest
from PIL import Image
from topomaps.data.image_archives import ImageBatches, image_names
from topomaps.data.image_decoding import DecodingReport
from topomaps.data.integrity import DamagedFile

SHAPE = (4, 6)


def image_bytes(value=0, mode="RGB", size=(6, 4), kind="PNG"):
    stream = io.BytesIO()
    Image.new(mode, size, value).save(stream, kind)
    return stream.getvalue()


def write_zip(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def numbered(tmp_path, n, damaged=()):
    """Archive of n images of the colour (k, 0, 0), and their names."""
    members = {f"val/{k}.png": image_bytes((k, 0, 0)) for k in range(n)}
    for k in damaged:
        members[f"val/{k}.png"] = b"this is no image"
    return write_zip(tmp_path / "images.zip", members), list(members)


@pytest.mark.parametrize(("n", "sizes"), [(7, [3, 3, 1]), (6, [3, 3]), (2, [2]), (0, [])])
def test_batches_hold_all_images_in_the_order_of_the_names(tmp_path, n, sizes):
    path, names = numbered(tmp_path, n)
    batches = ImageBatches(path, names[::-1], SHAPE, batch_size=3)
    assert len(batches) == len(sizes)
    given = list(batches)
    assert [len(rows) for rows, _ in given] == sizes
    assert [row for rows, _ in given for row in rows] == list(range(n))
    assert [int(image[0, 0, 0]) for _, images in given for image in images] == [*range(n)][::-1]
    assert all(images.shape[1:] == (4, 6, 3) for _, images in given)
    assert all(images.dtype == np.uint8 for _, images in given)
    assert batches.report == DecodingReport(n_decoded=n)


def test_a_second_iteration_gives_the_same_and_counts_anew(tmp_path):
    path, names = numbered(tmp_path, 5, damaged=[1])
    batches = ImageBatches(path, names, SHAPE, batch_size=2)
    first, second = ([rows.tolist() for rows, _ in batches] for _ in range(2))
    assert first == second == [[0], [2, 3], [4]]
    assert batches.report.n_decoded == 4


def test_decoding_goes_on_while_a_batch_is_used(tmp_path, monkeypatch):
    path, names = numbered(tmp_path, 6)
    batches = ImageBatches(path, names, SHAPE, batch_size=1)
    third_decoded = threading.Event()
    decode = ImageBatches._decode_batch

    def decode_and_tell(self, archive, start):
        result = decode(self, archive, start)
        if start == 2:
            third_decoded.set()
        return result

    monkeypatch.setattr(ImageBatches, "_decode_batch", decode_and_tell)
    iterator = iter(batches)
    next(iterator)
    assert third_decoded.wait(timeout=10)
    iterator.close()


def test_stopping_early_ends_the_background_thread(tmp_path):
    path, names = numbered(tmp_path, 50)
    before = threading.active_count()
    for _ in ImageBatches(path, names, SHAPE, batch_size=1):
        break
    assert threading.active_count() <= before


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
    batches = ImageBatches(path, names, SHAPE, batch_size=10)
    ((rows, images),) = batches
    assert rows.tolist() == [0, 2]
    assert len(images) == 2
    assert list(batches.report.skipped) == [names[1]]
    assert "not readable: 1" in batches.report.sentence()


def test_a_damaged_file_is_refused_by_name_if_asked_for(tmp_path):
    path, names = numbered(tmp_path, 5, damaged=[3])
    given = []
    with pytest.raises(ValueError, match=r"val/3\.png is no readable image") as error:
        given.extend(ImageBatches(path, names, SHAPE, batch_size=2, on_damaged="refuse"))
    assert str(path) in str(error.value)


def test_an_unknown_way_with_damaged_files_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'ignore', allowed are skip and refuse"):
        ImageBatches(tmp_path / "images.zip", [], SHAPE, 1, on_damaged="ignore")


def test_an_image_that_would_fill_the_memory_is_no_readable_image(tmp_path):
    bomb = image_bytes(0, "1", size=(8_000, 8_000))
    path = write_zip(tmp_path / "images.zip", {"bomb.png": bomb})
    batches = ImageBatches(path, ["bomb.png"], SHAPE, batch_size=1)
    assert list(batches) == []
    assert "pixels are too many" in batches.report.skipped["bomb.png"]


def test_a_member_that_would_fill_the_memory_is_not_unpacked(tmp_path):
    path = tmp_path / "images.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.png", bytes(100_000_001))
    batches = ImageBatches(path, ["bomb.png"], SHAPE, batch_size=1)
    assert list(batches) == []
    assert "100,000,001 bytes are too many" in batches.report.skipped["bomb.png"]


def test_image_names_are_those_of_image_files(tmp_path):
    members = {"val/": b"", "val/1.jpg": b"", "val/2.PNG": b"", "README.txt": b"", "jpg": b""}
    assert image_names(write_zip(tmp_path / "a.zip", members)) == ["val/1.jpg", "val/2.PNG"]


@pytest.mark.parametrize(
    "name",
    ["../up.jpg", "val/../../up.jpg", "/etc/up.jpg", "C:/up.jpg", "C:\\up.jpg", "..\\up.jpg"],
)
def test_archives_with_names_that_lead_outside_are_refused(tmp_path, name):
    path = write_zip(tmp_path / "hostile.zip", {"val/1.jpg": image_bytes(), name: b""})
    with pytest.raises(DamagedFile, match="leads out of its folder") as error:
        image_names(path)
    assert str(path) in str(error.value)
    assert [found.name for found in tmp_path.iterdir()] == ["hostile.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_a_name_for_two_files_is_refused(tmp_path):
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("val/1.jpg", image_bytes(0))
        archive.writestr("val/1.jpg", image_bytes(1))
    with pytest.raises(DamagedFile, match=r"'val/1.jpg' 2 times"):
        image_names(path)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_truncated_archive_is_refused(tmp_path, part):
    path, _ = numbered(tmp_path, 5)
    content = path.read_bytes()
    path.write_bytes(content[: int(part * len(content))])
    with pytest.raises(ValueError, match="no complete zip archive") as error:
        image_names(path)
    assert "delete it and run again" in str(error.value)
