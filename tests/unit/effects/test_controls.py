"""Control sets: as many neurons, of the same strata, drawn as a random region would be."""

import numpy as np
from topomaps.effects.controls import matched_sets, strata_of


def test_strata_divide_the_neurons_and_are_of_like_activity():
    means = np.repeat([0.0, 10.0], 40)
    deviations = np.tile([1.0, 5.0], 40)
    strata = strata_of(means, deviations, 20)
    assert sorted(np.concatenate(strata).tolist()) == list(range(80))
    assert [len(each) for each in strata] == [20] * 4
    assert all(len(set(means[each])) == 1 and len(set(deviations[each])) == 1 for each in strata)


def test_sets_have_as_many_neurons_of_each_stratum_as_the_region():
    generator = np.random.default_rng(0)
    means, deviations = generator.random((2, 200))
    region = np.array([3, 50, 51, 199])
    sets = matched_sets(means, deviations, region, 50, generator)
    assert sets.shape == (50, 4)
    strata = strata_of(means, deviations, 20)
    counts = [[np.isin(stratum, each).sum() for stratum in strata] for each in [region, *sets]]
    assert all(each == counts[0] for each in counts)
    assert all(len(set(each)) == 4 for each in sets)
    assert len({tuple(each) for each in sets}) > 45


def test_silent_neurons_are_matched_by_silent_ones():
    means = np.append(np.zeros(30), np.arange(1, 31))
    sets = matched_sets(means, means, np.arange(4), 20, np.random.default_rng(0))
    assert sets.max() < 30
