import numpy as np
import pandas as pd
import pytest
from topomaps.data.table_numbers import feature_columns, read_numbers


def test_features_are_numbers_without_gaps():
    table = pd.DataFrame({"a": [1, 2], "b": ["3", "many"], "label": ["x", "y"]})
    assert read_numbers(table, "t.csv", ["a"]).tolist() == [[1], [2]]
    with pytest.raises(ValueError, match=r"t\.csv: column 'b' holds 'many' in row 2"):
        read_numbers(table, "t.csv", ["a", "b"])
    with pytest.raises(ValueError, match="no columns left"):
        feature_columns(table, "t.csv", list(table))


def test_columns_that_only_number_the_rows_are_no_features():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "Unnamed: 3": list("ab") * 25, "n": np.arange(1, 51), "Unnamed: 0": rng.permutation(50),
            "id": rng.permutation(50), "twice": np.repeat(np.arange(25), 2),
            "f": np.arange(50) / 2, "shuffled": rng.permutation(50),
        }
    )  # fmt: skip
    features, numbering = feature_columns(table, "t.csv", [])
    assert features == ["twice", "f", "shuffled"]
    assert sorted(numbering) == ["Unnamed: 0", "Unnamed: 3", "id", "n"]
    assert numbering["Unnamed: 3"] == "has no name"
    assert feature_columns(table, "t.csv", [], ["n", "f"]) == (["n", "f"], {})


def test_decimal_commas_are_numbers():
    table = pd.DataFrame({"a": ["1,5", "-2,25e1", "3"]})
    assert read_numbers(table, "t.csv", ["a"]).tolist() == [[1.5], [-22.5], [3]]


def test_names_without_heading_and_row_names_are_no_features():
    table = pd.DataFrame({"Unnamed: 0": ["car", "bus"], "a": [1, 2]})
    assert feature_columns(table, "t.csv", []) == (["a"], {"Unnamed: 0": "has no name"})
    with pytest.raises(ValueError, match=r"features; 'Unnamed: 0' has no name; .* key features"):
        feature_columns(table, "t.csv", ["a"])


def test_what_counts_as_missing_is_no_number():
    table = pd.DataFrame({"a": [1, -99]})
    assert read_numbers(table, "t.csv", ["a"]).tolist() == [[1], [-99]]
    with pytest.raises(ValueError, match=r"column 'a' holds '-99' in row 2"):
        read_numbers(table, "t.csv", ["a"], missing=["NA", "-99"])


def test_commas_of_thousands_are_not_taken_for_decimal_ones():
    with pytest.raises(ValueError, match=r"'1,500' may have a decimal comma or one of thousands"):
        read_numbers(pd.DataFrame({"a": ["1,500", "12,000"]}), "t.csv", ["a"])
    table = pd.DataFrame({"a": ["1,500", "12,000"], "b": ["0,125", "3"]})
    assert read_numbers(table, "t.csv", ["a", "b"]).tolist() == [[1.5, 0.125], [12, 3]]


@pytest.mark.parametrize(
    "values",
    [pd.to_datetime(["2020-01-01", "2021-01-01"]), pd.to_timedelta([1, 2], unit="s"),
     [[1, 2], [3, 4]]],
)  # fmt: skip
def test_times_and_lists_are_no_features(values):
    table = pd.DataFrame({"x": values})
    with pytest.raises(ValueError, match="column 'x' holds times or lists"):
        read_numbers(table, "t.parquet", ["x"])
