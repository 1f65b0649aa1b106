import numpy as np
import pandas as pd
import pytest
from topomaps.common.text import as_text, natural_key, notes_on_texts


def test_numbers_and_ranges_come_in_their_order_before_text():
    values = ["more than 70", "10-19", "3-9", "-1.5", "100", "20"]
    assert sorted(values, key=natural_key) == ["-1.5", "3-9", "10-19", "20", "100", "more than 70"]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([1, 2], ["1", "2"]),
        ([1.0, np.nan], ["1", None]),
        ([1.5, 2.0], ["1.5", "2.0"]),
        ([" a ", "", "NaN", None], [" a ", None, "NaN", None]),
        (["NA", "None", "null", "nan"], ["NA", "None", "null", "nan"]),
        (["01", "1"], ["01", "1"]),
        ([b"a", b"NA"], ["a", "NA"]),
        ([True, False], ["True", "False"]),
    ],
)
def test_values_become_text_and_missing_ones_nan(values, text):
    found = as_text(values)
    assert [None if pd.isna(each) else each for each in found] == text


def test_texts_that_could_mean_missing_are_told_once():
    columns = {"wears": as_text(["None", "Hat", "None", ""]), "n": as_text([1, 2])}
    assert notes_on_texts(columns) == [
        "2 inputs hold the text 'None' in 'wears', taken as it stands; if it means that the "
        'value is missing, say so: missing: ["None"]'
    ]
    assert notes_on_texts({"wears": as_text(["None", "Hat"], ["None"])}) == []


@pytest.mark.parametrize("character", ["\0", "\ufeff"])
def test_invisible_characters_that_would_be_lost_are_refused(character):
    values = np.array(["a", f"b{character}"], dtype=object)
    with pytest.raises(ValueError, match=r"labels: value 2 .* holds the invisible character"):
        as_text(values, name="labels")


def test_large_integers_beside_gaps_are_kept_apart():
    values = pd.Series([2**53 + 1, 2**53, None], dtype="Int64")
    assert as_text(values).fillna("").tolist() == ["9007199254740993", "9007199254740992", ""]


@pytest.mark.parametrize("values", [np.array([b"\xe4"]), [b"\xe4", b"b", None]])
def test_bytes_that_are_no_utf_8_are_refused_by_their_column(values):
    with pytest.raises(ValueError, match="labels: a text is not in UTF-8"):
        as_text(values, name="labels")
