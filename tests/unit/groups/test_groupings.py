import numpy as np
import pytest
from topomaps.groups.groupings import draw_examples, group_inputs, only_classes

LABELS = np.array([0, 0, 1, 1, 2, 2])
PREDICTIONS = np.array([0, 1, 1, 1, 2, 0])
NAMES = np.array(["cat", "dog", "owl"])


def members(grouping):
    return {
        name: np.flatnonzero(grouping.members == index).tolist()
        for index, name in enumerate(grouping.names)
    }


def test_classes():
    grouping = group_inputs("class", LABELS, PREDICTIONS, NAMES)
    assert members(grouping) == {"cat": [0, 1], "dog": [2, 3], "owl": [4, 5]}
    assert grouping.columns == ("cat", "dog", "owl")


def test_correct_and_wrong():
    grouping = group_inputs("correctness", LABELS, PREDICTIONS, NAMES)
    assert members(grouping) == {
        "cat correct": [0], "dog correct": [2, 3], "owl correct": [4],
        "cat wrong": [1], "dog wrong": [], "owl wrong": [5],
    }  # fmt: skip
    assert set(grouping.rows) == {"correct", "wrong"}


def test_confusion_matrix():
    grouping = group_inputs("confusion", LABELS, PREDICTIONS, NAMES)
    filled = {name: each for name, each in members(grouping).items() if each}
    assert filled == {
        "cat as cat": [0], "cat as dog": [1], "dog as dog": [2, 3],
        "owl as owl": [4], "owl as cat": [5],
    }  # fmt: skip
    assert grouping.rows[:3] == ("cat",) * 3


def test_unknown_grouping_is_refused():
    with pytest.raises(ValueError, match=r"'colour'.*class, correctness, confusion"):
        group_inputs("colour", LABELS, PREDICTIONS, NAMES)


@pytest.mark.parametrize("by", ["class", "correctness", "confusion"])
def test_only_some_classes(by):
    grouping = group_inputs(by, LABELS, PREDICTIONS, NAMES)
    some = only_classes(grouping, NAMES[[0, 2]])
    assert "dog" not in " ".join(some.names)
    kept = {name: each for name, each in members(grouping).items() if "dog" not in name}
    assert members(some) == kept


def test_draws_are_without_replacement_and_take_all_where_there_are_fewer():
    grouping = group_inputs("correctness", LABELS, PREDICTIONS, NAMES)
    drawn = draw_examples(grouping, 1, np.random.default_rng(0))
    assert [len(each) for each in drawn] == [1, 1, 1, 1, 0, 1]
    everything = draw_examples(grouping, 10, np.random.default_rng(0))
    assert [each.tolist() for each in everything] == list(members(grouping).values())


def test_draws_depend_on_the_generator_alone():
    grouping = group_inputs("class", np.zeros(100, int), np.zeros(100, int), NAMES[:1])
    first, again, other = (
        draw_examples(grouping, 20, np.random.default_rng(seed))[0] for seed in (1, 1, 2)
    )
    assert first.tolist() == again.tolist() != other.tolist()
    assert len(set(first)) == 20
