import gzip
import hashlib
import struct

import numpy as np
import pytest
from topomaps.data.integrity import DamagedFile
from topomaps.data.published_images import image_dataset, read_idx, split_digits
from topomaps.data.source_records import Source, SourceFile
from topomaps.data.sources import SOURCES

IMAGES = np.arange(5 * 3 * 2, dtype=np.uint8).reshape(5, 3, 2)


def idx_bytes(array, type_code=8):
    return (
        bytes([0, 0, type_code, array.ndim])
        + struct.pack(f">{array.ndim}I", *array.shape)
        + array.tobytes()
    )


def write_gzip(path, content):
    path.write_bytes(gzip.compress(content))
    return path


@pytest.mark.parametrize("array", [IMAGES, IMAGES[:, 0, 0], np.zeros((0, 3, 2), np.uint8)])
def test_idx_files_are_read_as_written(tmp_path, array):
    read = read_idx(write_gzip(tmp_path / "a.gz", idx_bytes(array)))
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, array)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no IDX file"),
        (b"\x00\x00", "no IDX file"),
        (b"<html>", "no IDX file"),
        (idx_bytes(IMAGES, type_code=13), "no IDX file"),
        (idx_bytes(IMAGES)[:9], "ends within its header"),
        (idx_bytes(IMAGES)[:-1], r"shape \(5, 3, 2\) but holds 29"),
        (idx_bytes(IMAGES) + b"x", r"shape \(5, 3, 2\) but holds 31"),
        (bytes([0, 0, 8, 3]) + b"\xff" * 12 + b"x", "but holds 1 values"),
    ],
)
def test_other_content_than_idx_is_refused_by_name(tmp_path, content, sentence):
    path = write_gzip(tmp_path / "bad.gz", content)
    with pytest.raises(ValueError, match=sentence) as error:
        read_idx(path)
    assert str(path) in str(error.value)


def test_digits_are_split_without_loss_by_class_and_always_alike():
    parts = split_digits()
    assert len(parts["train_inputs"]) + len(parts["test_inputs"]) == 1797
    train, test = np.bincount(parts["train_labels"]), np.bincount(parts["test_labels"])
    assert np.all((test == train // 2) | (test == (train - 1) // 2))
    assert parts["train_inputs"].max() == 16
    repeated = split_digits()
    assert all(np.array_equal(parts[key], repeated[key]) for key in parts)


def test_no_test_digit_is_a_training_digit():
    parts = split_digits()
    both = np.concatenate([parts["train_inputs"], parts["test_inputs"]]).reshape(1797, -1)
    assert len(np.unique(both, axis=0)) == 1797


def test_the_digits_have_the_form_of_all_datasets_training_inputs_first():
    dataset = image_dataset(SOURCES["digits"])
    assert {key: (value.dtype.kind, value.shape) for key, value in dataset.items()} == {
        "split": ("U", (1797,)),
        "inputs": ("u", (1797, 8, 8)),
        "labels": ("i", (1797,)),
        "altered": ("b", (1797,)),
        "class_names": ("U", (10,)),
        "scale": ("f", ()),
        "kind": ("U", ()),
        "account": ("U", ()),
    }
    parts = split_digits()
    assert dataset["split"].tolist() == ["train"] * 1201 + ["test"] * 596
    np.testing.assert_array_equal(dataset["inputs"][:1201], parts["train_inputs"])
    np.testing.assert_array_equal(dataset["inputs"][1201:], parts["test_inputs"])
    np.testing.assert_array_equal(dataset["labels"][1201:], parts["test_labels"])
    assert dataset["scale"] == 16
    assert not dataset["altered"].any()


LABELS = np.array([0, 1, 0, 1, 0], np.uint8)


def toy(tmp_path, **changed):
    """A source of four IDX files, and their paths; `changed` replaces arrays by role."""
    arrays = {
        "train_inputs": IMAGES,
        "train_labels": LABELS,
        "test_inputs": IMAGES[:2],
        "test_labels": LABELS[:2],
    } | changed
    files, paths = {}, []
    for role, array in arrays.items():
        content = idx_bytes(array)
        files[role + ".gz"] = SourceFile(role, (), hashlib.sha256(content).hexdigest())
        paths.append(write_gzip(tmp_path / f"{role}.gz", content))
    return Source("toy", ("no", "yes"), (3, 2), 255.0, files), paths


def test_files_are_read_by_name_in_any_order(tmp_path):
    source, paths = toy(tmp_path)
    dataset = image_dataset(source, reversed(paths))
    np.testing.assert_array_equal(dataset["inputs"], [*IMAGES, *IMAGES[:2]])
    np.testing.assert_array_equal(dataset["labels"], [*LABELS, *LABELS[:2]])
    assert dataset["split"].tolist() == ["train"] * 5 + ["test"] * 2
    assert dataset["class_names"].tolist() == ["no", "yes"]


def test_a_file_that_was_not_given_is_named(tmp_path):
    source, paths = toy(tmp_path)
    with pytest.raises(ValueError, match=r"needs the file test_labels\.gz"):
        image_dataset(source, paths[:-1])


def test_a_file_altered_after_its_download_is_not_used(tmp_path):
    source, paths = toy(tmp_path)
    write_gzip(paths[1], idx_bytes(1 - LABELS))
    with pytest.raises(DamagedFile, match=r"train_labels\.gz: .*delete it and run again"):
        image_dataset(source, paths)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"train_labels": LABELS[:4]}, "5 train images but labels of shape"),
        ({"test_inputs": IMAGES[:2, :2]}, "test images have the shape"),
        ({"test_labels": np.array([0, 2], np.uint8)}, "there are 2 classes"),
    ],
)
def test_files_that_contradict_each_other_are_refused(tmp_path, changed, sentence):
    source, paths = toy(tmp_path, **changed)
    with pytest.raises(ValueError, match=sentence):
        image_dataset(source, paths)
