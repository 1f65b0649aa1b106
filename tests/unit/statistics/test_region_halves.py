"""Regions of noise are no more than chance in inputs that they were not found in."""

import numpy as np
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.statistics.halves import halves
from topomaps.statistics.region_halves import largest_regions, regions_in_half

NAMES = ("a", "b", "c")


def rejections(tested_half, n_each=1, by_blocks=True):
    """How often a region that was found in one half of noise is significant in a half.

    The noise is of persons, `n_each` inputs of each.
    """
    found_significant = []
    blocks = np.repeat(np.arange(60), n_each)
    for seed in range(12):
        generator = np.random.default_rng(seed)
        values = generator.normal(size=(60, 30))[blocks]
        values += 0.3 * (n_each > 1) * generator.normal(size=values.shape)
        members, known = (np.arange(60) % 3)[blocks], blocks if by_blocks else None
        grouping = Grouping(NAMES, ("",) * 3, NAMES, members)
        inputs = GroupedInputs(grouping, members >= 0, None, known)
        both = halves(members, generator, blocks=known)
        how = {"threshold": 0.5, "min_neurons": 3}
        found = largest_regions(values, both[0], NAMES, "PCA", seed, {}, **how)
        how = {"seed": seed, "n_permutations": 99}
        table = regions_in_half(values, inputs, both[tested_half], found, **how)
        own = table[table["region"] == table["group"]]
        found_significant += (own["p"] <= 0.05).tolist()
    return np.mean(found_significant)


def test_only_the_half_that_a_region_was_found_in_takes_it_for_more_than_chance():
    assert rejections(tested_half=0) > 0.3
    assert rejections(tested_half=1) <= 0.1


def test_persons_in_both_halves_are_no_new_inputs():
    assert rejections(tested_half=1, n_each=4, by_blocks=False) > 0.5
    assert rejections(tested_half=1, n_each=4) <= 0.1
