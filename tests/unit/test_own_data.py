"""Folders, tables of image files and tables of numbers, good and bad."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from topomaps.own_data import (
    as_dataset,
    columns_of,
    decode_files,
    listed_folder,
    read_numbers,
    read_table,
    split_inputs,
)


@pytest.fixture
def folder(tmp_path):
    """Two classes with a grey, a colour and a damaged image."""
    for name, mode, size in (("cat/a.png", "L", (6, 4)), ("owl/b.png", "RGB", (8, 8))):
        (tmp_path / name).parent.mkdir()
        Image.new(mode, size, 200 if mode == "L" else (255, 0, 0)).save(tmp_path / name)
    (tmp_path / "owl/c.png").write_bytes(b"no image")
    (tmp_path / "owl/notes.txt").write_text("no image either")
    return tmp_path


def test_folders_are_classes(folder):
    table = listed_folder(folder)
    assert table.values.tolist() == [
        ["cat/a.png", "cat"],
        ["owl/b.png", "owl"],
        ["owl/c.png", "owl"],
    ]
    with pytest.raises(ValueError, match="no folders with images"):
        listed_folder(folder / "owl")
    with pytest.raises(ValueError, match="does not exist"):
        listed_folder(folder / "dog")


@pytest.mark.parametrize("channels", [1, 3])
def test_images_get_one_size_and_damaged_ones_are_skipped(folder, channels, caplog):
    files = listed_folder(folder)["file"]
    images, read = decode_files(folder, files, (4, 6), channels, "skip")
    assert images.shape == (2, 4, 6, channels)
    assert read.tolist() == [0, 1]
    assert (images[0] == 200).all()
    assert "c.png is skipped" in caplog.text
    with pytest.raises(ValueError, match=r"c\.png is no readable image.*damaged_images: skip"):
        decode_files(folder, files, (4, 6), channels, "refuse")
    with pytest.raises(ValueError, match="none of the 1 images"):
        decode_files(folder, files[2:], (4, 6), channels, "skip")
    with pytest.raises(ValueError, match="smaller image_size"):
        decode_files(folder, files, (100_000, 100_000), channels, "skip")


def test_tables_of_all_kinds_are_read(tmp_path):
    table = pd.DataFrame({"a": [1.5, 2], "label": ["x", "y"]})
    table.to_csv(tmp_path / "t.csv", index=False)
    table.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    table.to_parquet(tmp_path / "t.parquet")
    for ending in ("csv", "tsv", "parquet"):
        assert read_table(tmp_path / f"t.{ending}").equals(table)
    (tmp_path / "bad.parquet").write_bytes(b"no")
    with pytest.raises(ValueError, match=r"bad\.parquet cannot be read"):
        read_table(tmp_path / "bad.parquet")
    with pytest.raises(ValueError, match=r"allowed endings are \.csv"):
        read_table(tmp_path / "t.xlsx")
    with pytest.raises(ValueError, match="no column 'lable'; it has: a, label"):
        columns_of(table, "t.csv", ["lable"])


def test_features_are_numbers_without_gaps():
    table = pd.DataFrame({"a": [1, 2], "b": ["3", "many"], "label": ["x", "y"]})
    assert read_numbers(table, "t.csv", ["b", "label"]).tolist() == [[1], [2]]
    with pytest.raises(ValueError, match="column 'b' holds 'many' in row 2"):
        read_numbers(table, "t.csv", ["label"])
    with pytest.raises(ValueError, match="no columns left"):
        read_numbers(table, "t.csv", list(table))


def test_the_split_is_the_same_share_of_each_class():
    labels = np.repeat([0, 1, 2], [40, 20, 1])
    train, test = split_inputs(labels, 0.25, np.random.default_rng(0))
    assert np.bincount(labels[test]).tolist() == [10, 5, 1]
    assert sorted([*train, *test]) == list(range(61))
    assert split_inputs(labels, 1.0, np.random.default_rng(0))[0].size == 0


def test_datasets_have_natural_classes_and_standardised_features():
    numbers = np.random.default_rng(0).normal(5, 3, (40, 2))
    labels = pd.Series(["10", "9"] * 19 + ["9", np.nan])
    ages = {"age": pd.Series([str(i) for i in range(40)])}
    data = as_dataset(
        numbers, labels, ages, scale=None, test_share=0.25, generator=np.random.default_rng(0)
    )
    assert data["class_names"].tolist() == ["9", "10"]
    np.testing.assert_allclose(data["train_inputs"].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(data["train_inputs"].std(axis=0), 1, rtol=1e-5)
    rows = data["test_attributes/age"].astype(int)
    assert data["test_labels"][rows == 39].tolist() == [-1]
    assert (data["train_labels"] >= 0).all()
    raw = as_dataset(
        numbers, labels, {}, scale=2.0, test_share=1.0, generator=np.random.default_rng(0)
    )
    assert np.array_equal(raw["test_inputs"], numbers)
