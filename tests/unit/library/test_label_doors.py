"""Labels of any kind, and which of them are missing."""

import numpy as np
import pandas as pd
import pytest
from topomaps.library.label_doors import as_labels

TEXTS = ["cat", None, "dog", "cat"]
MISSING = [False, True, False, False]


@pytest.mark.parametrize(
    "labels",
    [
        TEXTS,
        tuple(TEXTS),
        np.array(TEXTS, dtype=object),
        pd.Series(TEXTS),
        pd.Series(TEXTS, dtype="category"),
        pd.Series(TEXTS, dtype="string"),
        pd.Categorical(TEXTS),
        pd.DataFrame({"label": TEXTS}),
        ["cat", float("nan"), "dog", "cat"],
        ["cat", pd.NA, "dog", "cat"],
        ["cat", pd.NaT, "dog", "cat"],
        [b"cat", None, b"dog", b"cat"],
        np.ma.masked_array(["cat", "owl", "dog", "cat"], mask=MISSING),
    ],
    ids=repr,
)
def test_text_is_text_and_what_is_missing_is_told(labels):
    values, missing = as_labels(labels)
    assert missing.tolist() == MISSING
    assert values[~missing].tolist() == ["cat", "dog", "cat"]
    assert values.dtype.kind == "U"


@pytest.mark.parametrize(
    "labels",
    [
        [3, None, 1, 3],
        [3.0, np.nan, 1.0, 3.0],
        pd.Series([3, None, 1, 3]),
        pd.Series([3, None, 1, 3], dtype="Int64"),
        pd.Series([3, None, 1, 3], dtype="category"),
        np.array([[3.0], [np.nan], [1.0], [3.0]]),
    ],
    ids=repr,
)
def test_whole_numbers_stay_whole_beside_missing_ones(labels):
    values, missing = as_labels(labels)
    assert missing.tolist() == MISSING
    assert values[~missing].tolist() == [3, 1, 3]
    assert values.dtype == np.int64


def test_truth_values_and_tensors():
    torch = pytest.importorskip("torch")
    for given in ([True, False], np.array([True, False]), torch.tensor([True, False])):
        assert as_labels(given)[0].tolist() == [True, False]
    assert as_labels(pd.Series([True, None, False], dtype="boolean"))[1].tolist() == [0, 1, 0]
    assert as_labels([torch.tensor(2), torch.tensor(5)])[0].tolist() == [2, 5]
    assert as_labels([0.5, 1.5])[0].tolist() == [0.5, 1.5]


def test_words_for_nothing_are_names():
    values, missing = as_labels(["nan", "NA", "None", ""])
    assert not missing.any()
    assert values.tolist() == ["nan", "NA", "None", ""]


def test_a_column_is_named():
    table = pd.DataFrame({"a": [1.0, 2], "species": ["cat", "dog"]})
    assert as_labels("species", source=table)[0].tolist() == ["cat", "dog"]
    with pytest.raises(ValueError, match="labels is 'sex', which the table of the activations la"):
        as_labels("sex", source=table)
    with pytest.raises(ValueError, match="labels are the text 'sex'; give one label for each inp"):
        as_labels("sex", source=np.zeros((2, 2)))
    anndata = pytest.importorskip("anndata")
    data = anndata.AnnData(np.zeros((2, 1)), obs=table[["species"]].set_axis(["0", "1"]))
    assert as_labels("species", source=data)[0].tolist() == ["cat", "dog"]


def test_one_index_in_another_order_is_refused():
    table = pd.DataFrame({"a": [1.0, 2]}, index=["x", "y"])
    labels = pd.Series(["cat", "dog"], index=["y", "x"])
    with pytest.raises(ValueError, match=r"in another order.*labels\.loc\[activations\.index\]"):
        as_labels(labels, source=table)
    assert as_labels(labels.loc[table.index], source=table)[0].tolist() == ["dog", "cat"]
    assert as_labels(labels.set_axis([5, 6]), source=table)[0].tolist() == ["cat", "dog"]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (None, "labels are None; give one label for each input"),
        ([], "labels are empty"),
        ([None, np.nan], r"all 2 labels are missing \(None or NaN\)"),
        (["a", 1], r"several types or of no simple one \(int, str\); give all as text"),
        ([True, 1], r"several types .*\(bool, int\)"),
        (np.eye(3), r"shape \(3, 3\); give one label .* values.argmax\(axis=1\) of rows of 0"),
        (np.ones(3) * 1j, "labels are complex128"),
        (5, "labels are of type int"),
    ],
)
def test_what_is_no_labels_is_refused_with_what_it_is(labels, words):
    with pytest.raises(ValueError, match=words):
        as_labels(labels)
