import pandas as pd
import pytest
from topomaps.data.tables import columns_of, listed_folder, read_numbers, read_table


def test_folders_are_classes(tmp_path):
    for name in ("cat/a.png", "owl/b.png", "owl/c.png", "owl/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    table = listed_folder(tmp_path)
    assert table.values.tolist() == [
        ["cat/a.png", "cat"],
        ["owl/b.png", "owl"],
        ["owl/c.png", "owl"],
    ]
    with pytest.raises(ValueError, match="no folders with images"):
        listed_folder(tmp_path / "owl")
    with pytest.raises(ValueError, match="does not exist"):
        listed_folder(tmp_path / "dog")


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
