"""Inputs drawn of each group, and random groups beside them."""

import numpy as np
import pytest
from topomaps.groups.groupings import Grouping
from topomaps.groups.sampling import (
    GIVEN,
    RANDOM,
    sample_groups,
    sampled_in_trial,
    warn_of_small_groups,
)

NAMES = ("a", "b", "c")


@pytest.fixture
def grouping():
    """24 inputs in groups of 12, 8 and 4."""
    return Grouping(NAMES, ("",) * 3, NAMES, np.repeat([0, 1, 2], [12, 8, 4]))


def generator(seed=0):
    return np.random.default_rng(seed)


def test_draws_are_without_replacement_and_take_all_where_there_are_fewer(grouping):
    sampled = sample_groups(grouping, 5, generator())
    assert [len(set(inputs)) for inputs in sampled.inputs] == [5, 5, 4]
    assert all((np.diff(inputs) > 0).all() for inputs in sampled.inputs)
    everything = sample_groups(grouping, None, generator())
    assert [len(inputs) for inputs in everything.inputs] == [12, 8, 4]
    assert everything.kinds == (GIVEN,) * 3


def test_random_groups_of_all_inputs_are_a_partition_of_the_same_sizes(grouping):
    sampled = sample_groups(grouping, None, generator(), generator(1))
    assert sampled.names[3:] == ("random 1", "random 2", "random 3")
    assert sampled.kinds == (GIVEN,) * 3 + (RANDOM,) * 3
    assert sampled.columns == NAMES * 2
    assert sampled.rows == ("",) * 3 + ("random",) * 3
    assert [len(inputs) for inputs in sampled.inputs] == [12, 8, 4] * 2
    assert sorted(np.concatenate(sampled.inputs[3:])) == list(range(24))
    assert set(sampled.inputs[0]) != set(sampled.inputs[3])


def test_random_groups_avoid_the_drawn_inputs_where_numbers_allow(grouping):
    sampled = sample_groups(grouping, 3, generator(), generator(1))
    given, random = (np.concatenate(part) for part in (sampled.inputs[:3], sampled.inputs[3:]))
    assert len(set(given)) == len(set(random)) == 9
    assert not set(given) & set(random)


def test_blocks_are_drawn_as_wholes_but_the_last_of_each_group():
    members, blocks = np.repeat([0, 1, -1], [40, 40, 80]), np.arange(160) // 5
    sampled = sample_groups(
        Grouping(NAMES[:2], ("",) * 2, NAMES[:2], members), 12, generator(), generator(1), blocks
    )
    assert [len(inputs) for inputs in sampled.inputs] == [12] * 4
    for inputs in sampled.inputs[:2]:
        assert sorted(np.unique(blocks[inputs], return_counts=True)[1]) == [2, 5, 5]
    random = np.concatenate(sampled.inputs[2:])
    assert not set(blocks[random]) & set(blocks[np.concatenate(sampled.inputs[:2])])
    assert sorted(np.unique(blocks[random], return_counts=True)[1]) == [4, 5, 5, 5, 5]


def test_trials_depend_on_names_alone(grouping):
    names = {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "naps"}
    sampling = {"by": ["class"], "examples_per_group": 3, "random_groups": True}
    first, again, other = (
        sampled_in_trial(grouping, sampling, **names, trial=trial)[0] for trial in (0, 0, 1)
    )
    for one, same in zip(first.inputs, again.inputs, strict=True):
        np.testing.assert_array_equal(one, same)
    assert any(set(a) != set(b) for a, b in zip(first.inputs, other.inputs, strict=True))
    names["experiment"] = "f"
    elsewhere = sampled_in_trial(
        grouping, {**sampling, "examples_per_group": 100}, **names, trial=0
    )
    everything = {**sampling, "examples_per_group": 100}
    names["experiment"] = "e"
    here = sampled_in_trial(grouping, everything, **names, trial=0)
    # Random groups of the same inputs and grouping are the same in all experiments.
    np.testing.assert_array_equal(here[0].inputs[3], elsewhere[0].inputs[3])


def test_groups_that_are_smaller_than_asked_for_are_named(grouping, caplog):
    warn_of_small_groups(sample_groups(grouping, 5, generator()), [5, 5, 4], 5)
    assert "group 'c' has 4 of the 5 inputs asked for: all are taken" in caplog.text
    assert "'a'" not in caplog.text


def test_random_groups_have_names_that_no_group_has():
    names = ("random 1", "b")
    sampled = sample_groups(
        Grouping(names, ("",) * 2, names, np.repeat([0, 1], 4)), None, generator(), generator(1)
    )
    assert sampled.names == ("random 1", "b", "random draw 1", "random draw 2")
