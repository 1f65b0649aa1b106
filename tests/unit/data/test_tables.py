import gzip

import numpy as np
import pandas as pd
import pytest
from topomaps.common.text import as_text
from topomaps.data.tables import columns_of, read_table
from topomaps.data.text_tables import dialect_of, file_column, named_columns, rows_of


def test_tables_of_all_kinds_are_read(tmp_path):
    table = pd.DataFrame({"a": [1.5, 2], "label": ["x", "y"]})
    table.to_csv(tmp_path / "t.csv", index=False)
    table.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    for ending in ("csv", "tsv"):
        found = read_table(tmp_path / f"t.{ending}", text=["label"])
        pd.testing.assert_frame_equal(found, table, check_dtype=False)
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
        ("t.xlsx", b"", r"allowed endings are \.csv, \.tsv, \.txt, \.parquet"),
        ("t.parquet", b"no", r"t\.parquet cannot be read"),
        ("t.csv", b"", r"t\.csv is empty"),
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


@pytest.mark.parametrize(
    "content",
    [
        "name;n\nNA;01\n\u00e4;1\n".encode(),
        "name\tn\nNA\t01\n\u00e4\t1\n".encode(),
        "name , n\nNA , 01\n\u00e4,1\n".encode("utf-8-sig"),
        "name,n\nNA,01\n\u00e4,1\n".encode("utf-16"),
        "name,n\r\nNA,01\r\n\r\n\u00e4,1\r\n".encode("utf-16-le"),
    ],
)
def test_separators_and_encodings_are_found_and_text_stays_as_it_is(tmp_path, content):
    (tmp_path / "t.csv").write_bytes(content)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(content))
    for name in ("t.csv", "t.csv.gz"):
        table = read_table(tmp_path / name)
        assert table.to_dict("list") == {"name": ["NA", "\u00e4"], "n": ["01", "1"]}
        assert list(rows_of(tmp_path / name, dialect_of(tmp_path / name))) == [
            ["NA", "01"], ["\u00e4", "1"],
        ]  # fmt: skip


def test_an_encoding_can_be_named(tmp_path):
    (tmp_path / "t.csv").write_bytes("a;b\n\u00e4;1\n".encode("cp1252"))
    assert read_table(tmp_path / "t.csv", encoding="cp1252")["a"].tolist() == ["\u00e4"]
    with pytest.raises(ValueError, match="key encoding"):
        read_table(tmp_path / "t.csv")


def test_empty_lines_of_a_single_column_are_missing_values(tmp_path):
    (tmp_path / "t.csv").write_text("label\na\n\nb\n")
    assert read_table(tmp_path / "t.csv")["label"].isna().tolist() == [False, True, False]
    assert list(rows_of(tmp_path / "t.csv", dialect_of(tmp_path / "t.csv"))) == [["a"], [""], ["b"]]


def test_the_lists_of_celeba_are_read_as_published(tmp_path):
    (tmp_path / "list_attr.txt").write_text("2\nMale Young \n000001.jpg -1  1\n000002.jpg  1 -1\n")
    table = read_table(tmp_path / "list_attr.txt")
    assert table.to_dict("list") == {
        "file": ["000001.jpg", "000002.jpg"], "Male": ["-1", "1"], "Young": ["1", "-1"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "named", "found"),
    [
        (["x", "file", "path"], None, "file"),
        (["x", "Image_ID"], None, "Image_ID"),
        (["filename", "path"], None, None),
        (["photo"], "photo", "photo"),
    ],
)
def test_the_column_of_the_files_is_found_or_named(columns, named, found):
    assert file_column(columns, named) == found


def test_half_characters_are_refused_by_place():
    with pytest.raises(ValueError, match=r"labels: value 2 .*lone surrogate"):
        as_text(np.array(["a", "b\ud800"]), name="labels")


@pytest.mark.parametrize(
    "content",
    [
        "\n\nname;n\nx, y;1\n",
        "sep=;\nname;n\nx, y;1\n",
        "name;n\nx, y;1\n\n",
        '"name"\t"n"\n"x, y"\t"1"\n',
    ],
)
def test_separators_are_told_by_the_rows_too(tmp_path, content):
    (tmp_path / "t.csv").write_text(content)
    assert read_table(tmp_path / "t.csv").to_dict("list") == {"name": ["x, y"], "n": ["1"]}
    dialect = dialect_of(tmp_path / "t.csv")
    assert list(rows_of(tmp_path / "t.csv", dialect)) == [["x, y", "1"]]


def test_columns_without_a_name_are_told_apart(tmp_path):
    (tmp_path / "t.csv").write_text(",file,\n0,a.png,\n")
    assert list(read_table(tmp_path / "t.csv")) == ["Unnamed: 0", "file", "Unnamed: 2"]
    assert named_columns(dialect_of(tmp_path / "t.csv").columns) == ["file"]


def test_a_quote_may_follow_the_blank_behind_a_separator(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('file, "label"\n a.png, "cat"\n b.png, "dog, or cat"\n')
    expected = [["a.png", "cat"], ["b.png", "dog, or cat"]]
    assert read_table(path).to_numpy().tolist() == expected
    assert list(rows_of(path, dialect_of(path))) == expected
    assert dialect_of(path).columns == ("file", "label")
