import numpy as np
import pandas as pd
import pytest
from drawn_images import image_bytes, written
from topomaps.data.account import read_account
from topomaps.data.described_inputs import folder_dataset, image_table_dataset, table_dataset

FILES = ["images/cat/0.png", "images/owl/1.png", "images/cat/2.png", "images/owl/3.png"]
TABLE = pd.DataFrame({
    "file": FILES, "label": ["cat", "owl", "cat", "owl"], "light": ["day", "night", None, "day"],
    "age": [10, 9, 9, 10],
})  # fmt: skip


def everything(**changes):
    return {"test_share": 1.0, "generator": np.random.default_rng(0), **changes}


@pytest.fixture
def images(tmp_path):
    """Folder with the table and the files that it lists."""
    written("folder", tmp_path.parent, {})
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(image_bytes())
    TABLE.to_csv(tmp_path / "images.csv", index=False)
    return tmp_path


def attributes(arrays):
    start = "attributes/"
    return {
        name.removeprefix(start): values.tolist()
        for name, values in arrays.items()
        if name.startswith(start)
    }


def test_a_table_of_files_has_labels_and_its_columns_as_attributes(images):
    arrays = image_table_dataset(images / "images.csv", **everything())
    assert arrays["files"].tolist() == FILES
    assert str(arrays["archive"]) == str(images)
    assert arrays["class_names"].tolist() == ["cat", "owl"]
    assert arrays["labels"].tolist() == [0, 1, 0, 1]
    assert attributes(arrays)["light"] == ["day", "night", "", "day"]
    assert attributes(arrays)["age"] == ["10", "9", "9", "10"]
    assert arrays["scale"] == 255
    assert "image_size" not in arrays
    assert "inputs" not in arrays


def test_a_column_may_be_label_and_attribute(images):
    given = {"label": "age", "attributes": ["age", "light"]}
    arrays = image_table_dataset(images / "images.csv", **given, **everything())
    assert arrays["class_names"].tolist() == ["9", "10"]
    assert arrays["labels"].tolist() == [1, 0, 0, 1]
    assert attributes(arrays) == {
        "age": ["10", "9", "9", "10"],
        "light": ["day", "night", "", "day"],
    }


def test_a_table_needs_no_labels(images):
    TABLE.drop(columns="label").to_csv(images / "images.csv", index=False)
    arrays = image_table_dataset(images / "images.csv", **everything())
    assert "labels" not in arrays
    assert "class_names" not in arrays
    assert set(arrays["split"]) == {"test"}
    assert set(attributes(arrays)) == {"light", "age"}
    with pytest.raises(ValueError, match=r"no column 'race'; it has: file, light, age"):
        image_table_dataset(images / "images.csv", label="race", **everything())


def test_missing_labels_are_of_no_class_and_an_empty_column_is_refused(images):
    TABLE.assign(label=["cat", None, "", "owl"]).to_csv(images / "images.csv", index=False)
    arrays = image_table_dataset(images / "images.csv", **everything())
    assert arrays["labels"].tolist() == [0, -1, -1, 1]
    TABLE.assign(label="").to_csv(images / "images.csv", index=False)
    with pytest.raises(ValueError, match=r"images\.csv: the column 'label' of the labels is empty"):
        image_table_dataset(images / "images.csv", **everything())


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_the_files_may_lie_in_another_folder_or_an_archive(tmp_path, kind):
    path = written(kind, tmp_path, dict.fromkeys(FILES, image_bytes()))
    (tmp_path / "tables").mkdir()
    table = tmp_path / "tables" / "t.tsv"
    TABLE.to_csv(table, index=False, sep="\t")
    arrays = image_table_dataset(table, images=path, **everything())
    assert str(arrays["archive"]) == str(path)
    assert arrays["files"].tolist() == FILES
    with pytest.raises(ValueError, match=r"4 of 4 files are not in .*by the key images"):
        image_table_dataset(table, **everything())


