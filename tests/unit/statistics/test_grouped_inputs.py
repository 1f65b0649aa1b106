"""Groups that cannot be tested are left out with a word, and do not end the run."""

import numpy as np
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.statistics.grouped_inputs import compared_inputs, separation_of_groups

NAMES = ("a", "b", "c")


def grouped(members, strata=None, blocks=None):
    members = np.array(members)
    return GroupedInputs(Grouping(NAMES, ("",) * 3, NAMES, members), members >= 0, strata, blocks)


def noise(n):
    return np.random.default_rng(0).normal(size=(n, 4))


def test_a_group_of_one_block_is_left_out(caplog):
    blocks = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    inputs = grouped([0, 0, 0, 0, 1, 1, 1, 1, 2, 2], blocks=blocks)
    values, labels, within = compared_inputs(noise(10), inputs)
    assert labels.tolist() == ["a"] * 4 + ["b"] * 4
    assert len(values) == 8
    assert within["blocks"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert "'c' is one block" in caplog.text
    assert separation_of_groups(noise(10), inputs, seed=0, n_permutations=9).n_units.sum() == 4


def test_groups_within_blocks_need_inputs_alone():
    inputs = grouped([0, 1, 2] * 4, blocks=np.arange(12) // 6)
    assert set(compared_inputs(noise(12), inputs)[1]) == set(NAMES)


def test_one_group_of_several_blocks_is_not_tested(caplog):
    inputs = grouped([0, 0, 1, 1, 1, 1], blocks=np.array([0, 0, 1, 1, 2, 2]))
    assert separation_of_groups(noise(6), inputs, seed=0, n_permutations=9) is None
    assert "nothing to permute" in caplog.text
