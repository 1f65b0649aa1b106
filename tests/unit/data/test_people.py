import numpy as np
import pytest
from drawn_images import write_zip
from topomaps.common.files import save_arrays
from topomaps.data.account import read_account
from topomaps.data.dataset import open_dataset
from topomaps.data.people import people_dataset
from topomaps.data.source_records import Source, SourceFile

FACES = Source(
    "faces",
    scale=255.0,
    files={
        "faces.zip": SourceFile("images", (), ""),
        "labels.csv": SourceFile("labels", (), ""),
    },
    attributes={"age": ("0-2", "3-9", "10-19"), "gender": ("Female", "Male")},
    n_published=3,
)
LABELS = """file,age,gender,service_test
val/1.jpg,3-9,Male,False
val/2.jpg,0-2,Female,True
val/3.jpg,10-19,Female,True
"""
NAMES = ["train/9.jpg", "val/3.jpg", "val/2.jpg", "val/1.jpg"]


def files(folder, names=NAMES, labels=LABELS):
    (folder / "labels.csv").write_text(labels)
    archive = write_zip(folder / "faces.zip", dict.fromkeys(names, b"x"))
    return [folder / "labels.csv", archive]


def test_labelled_images_are_all_for_testing_in_the_order_of_the_table(tmp_path):
    save_arrays(tmp_path / "d.npz", **people_dataset(FACES, files(tmp_path)))
    dataset = open_dataset(tmp_path / "d.npz")
    assert dataset.files.tolist() == ["val/1.jpg", "val/2.jpg", "val/3.jpg"]
    assert dataset.archive == str(tmp_path / "faces.zip")
    assert dataset.rows("test").tolist() == [0, 1, 2]
    assert dataset.labels is None
    assert dataset.attributes["age"].tolist() == ["3-9", "0-2", "10-19"]
    assert dataset.attributes["gender"].tolist() == ["Male", "Female", "Female"]
    assert dataset.image_size is None
    account = dataset.account
    assert (account.n_inputs, account.n_left_out) == (3, 0)
    assert account.notes == ("images without label: 1 (train/9.jpg)",)


def test_a_subset_must_be_accepted(tmp_path):
    given = files(tmp_path, NAMES[:-1])
    with pytest.raises(ValueError, match=r"labels without image: 1 \(val/1\.jpg\).*accept_subset"):
        people_dataset(FACES, given)
    arrays = people_dataset(FACES, given, accept_subset=True, image_size=[8, 8], channels=1)
    assert arrays["files"].tolist() == ["val/2.jpg", "val/3.jpg"]
    np.testing.assert_array_equal(arrays["image_size"], [8, 8])
    account = read_account(str(arrays["account"]))
    assert account.left_out == {"has a label, but no image in the archive": ("val/1.jpg",)}
    assert (account.n_inputs, account.n_used, account.share) == (3, 2, 0)


def test_values_that_the_source_does_not_have_are_refused(tmp_path):
    given = files(tmp_path, labels=LABELS.replace("Male", "male"))
    with pytest.raises(ValueError, match=r"gender of val/1\.jpg is 'male', allowed are Female"):
        people_dataset(FACES, given)


def test_both_files_are_needed(tmp_path):
    with pytest.raises(ValueError, match=r"faces needs the file faces\.zip"):
        people_dataset(FACES, files(tmp_path)[:1])
