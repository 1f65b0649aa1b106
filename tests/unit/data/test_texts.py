import numpy as np
import pytest
from topomaps.common.files import save_arrays
from topomaps.data.dataset import LEFT_OUT, open_dataset
from topomaps.data.stored_texts import Texts, stored_texts
from topomaps.data.text_tables import text_column
from topomaps.data.texts import text_dataset


def opened(path, tmp_path, **settings):
    arrays = text_dataset(path, generator=np.random.default_rng(0), **settings)
    save_arrays(tmp_path / "data.npz", **arrays)
    return open_dataset(tmp_path / "data.npz")


def test_a_table_has_texts_labels_and_attributes(tmp_path):
    rows = ['"She is a nurse, ""they"" said.",woman,nurse', "שלום עולם 東京,man,pilot"]
    (tmp_path / "t.csv").write_text("\n".join(["sentence,gender,job", *rows]), encoding="utf-8")
    found = opened(tmp_path / "t.csv", tmp_path, label="gender")
    assert found.kind == "text"
    assert [*found.texts] == ['She is a nurse, "they" said.', "שלום עולם 東京"]
    assert found.class_names == ("man", "woman")
    np.testing.assert_array_equal(found.labels, [1, 0])
    assert list(found.attributes) == ["gender", "job"]


@pytest.mark.parametrize("separator", [",", "\t"])
def test_empty_texts_and_nul_bytes_are_left_out_and_long_ones_kept(tmp_path, separator):
    long = "word " * 100_000
    lines = [f"a{separator}text", f"x{separator}", f"y{separator}a\0b", f"z{separator}{long}"]
    path = tmp_path / ("t.csv" if separator == "," else "t.tsv")
    path.write_text("\n".join(lines))
    found = opened(path, tmp_path)
    np.testing.assert_array_equal(found.split == LEFT_OUT, [True, True, False])
    left_out = {"is empty": ("row 1",), "holds NUL bytes, as no text does": ("row 2",)}
    assert found.account.left_out == left_out
    assert found.texts[2] == long.strip()


def test_a_folder_of_files_has_its_folders_as_classes(tmp_path):
    for name in ("good/b.txt", "good/a.txt", "bad/c.txt", "bad/d.png", "loose.txt"):
        (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / name).write_text(name)
    found = opened(tmp_path / "all", tmp_path)
    assert [*found.texts] == ["bad/c.txt", "good/a.txt", "good/b.txt", "loose.txt"]
    assert found.class_names == ("bad", "good")
    np.testing.assert_array_equal(found.labels, [0, 1, 1, -1])


def test_a_folder_without_folders_has_no_labels(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("a")
    assert opened(tmp_path / "texts", tmp_path).labels is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "no column that is called text; name that of the texts by the key text"),
        (b"\xff\xfea,text\n", "is not in|no rows|cannot"),
    ],
)
def test_tables_without_texts_are_refused(tmp_path, content, said):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(ValueError, match=said):
        opened(tmp_path / "t.csv", tmp_path)


def test_a_file_in_another_encoding_is_refused_unless_it_is_named(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes("Zürich".encode("cp1252"))
    with pytest.raises(ValueError, match=r"a\.txt is not in UTF-8"):
        opened(tmp_path / "texts", tmp_path)
    assert opened(tmp_path / "texts", tmp_path, encoding="cp1252").texts[0] == "Zürich"


def test_the_column_of_texts_has_a_usual_name_or_the_one_given():
    assert text_column(["id", "Sentence"]) == "Sentence"
    assert text_column(["sentence", "text"]) == "text"
    assert text_column(["a", "text"], "a") == "a"
    assert text_column(["a", "b"]) is None


def test_stored_texts_come_back_as_they_were():
    texts = ["", "a\nb", "日本語", "e\u0301", "😀"]
    assert [*Texts(*stored_texts(texts))] == texts
    assert len(Texts(*stored_texts([]))) == 0
