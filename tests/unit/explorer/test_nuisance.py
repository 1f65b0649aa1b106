"""What a page says of attributes that tests account for, and of others."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from topomaps.explorer.nuisance import (
    cramers_v,
    groups_of_inputs,
    hint_on_layer,
    words_on_nuisance,
)

GENERATOR = np.random.default_rng(0)
N = 300
GROUPS = np.arange(N) % 3
FREE = GENERATOR.integers(0, 2, N)  # tells no group apart
ALONG = np.where(GENERATOR.random(N) < 0.8, GROUPS, 0)
TABLE = pd.DataFrame(
    {
        "coin": FREE.astype(str),
        "camera": ALONG.astype(str),
        "loudness": GROUPS + GENERATOR.normal(0, 0.5, N),
        "noise": GENERATOR.normal(0, 1, N),
        "voice": [f"{group}{number % 4}" for number, group in enumerate(GROUPS)],
        "file": [f"{number}.png" for number in range(N)],
    }
)


def test_attributes_that_go_along_with_the_groups_are_named_the_most_first():
    words = words_on_nuisance(TABLE, GROUPS, [], [])
    assert len(words) == 2
    assert words[0].startswith("The tests do not account for attributes that go along")
    assert "loudness 0." in words[0]
    assert "camera 0." in words[0]
    for other in ("coin", "noise", "file", "voice"):
        assert other not in words[0]
    assert words[1].startswith("Each value of voice lies in one group only.")


def test_what_is_declared_is_said_and_not_missed():
    words = words_on_nuisance(TABLE, GROUPS, ["camera", "loudness"], ["voice"])
    assert words == ["The tests permute within camera and loudness (nuisance)."]
    assert words_on_nuisance(TABLE[["coin", "file"]], GROUPS, [], []) == []


def test_noise_is_named_in_few_cases():
    """The attributes are independent of the groups."""
    told = sum(
        bool(
            words_on_nuisance(
                pd.DataFrame(GENERATOR.integers(0, 3, (60, 4)).astype(str), columns=list("abcd")),
                np.arange(60) % 3, [], [],
            )
        )
        for _ in range(100)
    )  # fmt: skip
    assert told <= 4


@pytest.mark.parametrize(("codes", "v"), [(GROUPS, 1.0), (GROUPS % 2, 1.0), (FREE, 0.0)])
def test_cramers_v_is_one_of_the_same_and_none_by_chance(codes, v):
    assert cramers_v(np.asarray(codes), GROUPS) == pytest.approx(v, abs=0.1)


def test_inputs_without_a_group_or_a_value_count_for_nothing():
    groups = np.where(np.arange(N) < 30, -1, GROUPS)
    column = pd.Series(ALONG.astype(str)).where(np.arange(N) % 5 > 0)
    words = words_on_nuisance(pd.DataFrame({"camera": column}), groups, [], [])
    assert "camera 0." in words[0]
    drawn = SimpleNamespace(
        inputs=[np.array([0, 2]), np.array([3]), np.array([1])], kinds=("given", "given", "random")
    )
    assert groups_of_inputs(drawn, 5).tolist() == [0, -1, 0, 1, -1]
    without_attributes = groups_of_inputs(drawn, 0)
    assert without_attributes.tolist() == [0, -1, 0, 1]
    assert words_on_nuisance(pd.DataFrame(), without_attributes, [], []) == []


def test_what_hides_all_groups_is_hinted_at_where_p_is_near_one():
    balanced = np.arange(N) // 3 % 2
    table = pd.DataFrame({"gender": balanced.astype(str)})
    values = balanced[:, None] + GENERATOR.normal(0, 0.1, (N, 4))
    near_one = SimpleNamespace(of_groups=pd.DataFrame({"p": [0.99, 1.0, 0.97]}))
    hint = hint_on_layer(near_one, values, table, GROUPS, [])
    assert hint.startswith("p is 0.97 and more: 'gender' makes")
    assert hint_on_layer(near_one, values, table, GROUPS, ["gender"]) == ""
    found = SimpleNamespace(of_groups=pd.DataFrame({"p": [0.01]}))
    assert hint_on_layer(found, values, table, GROUPS, []) == ""
    assert hint_on_layer(None, values, table, GROUPS, []) == ""
