import pandas as pd
import pytest
from drawn_images import written
from topomaps.data.tables import class_folders, columns_of, read_numbers, read_table

FILES = ["cat/a.png", "owl/b.png", "owl/c.JPG", "owl/notes.txt", "owl/deep/d.png", "e.png",
         "owl/._b.png"]  # fmt: skip


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_folders_are_classes(tmp_path, kind):
    path = written(kind, tmp_path, dict.fromkeys(FILES, b"x"))
    table = class_folders(path)
    assert table.values.tolist() == [
        ["cat/a.png", "cat"],
        ["owl/b.png", "owl"],
        ["owl/c.JPG", "owl"],
    ]


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_folder_without_class_folders_is_refused(tmp_path, kind):
    path = written(kind, tmp_path, {"a.png": b"x", "deep/owl/b.png": b"x"})
    with pytest.raises(ValueError, match=f"{path.name} has no folders with images"):
        class_folders(path)
    with pytest.raises(ValueError, match="no folder or archive"):
        class_folders(tmp_path / "dog")


def test_tables_of_all_kinds_are_read(tmp_path):
    table = pd.DataFrame({"a": [1.5, 2], "label": ["x", "y"]})
    table.to_csv(tmp_path / "t.csv", index=False)
    table.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    for ending in ("csv", "tsv"):
        assert read_table(tmp_path / f"t.{ending}").equals(table)
    with pytest.raises(ValueError, match="no column 'lable'; it has: a, label"):
        columns_of(table, "t.csv", ["lable"])


def test_tables_in_parquet_are_read(tmp_path):
    pytest.importorskip("pyarrow")  # it is in the environment alone that reads tables
    table = pd.DataFrame({"a": [1.5, 2], "label": ["x", "y"]})
    table.to_parquet(tmp_path / "t.parquet")
    assert read_table(tmp_path / "t.parquet").equals(table)


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path):
    (tmp_path / "t.csv").write_text("file,label\na.png,x\n", encoding="utf-8-sig")
    assert list(read_table(tmp_path / "t.csv")) == ["file", "label"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("t.xlsx", b"", r"allowed endings are \.csv, \.tsv, \.parquet"),
        ("t.parquet", b"no", r"t\.parquet cannot be read"),
        ("t.csv", b"", r"t\.csv cannot be read"),
        ("t.csv", b"a,b\n", r"t\.csv has no rows"),
        ("t.csv", b"file,sex,file\n1,2,3\n", r"t\.csv has two columns 'file'"),
        ("t.tsv", "a\tb\nM\u00e4nnlich\t1\n".encode("latin-1"), r"t\.tsv is not in UTF-8"),
        ("t.csv", "a,M\u00e4nnlich\n1,1\n".encode("latin-1"), r"t\.csv is not in UTF-8"),
        ("t.csv", b"a,b\n1,2,3\n1,2,3\n", r"t\.csv cannot be read: its rows have more cells"),
        ("t.csv", b"a,b\n1,2\n1,2,3\n", r"t\.csv cannot be read: .*line 3"),
    ],
)
def test_unusable_tables_are_refused_by_name(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=sentence):
        read_table(tmp_path / name)
    with pytest.raises(ValueError, match=r"none\.csv does not exist"):
        read_table(tmp_path / "none.csv")


def test_features_are_numbers_without_gaps():
    table = pd.DataFrame({"a": [1, 2], "b": ["3", "many"], "label": ["x", "y"]})
    assert read_numbers(table, "t.csv", ["b", "label"]).tolist() == [[1], [2]]
    with pytest.raises(ValueError, match=r"t\.csv: column 'b' holds 'many' in row 2"):
        read_numbers(table, "t.csv", ["label"])
    with pytest.raises(ValueError, match="no columns left"):
        read_numbers(table, "t.csv", list(table))
