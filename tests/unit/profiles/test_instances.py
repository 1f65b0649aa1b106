"""Single inputs on the layout of groups: which they are, and what is shown of them."""

import numpy as np
import pandas as pd
import pytest
from topomaps.profiles.instances import instance_profiles, named_inputs
from topomaps.profiles.naps import neuron_activation_profiles

FILES = np.array(["a/1.png", "b/1.png", "b/22.png", "b/23.png"])


def test_an_input_is_relative_to_the_mean_over_groups():
    values = np.arange(20.0).reshape(5, 4) ** 2
    groups = np.array([0, 0, 0, 1, 1])
    sampled = [np.flatnonzero(groups == each) for each in (0, 1)]
    found = instance_profiles(values, sampled, [4, 0])
    joint = (values[:3].mean(axis=0) + values[3:].mean(axis=0)) / 2
    np.testing.assert_allclose(found, values[[4, 0]] - joint)
    weighted = instance_profiles(values, sampled, [4], weighted=True)
    np.testing.assert_allclose(weighted[0], values[4] - values.mean(axis=0))


def test_inputs_of_a_group_have_its_nap_in_the_mean():
    generator = np.random.default_rng(0)
    values, groups = generator.random((30, 6)), np.arange(30) % 3
    sampled = [np.flatnonzero(groups == each) for each in range(3)]
    found = instance_profiles(values, [*sampled, np.array([], dtype=int)], sampled[1])
    np.testing.assert_allclose(found.mean(axis=0), neuron_activation_profiles(values, groups)[1][1])


def test_inputs_are_named_by_path_file_number_and_attribute():
    assert named_inputs(["b/1.png", "22.png", 3, "0"], 4, FILES) == [1, 2, 3, 0]
    table = pd.DataFrame({"id": ["x", "7", "y", "z"], "age": ["x1", "x2", "x3", "x4"]})
    assert named_inputs(["7", 2, "z"], 4, None, table) == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("1.png", "2 inputs are called '1.png'; name one by its whole path, .* 0, 1"),
        ("b/2.png", r"there is no input 'b/2.png'; names like it: .*b/22.png"),
        (4, "there is no input 4; name files, or numbers from 0 to 3"),
    ],
)
def test_unknown_inputs_are_refused_with_names_like_theirs(name, says):
    with pytest.raises(ValueError, match=says):
        named_inputs([name], 4, FILES)
