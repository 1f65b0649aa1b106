import numpy as np
import pytest
from drawn_images import image_bytes, written
from topomaps.common.files import save_arrays
from topomaps.data import pictures as module
from topomaps.data.dataset import dataset_arrays, open_dataset
from topomaps.data.pictures import picture, pictures


def opened(tmp_path, n, **given):
    save_arrays(tmp_path / "d.npz", **dataset_arrays(["test"] * n, **given))
    return open_dataset(tmp_path / "d.npz")


def test_an_array_of_images_is_shown_from_black_to_white(tmp_path):
    inputs = np.array([0, 8, 16], np.uint8)[:, None, None] * np.ones((1, 2, 3), np.uint8)
    shown = picture(opened(tmp_path, 3, inputs=inputs, scale=16), 1)
    assert shown.dtype == np.uint8
    assert shown.shape == (2, 3)
    assert (shown == 128).all()
    colors = opened(tmp_path, 1, inputs=np.full((1, 2, 3, 3), 9, np.uint8), scale=255)
    np.testing.assert_array_equal(picture(colors, 0), np.full((2, 3, 3), 9))
    grey = opened(tmp_path, 1, inputs=np.full((1, 2, 3, 1), 9, np.uint8), scale=255)
    assert picture(grey, 0).shape == (2, 3)


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_image_files_are_shown_in_their_own_size_or_another(tmp_path, kind):
    members = {"a/1.png": image_bytes((1, 2, 3)), "a/2.png": image_bytes(7, "L", (9, 5))}
    members["a/3.png"] = b"no image"
    path = written(kind, tmp_path, members)
    dataset = opened(tmp_path, 3, files=list(members), archive=path, scale=255)
    second, first = pictures(dataset, [1, 0])
    assert (second.shape, first.shape) == ((5, 9, 3), (4, 6, 3))
    assert first[0, 0].tolist() == [1, 2, 3]
    assert picture(dataset, 1, size=(8, 8)).shape == (8, 8, 3)
    with pytest.raises(ValueError, match=r"a/3\.png is a text, which is not read"):
        picture(dataset, 2)


def test_numbers_have_no_picture(tmp_path):
    given = {"inputs": np.ones((1, 4), np.float32), "scale": 1, "kind": "numbers"}
    assert picture(opened(tmp_path, 1, **given), 0) is None


def test_an_archive_is_opened_once_for_many_pictures(tmp_path, monkeypatch):
    path = written("zip", tmp_path, {"1.png": image_bytes(), "2.png": image_bytes()})
    dataset = opened(tmp_path, 2, files=["1.png", "2.png"], archive=path, scale=255)
    times, really = [], module.open_images
    monkeypatch.setattr(module, "open_images", lambda path: times.append(path) or really(path))
    for row in (0, 1, 0):
        picture(dataset, row)
    assert times == [str(path)]
