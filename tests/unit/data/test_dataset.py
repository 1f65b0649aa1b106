import numpy as np
import pytest
from topomaps.common.files import save_arrays
from topomaps.data.dataset import dataset_arrays, open_dataset

IMAGES = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
SPLIT = ["train", "test", "test"]


def saved(tmp_path, **given):
    path = tmp_path / "results" / "d.npz"
    save_arrays(path, **dataset_arrays(SPLIT, **{"scale": 255, **given}))
    return path


def test_an_array_of_inputs_comes_back_mapped_with_all_that_is_known(tmp_path):
    known = {
        "labels": [1, -1, 0],
        "class_names": ["no", "yes"],
        "attributes": {"age": ["7", "", "9"]},
    }
    dataset = open_dataset(saved(tmp_path, inputs=IMAGES, **known))
    assert isinstance(dataset.inputs, np.memmap)
    np.testing.assert_array_equal(dataset.inputs, IMAGES)
    assert len(dataset) == 3
    assert dataset.rows("test").tolist() == [1, 2]
    assert dataset.rows("train").tolist() == [0]
    assert dataset.labels.tolist() == [1, -1, 0]
    assert dataset.class_names == ("no", "yes")
    assert dataset.attributes["age"].isna().tolist() == [False, True, False]
    assert dataset.attributes["age"].dropna().tolist() == ["7", "9"]
    assert dataset.altered.tolist() == [False] * 3
    assert dataset.scale == 255
    assert dataset.files is dataset.archive is dataset.image_size is dataset.channels is None


def test_image_files_come_back_by_name_without_what_is_not_known(tmp_path):
    given = {"files": ["a.png", "b.png", "c.png"], "archive": tmp_path / "x.zip"}
    dataset = open_dataset(saved(tmp_path, image_size=[8, 6], channels=1, **given))
    assert dataset.files.tolist() == given["files"]
    assert dataset.archive == str(tmp_path / "x.zip")
    assert dataset.image_size == (8, 6)
    assert dataset.channels == 1
    assert dataset.inputs is dataset.labels is None
    assert dataset.class_names == ()
    assert dataset.attributes.shape == (3, 0)


def damage(path, how):
    content = path.read_bytes()
    at = content.index(IMAGES.tobytes())
    if how == "another format":
        with open(path, "wb") as file:
            np.save(file, IMAGES)
        return
    path.write_bytes(
        {
            "nothing": b"",
            "text": b"no archive at all",
            "truncated": content[:-30],
            "a flipped byte": content[:at] + b"\xff" + content[at + 1 :],
        }[how]
    )


@pytest.mark.parametrize(
    "how", ["nothing", "text", "truncated", "a flipped byte", "another format"]
)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, how):
    path = saved(tmp_path, inputs=IMAGES)
    damage(path, how)
    with pytest.raises(ValueError, match=r"is damaged \(.*\); delete it and run again") as error:
        open_dataset(path)
    assert str(path) in str(error.value)


def test_arrays_of_another_version_are_named(tmp_path):
    save_arrays(tmp_path / "old.npz", test_inputs=IMAGES, scale=np.array(1.0))
    with pytest.raises(ValueError, match=r"old\.npz is no dataset .*no array 'split'"):
        open_dataset(tmp_path / "old.npz")
