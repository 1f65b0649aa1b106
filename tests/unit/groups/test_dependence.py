"""Signs that inputs depend on each other."""

import numpy as np
import pandas as pd
import pytest
from topomaps.groups.dependence import hints_of_dependence

N = 120
NONE = pd.DataFrame(index=range(N))


@pytest.mark.parametrize("name", ["person", "subject_id", "videoId", "Patient ID", "speakers"])
def test_a_column_that_names_whom_inputs_are_of_is_named(name):
    table = pd.DataFrame({name: [f"p{i // 4}" for i in range(N)], "age": ["30"] * N})
    (hint,) = hints_of_dependence(table, None, used=())
    assert f"30 values of {name!r} stand for 120 inputs" in hint
    assert f"`blocks: {name}`" in hint
    assert hints_of_dependence(table, None, used=(name,)) == []


@pytest.mark.parametrize(
    "values",
    [[f"p{i}" for i in range(N)], ["p1"] * N, [np.nan] * N],
    ids=["one input each", "one person", "missing"],
)
def test_nothing_is_said_where_nothing_can_depend(values):
    assert hints_of_dependence(pd.DataFrame({"person": values}), None, used=()) == []


def test_other_columns_are_no_sources():
    table = pd.DataFrame({"age": np.arange(N) // 4, "personality": ["a", "b"] * (N // 2)})
    assert hints_of_dependence(table.astype(str), None, used=()) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("f/p7_0.png", "f/p7_1.png"), ("7a.png", "7b.png"), ("s7/take-1.wav", "s7/take-2.wav")],
)
def test_files_that_differ_in_their_last_part_are_named(first, second):
    files = [name.replace("7", str(i), 1) for i in range(40) for name in (first, second)]
    (hint,) = hints_of_dependence(NONE, files, used=())
    assert "80 files are of 40 sets" in hint
    assert f"{files[0]} and {files[1]}" in hint


@pytest.mark.parametrize("form", ["{i:05d}.png", "cat_{i}.png", "{c}_{i}.png", "val/{i}.jpg"])
def test_numbered_files_are_no_sets(form):
    files = [form.format(i=i, c=i % 20) for i in range(N)]
    assert hints_of_dependence(NONE, files, used=()) == []
