import numpy as np
import pytest
from topomaps.groups.sampling import SampledGroups
from topomaps.profiles.sampled import nap_arrays, sampled_profiles


def test_a_group_without_inputs_is_empty_and_leaves_the_others_as_they_are():
    activations = np.random.default_rng(0).random((10, 6))
    first, second = np.arange(5), np.arange(5, 10)
    generator = np.random.default_rng(0)
    with_empty = sampled_profiles(activations, [first, np.array([], int), second], generator)
    without = sampled_profiles(activations, [first, second], generator)
    assert np.isnan(with_empty.naps[1]).all()
    assert (with_empty.naps[[0, 2]] == without.naps).all()
    assert (with_empty.features == without.features).all()
    assert with_empty.counts.tolist() == [5, 0, 5]
    assert with_empty.examples[1] == -1
    assert with_empty.examples[0] in first


@pytest.mark.parametrize(
    ("activations", "words"),
    [
        (np.random.default_rng(0).random((4, 3)), "3 neurons.*at least 4"),
        (np.zeros((4, 6)), "every neuron.*dead"),
        (np.ones((4, 6)), "every neuron.*dead"),
    ],
)
def test_layers_that_cannot_be_mapped_are_refused(activations, words):
    with pytest.raises(ValueError, match=words):
        sampled_profiles(
            activations, [np.array([0, 1]), np.array([2, 3])], np.random.default_rng(0)
        )


def test_trials_are_stacked_and_numbered_from_the_first():
    activations, generator = np.random.default_rng(0).random((10, 6)), np.random.default_rng(0)
    sampled = [np.arange(5), np.arange(5, 10)]
    trials = [sampled_profiles(activations, sampled, generator) for _ in range(3)]
    groups = SampledGroups(("a", "b"), ("", ""), ("a", "b"), ("given", "given"), sampled)
    arrays = nap_arrays(trials, groups, first=4)
    assert arrays["kinds"].tolist() == ["given", "given"]
    assert arrays["naps"].shape == (3, 2, 6)
    assert arrays["features"].shape == (3, 6, 2)
    assert arrays["features"].dtype == np.float32
    assert arrays["counts"].tolist() == [[5, 5]] * 3
    assert arrays["trials"].tolist() == [4, 5, 6]
    assert (arrays["naps"][2] == trials[2].naps).all()


def test_weighting_is_by_the_sizes_of_the_groups():
    activations = np.repeat([[0.0] * 4, [3.0] * 4], [2, 4], axis=0)
    sampled = [np.arange(2), np.arange(2, 6)]
    generator = np.random.default_rng(0)
    assert sampled_profiles(activations, sampled, generator).naps[:, 0].tolist() == [-1.5, 1.5]
    weighted = sampled_profiles(activations, sampled, generator, weighted=True)
    assert weighted.naps[:, 0].tolist() == [-2, 1]
