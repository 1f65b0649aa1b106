"""Groups of a user's inputs, by whatever the user has."""

import numpy as np
import pandas as pd
import pytest
from topomaps.activations.inputs import KnownInputs
from topomaps.groups.own_groups import MAX_GROUPS, own_groups


@pytest.fixture
def known():
    """Eight inputs of three classes with two attributes, some of it missing."""
    return KnownInputs(
        labels=np.array([0, 0, 1, 1, 1, 2, -1, 0]),
        predictions=np.array([0, 1, 1, 1, 0, 2, 0, -1]),
        class_names=("big_cat", "dog", "owl"),
        attributes=pd.DataFrame(
            {
                "sex": ["F", "M", "F", "M", "F", "M", "F", np.nan],
                "age": ["10-19", "3-9", "3-9", "10-19", "3-9", "3-9", "10-19", "3-9"],
            }
        ),
    )


def sizes(grouping):
    return {
        name: int((grouping.members == index).sum()) for index, name in enumerate(grouping.names)
    }


def test_classes_and_outcomes(known):
    assert sizes(own_groups(known, by="class")) == {"big cat": 3, "dog": 3, "owl": 1}
    assert sizes(own_groups(known, by="correctness")) == {
        "big cat correct": 1, "dog correct": 2, "owl correct": 1, "big cat wrong": 1,
        "dog wrong": 1,
    }  # fmt: skip
    assert sizes(own_groups(known, by="confusion"))["dog as big cat"] == 1


def test_attributes_and_combinations_in_natural_order(known):
    ages = own_groups(known, by="attribute", attributes=["age"])
    assert sizes(ages) == {"3-9": 5, "10-19": 3}
    assert list(ages.names) == ["3-9", "10-19"]
    both = own_groups(known, by="attribute", attributes=["sex", "age"])
    assert sizes(both) == {"F × 3-9": 2, "F × 10-19": 2, "M × 3-9": 2, "M × 10-19": 1}
    assert (both.rows[0], both.columns[0]) == ("F", "3-9")


def test_small_groups_and_others_are_left_out(known, caplog):
    assert sizes(own_groups(known, by="class", min_size=2)) == {"big cat": 3, "dog": 3}
    assert "'owl' has 1 inputs, fewer than 2" in caplog.text
    assert list(own_groups(known, by="class", only=["owl", "big_cat"]).names) == ["big cat", "owl"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"by": "attribute", "attributes": ["gender"]}, "no attribute 'gender'; they have: sex"),
        ({"by": "class", "only": ["cat", "dog"]}, "no 'cat'; there are: big cat, dog, owl"),
        ({"by": "class", "min_size": 9}, r"0 groups are left.*big cat \(3\), dog \(3\)"),
        ({"by": "class", "only": ["dog"]}, "1 groups are left"),
    ],
)
def test_faults_say_what_is_there(known, how, words):
    with pytest.raises(ValueError, match=words):
        own_groups(known, **how)


def test_missing_labels_and_predictions_are_named(known):
    with pytest.raises(ValueError, match=r"no labels, which groups by 'class' need.*sex, age"):
        own_groups(known._replace(labels=None), by="class")
    with pytest.raises(ValueError, match="no predictions"):
        own_groups(known._replace(predictions=None), by="confusion")


def test_thousands_of_groups_are_refused(known):
    n = 3 * MAX_GROUPS
    many = known._replace(
        labels=np.arange(n),
        class_names=tuple(map(str, range(n))),
        predictions=np.arange(n),
        attributes=pd.DataFrame({"name": [f"n{i}" for i in range(n)], "id": map(str, range(n))}),
    )
    for how in (
        {"by": "class"},
        {"by": "confusion"},
        {"by": "attribute", "attributes": ["name"]},
        {"by": "attribute", "attributes": ["name", "id"]},
    ):
        with pytest.raises(ValueError, match="groups are more than 1,000"):
            own_groups(many, **how)
    assert len(own_groups(many, by="class", only=["5", "7"]).names) == 2
