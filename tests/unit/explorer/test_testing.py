"""What is permuted in the tests of an explorer, and the words where nothing can be."""

import numpy as np
import pytest
from topomaps.explorer.testing import testing_of as what_is_tested
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping

NAMES = ("a", "b")


def inputs(members, strata=None, blocks=None):
    """Inputs that are members of the groups a and b, -1 of none."""
    members = np.array(members)
    grouping = Grouping(NAMES, ("", ""), NAMES, members)
    codes = (None if each is None else np.array(each) for each in (strata, blocks))
    return GroupedInputs(grouping, members >= 0, *codes)


def test_inputs_are_counted():
    found = what_is_tested(inputs([0, 0, 1, 1, 1, -1]), ["class"])
    assert found == ({"a": 2, "b": 3}, False, "")


def test_blocks_of_one_label_are_counted():
    blocks = [0, 0, 1, 2, 3, 3, 4]
    found = what_is_tested(inputs([0, 0, 0, 1, 1, 1, -1], blocks=blocks), ["class"])
    assert found == ({"a": 2, "b": 2}, True, "")


@pytest.mark.parametrize(
    ("given", "by", "words"),
    [
        (inputs([0, 0, 1, 1]), ["checkpoint"], "Groups of checkpoints are not tested"),
        (inputs([0, 0, 1, -1]), ["class"], "not two groups of two inputs or blocks"),
        (inputs([0, 0, 1, 1], strata=[5, 5, 6, 6]), ["class"], "Nothing can be permuted"),
        (inputs([0, 0, 1, 1], blocks=[0, 0, 1, 2]), ["class"], "not two groups of two inputs"),
        (
            inputs([0, 1, 0, 0, 0, 1, 1, 1], blocks=[0, 0, 1, 1, 2, 3, 3, 4]),
            ["class"],
            "neither blocks nor the inputs within them can be exchanged",
        ),
    ],
)
def test_what_cannot_be_tested_is_said(given, by, words):
    assert words in what_is_tested(given, by).why
