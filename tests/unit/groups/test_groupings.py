"""Groups of inputs by one or several factors."""

import numpy as np
import pandas as pd
import pytest
from topomaps.groups.groupings import MAX_GROUPS, group_inputs


def sizes(grouping):
    return dict(zip(grouping.names, grouping.counts().tolist(), strict=True))


def test_classes_and_predictions(known):
    grouping = group_inputs(known, ["class"])
    assert sizes(grouping) == {"big_cat": 3, "dog": 3, "owl": 1}
    assert grouping.columns == grouping.names
    assert set(grouping.rows) == {""}
    assert sizes(group_inputs(known, ["prediction"])) == {"big_cat": 3, "dog": 3, "owl": 1}


def test_correct_and_wrong_inputs_of_each_class_keep_their_places(known):
    grouping = group_inputs(known, ["correctness"])
    assert sizes(grouping) == {
        "big_cat correct": 1, "dog correct": 2, "owl correct": 1,
        "big_cat wrong": 1, "dog wrong": 1, "owl wrong": 0,
    }  # fmt: skip
    assert grouping.rows == ("correct",) * 3 + ("wrong",) * 3
    assert grouping.columns == ("big_cat", "dog", "owl") * 2
    assert "owl wrong" not in group_inputs(known, ["correctness"], min_size=1).names


def test_confusion_matrix_has_true_classes_in_rows(known):
    grouping = group_inputs(known, ["confusion"])
    filled = {name: n for name, n in sizes(grouping).items() if n}
    assert filled == {
        "big_cat as big_cat": 1, "big_cat as dog": 1, "dog as big_cat": 1, "dog as dog": 2,
        "owl as owl": 1,
    }  # fmt: skip
    assert (grouping.rows[1], grouping.columns[1]) == ("big_cat", "dog")
    assert len(grouping.names) == 9


def test_any_factors_combine(known):
    both = group_inputs(known, ["sex", "age"])
    assert sizes(both) == {"F × 3-9": 2, "F × 10-19": 2, "M × 3-9": 2, "M × 10-19": 1}
    assert (both.rows[0], both.columns[0]) == ("F", "3-9")
    assert sizes(group_inputs(known, ["prediction", "sex"]))["dog × M"] == 2
    assert sizes(group_inputs(known, ["correctness", "sex"]))["wrong × M"] == 1
    three = group_inputs(known, ["class", "sex", "age"])
    assert "dog × F × 3-9" in three.names
    assert set(three.rows) == {""}


def test_checkpoints_have_the_classes_of_each(known):
    table = pd.DataFrame({"checkpoint": ["0"] * 4 + ["20"] * 4})
    grouping = group_inputs(known._replace(attributes=table), ["checkpoint"])
    assert grouping.names[:2] == ("big_cat after 0 steps", "dog after 0 steps")
    assert grouping.rows == ("0",) * 3 + ("20",) * 3
    assert grouping.counts().tolist() == [2, 2, 0, 1, 1, 1]


def test_small_groups_are_left_out_with_a_warning(known, caplog):
    assert sizes(group_inputs(known, ["class"], min_size=2)) == {"big_cat": 3, "dog": 3}
    assert "'owl' has 1 inputs, fewer than 2" in caplog.text


def test_only_names_groups_or_all_of_their_values(known):
    assert group_inputs(known, ["class"], ["owl", "big_cat"]).names == ("big_cat", "owl")
    assert group_inputs(known, ["sex", "age"], ["F × 3-9", "M × 3-9"]).names == (
        "F × 3-9",
        "M × 3-9",
    )
    assert group_inputs(known, ["sex", "age"], ["F", "M", "3-9"]).names == ("F × 3-9", "M × 3-9")
    some = group_inputs(known, ["confusion"], ["dog", "big_cat"])
    assert len(some.names) == 4
    assert "owl" not in " ".join(some.names)
    assert len(group_inputs(known, ["correctness"], ["dog", "owl"]).names) == 4


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"by": ["class"], "only": ["cat", "dog"]}, "no 'cat'; there are: big_cat, dog, owl"),
        ({"by": ["class"], "min_size": 9}, r"0 groups are left.*big_cat \(3\), dog \(3\)"),
        ({"by": ["class"], "only": ["dog"]}, "1 groups are left"),
    ],
)
def test_faults_say_what_is_there(known, how, words):
    with pytest.raises(ValueError, match=words):
        group_inputs(known, **how)


def test_thousands_of_groups_are_refused(known):
    n = 3 * MAX_GROUPS
    names = tuple(map(str, range(n)))
    many = known._replace(
        labels=np.arange(n),
        class_names=names,
        prediction_names=names,
        predictions=np.arange(n),
        attributes=pd.DataFrame({"name": [f"n{i}" for i in range(n)], "id": map(str, range(n))}),
    )
    for by in (["class"], ["name"], ["name", "id"]):
        with pytest.raises(ValueError, match="groups are more than 1,000"):
            group_inputs(many, by)
    assert len(group_inputs(many, ["class"], ["5", "7"]).names) == 2
