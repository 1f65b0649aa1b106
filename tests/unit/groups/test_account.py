"""What became of the inputs of a grouping."""

import numpy as np
import pandas as pd
import pytest
from topomaps.activations.input_accounts import SeenInputs
from topomaps.activations.inputs import InputTable
from topomaps.data.account import Account
from topomaps.groups.account import account_table, left_out_table
from topomaps.groups.groupings import group_inputs

NAMES = [f"{n}.png" for n in range(8)]
KNOWN = InputTable(
    np.array([0, 0, 0, 1, 1, 1, 2, -1]), np.array([0, 0, 1, 1, 1, -1, 3, 0]),
    ("cat", "dog", "owl", "yak"), ("cat", "dog", "owl", "fox", "yak"),
    pd.DataFrame({"sex": ["F", "M", "F", "M", "F", None, "M", "F"]}),
)  # fmt: skip
LOST = InputTable(np.array([3]), None, KNOWN.class_names, (), pd.DataFrame({"sex": ["X"]}))
SEEN = SeenInputs(Account(10, {"is empty": ("y.png",)}, ("a note",)), NAMES, 1, LOST)


def rows(by, **how):
    grouping = group_inputs(KNOWN, by, **how)
    tables = account_table(SEEN, KNOWN, grouping, by), left_out_table(SEEN, KNOWN, grouping, by)
    return [list(table.itertuples(index=False, name=None)) for table in tables]


def test_each_input_is_in_one_row(caplog):
    table, left_out = rows(["class"], min_size=2)
    assert table == [
        ("inputs", "", 10, ""),
        ("left out", "is empty", 1, "y.png"),
        ("for training", "", 1, ""),
        ("in no group", "its group is left out", 1, ""),
        ("in no group", "has no label", 1, "7.png"),
        ("in groups", "", 6, ""),
        ("group left out", "fewer inputs than min_size, 2", 1, "owl"),
        ("group left out", "no input", 0, "yak"),
        ("note", "a note", 0, ""),
    ]
    assert left_out == [("y.png", "is empty"), ("7.png", "has no label")]


def test_groups_that_lost_all_inputs_are_told_by_what_was_left_out():
    table, left_out = rows(["sex"])
    assert ("group left out", "no input", 0, "X") in table
    assert ("5.png", "has no value of sex") in left_out
    table, _ = rows(["class", "sex"], only=["cat", "dog", "F", "M"])
    assert [row for row in table if row[0] == "group left out"] == [
        ("group left out", "not named by only", 1, "owl × M"),
        ("group left out", "no input", 0, "yak × X"),
    ]


@pytest.mark.parametrize(
    ("by", "reasons"),
    [
        ("prediction", {"5.png": "has no prediction"}),
        ("correctness", {"5.png": "has no prediction", "7.png": "has no label"}),
        (
            "confusion",
            {
                "5.png": "has no prediction",
                "6.png": "is predicted as a class that no label has",
                "7.png": "has no label",
            },
        ),
    ],
)
def test_reasons_are_those_of_the_factors(by, reasons):
    assert dict(rows([by])[1]) == {"y.png": "is empty", **reasons}


def test_checkpoints_count_an_input_once():
    twice = InputTable(
        np.tile(KNOWN.labels, 2), None, KNOWN.class_names, (),
        pd.DataFrame({"checkpoint": np.repeat(["0", "9"], 8)}),
    )  # fmt: skip
    grouping = group_inputs(twice, ["checkpoint"])
    table = account_table(SEEN, twice, grouping, ["checkpoint"])
    assert table.set_index("what")["n"]["in groups"] == 7
    assert len(left_out_table(SEEN, twice, grouping, ["checkpoint"])) == 2
