import threading
from types import SimpleNamespace

import numpy as np
import pytest
from drawn_images import image_bytes, written
from topomaps.data import batches as module
from topomaps.data.batches import input_batches
from topomaps.data.decoding_report import DecodingReport

SIZE = (4, 6)


def image_dataset(folder, n, kind="zip", damaged=(), size=(6, 4)):
    """Dataset of n images of the colour (k, 0, 0)."""
    members = {f"val/{k}.png": image_bytes((k, 0, 0), size=size) for k in range(n)}
    for k in damaged:
        members[f"val/{k}.png"] = b"this is no image"
    path = written(kind, folder, members)
    names = np.array(list(members), dtype=str)
    return SimpleNamespace(
        kind="image", inputs=None, files=names, archive=str(path), image_size=None, white=None,
        background=(255, 255, 255),
    )  # fmt: skip


def array_dataset(inputs):
    return SimpleNamespace(inputs=inputs, files=None, archive=None, image_size=None)


@pytest.mark.parametrize(("n", "sizes"), [(7, [3, 3, 1]), (6, [3, 3]), (2, [2]), (0, [])])
@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_batches_hold_all_images_in_the_order_of_the_rows(tmp_path, kind, n, sizes):
    (tmp_path / "images").mkdir()
    rows = np.arange(n)[::-1]
    batches = input_batches(image_dataset(tmp_path, n, kind), rows, 3, size=SIZE)
    assert len(batches) == len(sizes)
    given = list(batches)
    assert [len(positions) for positions, _ in given] == sizes
    assert [at for positions, _ in given for at in positions] == list(range(n))
    assert [int(image[0, 0, 0]) for _, images in given for image in images] == rows.tolist()
    assert all(images.shape[1:] == (4, 6, 3) for _, images in given)
    assert all(images.dtype == np.uint8 for _, images in given)
    assert batches.report == DecodingReport(n_decoded=n)


def test_grey_and_cut_images_are_had_by_asking(tmp_path):
    dataset = image_dataset(tmp_path, 2, size=(30, 20))
    ((_, images),) = input_batches(dataset, [0, 1], 2, size=(8, 8), channels=1, crop=0.8)
    assert images.shape == (2, 8, 8, 1)


def test_a_second_iteration_gives_the_same_and_counts_anew(tmp_path):
    batches = input_batches(image_dataset(tmp_path, 7, damaged=[1, 4, 5]), np.arange(7), 2)
    first, second = ([positions.tolist() for positions, _ in batches] for _ in range(2))
    assert first == second == [[0], [2, 3], [6]]
    assert batches.report.n_decoded == 4
    assert list(batches.report.skipped) == ["val/1.png", "val/4.png", "val/5.png"]


def test_a_damaged_file_is_refused_by_name_if_asked_for(tmp_path):
    dataset = image_dataset(tmp_path, 5, damaged=[3])
    given = []
    with pytest.raises(ValueError, match=r"val/3\.png is a text, which is not read"):
        given.extend(input_batches(dataset, np.arange(5), 2, on_damaged="refuse"))


def test_images_of_several_sizes_need_one_that_is_asked_for(tmp_path):
    dataset = image_dataset(tmp_path, 4)
    other = image_bytes(size=(9, 9))
    dataset.archive = str(written("tar", tmp_path, {
        name: other if name == "val/3.png" else image_bytes() for name in dataset.files
    }))  # fmt: skip
    with pytest.raises(ValueError, match=r"sizes \(4, 6\), \(9, 9\).*image_size"):
        list(input_batches(dataset, np.arange(4), 2))
    dataset.image_size = SIZE
    assert sum(len(images) for _, images in input_batches(dataset, np.arange(4), 2)) == 4


@pytest.fixture
def decoded(monkeypatch):
    """Rows in the order in which they are decoded."""
    rows, decode = [], module.RowDecoder.decode

    def decode_and_tell(self, images, which):
        result = decode(self, images, which)
        rows.extend(which.tolist())
        return result

    monkeypatch.setattr(module.RowDecoder, "decode", decode_and_tell)
    return rows


def wait_until(condition):
    """Wait for what threads do, up to ten seconds."""
    for _ in range(1000):
        if condition():
            return True
        threading.Event().wait(0.01)
    return False


def test_decoding_goes_on_while_a_batch_is_used_but_only_so_far(tmp_path, decoded):
    iterator = iter(input_batches(image_dataset(tmp_path, 50), np.arange(50), 2))
    next(iterator)
    ahead = 2 * (1 + module.BATCHES_AHEAD)
    assert wait_until(lambda: len(decoded) >= ahead)
    threading.Event().wait(0.1)
    assert len(decoded) == ahead  # memory does not grow while nobody takes a batch
    iterator.close()


def test_stopping_early_ends_the_background_threads(tmp_path):
    before = threading.active_count()
    for _ in input_batches(image_dataset(tmp_path, 50), np.arange(50), 1):
        break
    assert wait_until(lambda: threading.active_count() <= before)


def test_arrays_come_in_slices_with_a_channel():
    images = np.arange(5 * 4 * 6, dtype=np.uint8).reshape(5, 4, 6)
    batches = input_batches(array_dataset(images), np.array([4, 0, 2]), 2, size=SIZE)
    given = list(batches)
    assert len(batches) == 2
    assert [positions.tolist() for positions, _ in given] == [[0, 1], [2]]
    np.testing.assert_array_equal(given[0][1], images[[4, 0], ..., np.newaxis])
    colors = np.zeros((2, 4, 6, 3), np.uint8)
    ((_, same),) = input_batches(array_dataset(colors), [0, 1], 8)
    assert same.shape == colors.shape
    numbers = np.ones((3, 7), np.float32)
    ((_, same),) = input_batches(array_dataset(numbers), [0, 1, 2], 8)
    assert same.shape == (3, 7)
    assert same.dtype == np.float32


def test_images_in_arrays_are_brought_to_the_size_too():
    images = np.full((3, 8, 8), 7, np.uint8)
    ((_, resized),) = input_batches(array_dataset(images), [0, 1, 2], 8, size=(4, 6))
    assert resized.shape == (3, 4, 6, 1)
    assert (resized == 7).all()
    ((_, cut),) = input_batches(array_dataset(images[..., None]), [0], 8, size=(4, 4), crop=0.5)
    assert cut.shape == (1, 4, 4, 1)


@pytest.mark.parametrize("n_shards", [1, 2, 3, 5])
def test_shards_are_the_batches_in_parts(tmp_path, n_shards):
    rows = np.arange(14)
    for dataset in (image_dataset(tmp_path, 14, damaged=[4]), array_dataset(np.arange(14.0))):
        whole = input_batches(dataset, rows, 3)
        parts = [whole.shard(number, n_shards, 3) for number in range(n_shards)]
        assert sum(map(len, parts)) == len(whole) == 5
        assert all(map(len, parts))
        assert [len(whole.shard(number, 3, 6)) for number in range(3)] == [2, 2, 1]
        given = [batch for part in parts for batch in part]
        for one, other in zip(given, whole, strict=True):
            np.testing.assert_array_equal(one[0], other[0])
            np.testing.assert_array_equal(one[1], other[1])
