import logging

import pandas as pd
import pytest
from topomaps.data.label_tables import match_images, read_label_table, some_names

ATTRIBUTES = {"age": ("0-2", "3-9", "10-19"), "gender": ("Female", "Male")}
TEXT = """file,age,gender,service_test
val/1.jpg,3-9,Male,False
val/2.jpg,0-2,Female,True
val/3.jpg,10-19,Female,True
"""


def read(tmp_path, text=TEXT, encoding="utf-8"):
    path = tmp_path / "labels.csv"
    path.write_text(text, encoding=encoding)
    return read_label_table(path, ATTRIBUTES)


def test_file_and_attributes_are_read_with_values_in_their_natural_order(tmp_path):
    table = read(tmp_path)
    assert list(table.columns) == ["file", "age", "gender"]
    assert table["file"].tolist() == ["val/1.jpg", "val/2.jpg", "val/3.jpg"]
    assert table["age"].tolist() == ["3-9", "0-2", "10-19"]
    assert table["age"].cat.categories.tolist() == ["0-2", "3-9", "10-19"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["", "\n\n"])
def test_byte_order_mark_and_empty_lines_do_not_matter(tmp_path, encoding, end):
    expected = read(tmp_path)
    pd.testing.assert_frame_equal(read(tmp_path, TEXT + end, encoding), expected)


def test_surplus_columns_are_named_in_the_log(tmp_path, caplog):
    with caplog.at_level(logging.INFO):
        read(tmp_path)
    assert "labels.csv: columns without use: service_test" in caplog.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no rows"),
        ("file,age,gender\n", "has no rows"),
        ("file,age\nval/1.jpg,0-2\n", "no columns 'gender', one is needed; its columns are file"),
        (TEXT.replace("service_test", "age"), "2 columns 'age', one is needed"),
        (TEXT.replace("0-2,Female", "0-2,female"), "gender of val/2.jpg is 'female', allowed are"),
        (TEXT.replace("0-2,Female", "0-2,"), "gender of val/2.jpg is '', allowed are"),
        (TEXT.replace(",Female,", ",Female,,"), "4 columns, but 5 cells in the row 'val/2.jpg"),
        (TEXT[:-15], "4 columns, but 2 cells in the row 'val/3.jpg"),
        (TEXT.replace("val/1", "val/2"), "'val/2.jpg' 2 times"),
        (TEXT.replace("val/1", "../1"), "'../1.jpg' leads out of its folder"),
        ("<html><p>Sorry, sorry, sorry</p>\n<p>sign in</p>\n", "truncated or damaged"),
    ],
)
def test_unusable_tables_are_refused_by_name(tmp_path, text, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        read(tmp_path, text)
    assert "labels.csv" in str(error.value)


def test_other_encodings_are_refused(tmp_path):
    with pytest.raises(ValueError, match="utf-8"):
        read(tmp_path, TEXT.replace("Male", "Männlich"), "latin-1")


NAMES = ["val/1.jpg", "val/2.jpg", "val/3.jpg"]


def test_labels_and_images_that_agree_are_kept_as_they_are(tmp_path):
    table = read(tmp_path)
    matched, coverage = match_images(table, NAMES[::-1], n_published=3)
    pd.testing.assert_frame_equal(matched, table)
    assert coverage.n_matched == coverage.n_labels == coverage.n_images == 3
    assert coverage.labels_without_image == coverage.images_without_label == ()


def test_images_without_label_are_counted_and_no_reason_to_refuse(tmp_path):
    _, coverage = match_images(read(tmp_path), [*NAMES, "train/1.jpg", "train/2.jpg"])
    assert coverage.images_without_label == ("train/1.jpg", "train/2.jpg")
    assert "images without label: 2 (train/1.jpg, train/2.jpg)" in coverage.sentence()


def test_labels_without_image_are_left_out_only_where_a_subset_is_accepted(tmp_path):
    table = read(tmp_path)
    with pytest.raises(ValueError, match=r"labels without image: 1 \(val/2.jpg\).*accept_subset"):
        match_images(table, ["val/1.jpg", "val/3.jpg"])
    matched, coverage = match_images(table, ["val/1.jpg", "val/3.jpg"], accept_subset=True)
    assert matched["file"].tolist() == ["val/1.jpg", "val/3.jpg"]
    assert matched.index.tolist() == [0, 1]
    assert coverage.labels_without_image == ("val/2.jpg",)


def test_fewer_images_than_published_are_a_subset_although_all_have_labels(tmp_path):
    table = read(tmp_path)
    with pytest.raises(ValueError, match=r"3 of 10,954 published.*accept_subset: true"):
        match_images(table, NAMES, n_published=10_954)
    matched, _ = match_images(table, NAMES, accept_subset=True, n_published=10_954)
    assert len(matched) == 3


def test_a_table_of_other_images_is_refused_even_if_subsets_are_accepted(tmp_path):
    with pytest.raises(ValueError, match="do not belong together"):
        match_images(read(tmp_path), ["train/7.jpg"], accept_subset=True)


def test_long_lists_of_names_are_cut():
    assert some_names(()) == "none"
    assert some_names(("a", "b")) == "2 (a, b)"
    assert some_names(tuple("abcdef")) == "6 (a, b, c, d, e, …)"
