"""Adapter that brings a user's images and numbers into the form of all datasets."""

import numpy as np
import pandas as pd
import prepare_own_dataset
import pytest
from PIL import Image
from topomaps.common.files import load_arrays

SETTINGS = {
    "name": "mine", "label": "label", "attributes": None, "image_size": [4, 6], "channels": 1,
    "scale": 255.0, "test_share": 1.0, "damaged_images": "skip", "seed": 0,
}  # fmt: skip


def prepared(path, output, **settings):
    prepare_own_dataset.main(path=path, output=output, **SETTINGS | settings)
    return load_arrays(output)


@pytest.fixture
def images(tmp_path):
    """Folder of class folders and a table of the same files, one of them damaged."""
    rows = []
    for index, name in enumerate(["cat", "owl", "cat", "owl"]):
        file = tmp_path / "images" / name / f"{index}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (6, 4), 50 * index).save(file)
        rows.append((f"images/{name}/{index}.png", name, ["day", "night", "", "day"][index]))
    (tmp_path / "images/owl/3.png").write_bytes(b"no image")
    table = pd.DataFrame(rows, columns=["file", "label", "light"])
    table.to_csv(tmp_path / "images.csv", index=False)
    return tmp_path


def test_a_table_of_files_has_labels_and_all_other_columns(images):
    data = prepared(images / "images.csv", images / "d.npz", source="image_table")
    assert data["test_inputs"].shape == (3, 4, 6, 1)
    assert data["test_inputs"][:, 0, 0, 0].tolist() == [0, 50, 100]
    assert data["class_names"].tolist() == ["cat", "owl"]
    assert data["test_labels"].tolist() == [0, 1, 0]
    assert data["test_attributes/light"].tolist() == ["day", "night", ""]


def test_a_folder_has_labels_alone(images):
    data = prepared(images / "images", images / "d.npz", source="folder", channels=3)
    assert data["test_inputs"].shape == (3, 4, 6, 3)
    assert data["test_labels"].tolist() == [0, 0, 1]
    assert not [name for name in data if name.startswith("test_attributes")]


def test_a_missing_column_is_answered_with_those_there(images):
    wrong = {"source": "image_table", "attributes": ["lihgt"]}
    with pytest.raises(ValueError, match=r"no column 'lihgt'; it has: file, label, light"):
        prepared(images / "images.csv", images / "d.npz", **wrong)


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet"])
def test_numbers_are_features_but_for_label_and_attributes(tmp_path, ending):
    generator = np.random.default_rng(0)
    table = pd.DataFrame(generator.random((40, 3)), columns=list("abc"))
    table["sex"], table["outcome"] = ["F", "M"] * 20, ["no"] * 20 + ["yes"] * 20
    path = tmp_path / f"t.{ending}"
    if ending == "parquet":
        table.to_parquet(path)
    else:
        table.to_csv(path, index=False, sep="\t" if ending == "tsv" else ",")
    data = prepared(
        path, tmp_path / "d.npz", source="table", label="outcome", attributes=["sex"],
        image_size=None, scale=None, test_share=0.25,
    )  # fmt: skip
    assert data["train_inputs"].shape == (30, 3)
    assert data["test_inputs"].shape == (10, 3)
    assert np.bincount(data["test_labels"]).tolist() == [5, 5]
    assert set(data["test_attributes/sex"]) <= {"F", "M"}