def test_files_that_are_not_there_are_left_out_or_refused(images):
    (images / FILES[1]).unlink()
    table = pd.concat([TABLE, TABLE.iloc[:1].assign(file="")])
    table.to_csv(images / "images.csv", index=False)
    arrays = image_table_dataset(images / "images.csv", **everything())
    assert arrays["files"].tolist() == [*FILES, ""]
    assert arrays["split"].tolist() == ["test", "left out", "test", "test", "left out"]
    assert arrays["labels"].tolist() == [0, 1, 0, 1, 0]
    account = read_account(str(arrays["account"]))
    assert (account.n_inputs, account.left_out) == (5, {"is not there": (FILES[1], "row 5")})
    sentence = r"2 of 5 files are not in .*'images/owl/1\.png' in row 2; .*damaged_images: skip"
    with pytest.raises(ValueError, match=sentence):
        image_table_dataset(images / "images.csv", damaged_images="refuse", **everything())


def test_a_file_may_be_listed_twice(images):
    pd.concat([TABLE, TABLE]).to_csv(images / "images.csv", index=False)
    arrays = image_table_dataset(images / "images.csv", **everything())
    assert len(arrays["files"]) == len(arrays["split"]) == 8


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_class_folders_have_labels_alone(tmp_path, kind):
    members = {f"{name}/{k}.png": image_bytes() for name in ("10", "9") for k in range(8)}
    path = written(kind, tmp_path, members)
    shown = {"image_size": [8, 6], "channels": 1}
    arrays = folder_dataset(path, **shown, **everything(test_share=0.25))
    assert arrays["class_names"].tolist() == ["9", "10"]
    assert arrays["labels"].tolist() == [1] * 8 + [0] * 8
    assert arrays["files"][[0, -1]].tolist() == ["10/0.png", "9/7.png"]
    assert np.bincount(arrays["labels"][arrays["split"] == "test"]).tolist() == [2, 2]
    assert arrays["image_size"].tolist() == [8, 6]
    assert arrays["channels"] == 1
    assert arrays["scale"] == 255
    assert attributes(arrays) == {}


@pytest.fixture
def numbers(tmp_path):
    """Table of three features, sex and outcome of 40 rows."""
    table = pd.DataFrame(np.random.default_rng(0).normal(5, 3, (40, 3)), columns=list("abc"))
    table["sex"], table["outcome"] = ["F", "M"] * 20, ["no"] * 20 + ["yes"] * 20
    table.to_csv(tmp_path / "t.csv", index=False)
    return tmp_path / "t.csv"


def test_numbers_are_features_but_for_label_and_attributes(numbers):
    given = {"label": "outcome", "attributes": ["sex", "outcome"]}
    arrays = table_dataset(numbers, **given, **everything(test_share=0.25))
    train = arrays["inputs"][arrays["split"] == "train"]
    assert train.shape == (30, 3)
    assert train.dtype == np.float32
    np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-6)
    assert arrays["scale"] == 1
    assert attributes(arrays)["outcome"] == ["no"] * 20 + ["yes"] * 20
    raw = table_dataset(numbers, **given, scale=2.0, **everything())
    table = pd.read_csv(numbers)
    np.testing.assert_array_equal(raw["inputs"], table[list("abc")].astype(np.float32))
    assert raw["scale"] == 2


def test_a_table_of_numbers_needs_no_labels(numbers):
    arrays = table_dataset(numbers, attributes=["sex", "outcome"], **everything())
    assert "labels" not in arrays
    assert arrays["inputs"].shape == (40, 3)
    with pytest.raises(ValueError, match="column 'outcome' holds 'no' in row 1"):
        table_dataset(numbers, attributes=["sex"], **everything())


def test_texts_that_could_mean_missing_are_names_and_noted(images):
    table = TABLE.assign(light=["None", "day", "NA", ""])
    table.to_csv(images / "images.csv", index=False)
    arrays = image_table_dataset(images / "images.csv", **everything())
    assert attributes(arrays)["light"] == ["None", "day", "NA", ""]
    notes = read_account(str(arrays["account"])).notes
    words = ["1 inputs hold the text 'None' in 'light', taken", "1 inputs hold the text 'NA'"]
    for note, start in zip(notes, words, strict=True):
        assert note.startswith(f"{images / 'images.csv'}: {start}")
    arrays = image_table_dataset(images / "images.csv", missing=["NA", "None"], **everything())
    assert attributes(arrays)["light"] == ["", "day", "", ""]
    assert read_account(str(arrays["account"])).notes == ()
