"""Under permutation, groups keep their sizes and shared inputs, and layers what they do."""

import numpy as np
import pytest
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.profiles.permuted import exchangeable_rows, exchanged, permuted_profiles

NAMES = {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "layout"}
HOW = {"pool_maps": False, "weighted": False}
CODES = np.array([0, 1, -1] * 20)


def grouped(codes, strata=None, blocks=None):
    names = tuple(str(code) for code in range(codes.max() + 1))
    grouping = Grouping(names, ("",) * len(names), names, codes)
    return GroupedInputs(grouping, np.ones(len(codes), bool), strata, blocks)


def test_only_inputs_of_groups_are_exchanged():
    rows = exchangeable_rows(grouped(CODES), {"by": ["class"]}, **NAMES, trial=0)
    order = exchanged(grouped(CODES), rows, np.random.default_rng(0))
    assert sorted(order) == list(range(60))
    assert (order[CODES < 0] == np.flatnonzero(CODES < 0)).all()
    assert (order[CODES >= 0] != np.flatnonzero(CODES >= 0)).mean() > 0.8


def test_inputs_stay_within_their_stratum():
    rows, strata = [np.arange(60)], np.arange(60) % 4
    order = exchanged(grouped(CODES, strata), rows, np.random.default_rng(0))
    assert (strata[order] == strata).all()


def test_the_same_inputs_are_exchanged_at_each_checkpoint():
    rows, inputs = [np.arange(10), np.arange(10, 20)], grouped(np.arange(20) // 10)
    order = exchanged(inputs, rows, np.random.default_rng(0))
    assert (order[10:] == order[:10] + 10).all()


def test_blocks_of_one_group_are_exchanged_as_wholes():
    sizes = np.arange(30) % 4 + 1
    blocks = np.repeat(np.arange(30), sizes)
    codes = (np.arange(30) % 3)[blocks]
    order = exchanged(
        grouped(codes, blocks=blocks), [np.arange(len(codes))], np.random.default_rng(0)
    )
    assert sorted(order) == list(range(len(codes)))
    assert (order != np.arange(len(codes))).mean() > 0.8
    received = [np.unique(blocks[order[codes == group]]) for group in range(3)]
    assert sum(len(each) for each in received) <= 30 + 2  # of each border one block is cut


def test_inputs_of_blocks_of_several_groups_stay_in_their_block():
    blocks, codes = np.arange(60) // 6, np.arange(60) % 3
    inputs = grouped(codes, blocks=blocks)
    order = exchanged(inputs, [np.arange(60)], np.random.default_rng(0))
    assert (blocks[order] == blocks).all()
    assert (order != np.arange(60)).mean() > 0.5


def test_groups_of_persons_differ_as_much_by_chance_as_they_do():
    """Persons have one group each: groups of whole persons are as long as the given ones."""
    own, with_blocks, without = [], [], []
    for seed in range(60):
        generator = np.random.default_rng(seed)
        blocks = np.repeat(np.arange(24), 5)
        codes = generator.permutation(np.arange(24) % 3)[blocks]
        values = generator.normal(size=(24, 8))[blocks] + 0.3 * generator.normal(size=(120, 8))
        how = {"sampling": {"by": ["class"]}, "features": "naps", "how": HOW, "names": NAMES}
        means = np.stack([values[codes == group].mean(axis=0) for group in range(3)])
        own.append(np.square(means - means.mean(axis=0)).mean())
        for each, found in ((blocks, with_blocks), (None, without)):
            inputs = grouped(codes, blocks=each)
            profiles = permuted_profiles(values, inputs, generator, **how)[1]
            found.append(np.square(profiles.naps).mean())
    assert np.mean(with_blocks) == pytest.approx(np.mean(own), rel=0.15)
    assert np.mean(without) < 0.4 * np.mean(own)


@pytest.mark.parametrize("by", ["class", "checkpoint"])
def test_what_groups_share_is_gone(by):
    codes = CODES.copy()
    inputs = grouped(codes)
    values = np.random.default_rng(0).normal(size=(60, 8)) + 10 * (codes == 0)[:, None]
    if by == "checkpoint":
        names, rows, columns = ("0 a", "0 b", "1 a", "1 b"), ("0", "0", "1", "1"), ("a", "b") * 2
        codes = np.concatenate([codes, np.where(codes < 0, -1, codes + 2)])
        inputs = GroupedInputs(Grouping(names, rows, columns, codes), np.ones(120, bool), None)
        values = np.concatenate([values, values])
    how = {"sampling": {"by": [by]}, "features": "naps", "how": HOW, "names": NAMES}
    _, profiles = permuted_profiles(values, inputs, np.random.default_rng(1), **how)
    assert profiles.counts.tolist() == [20, 20] * (1 if by == "class" else 2)
    assert np.abs(profiles.naps).max() < 4  # 5 as they are
    np.testing.assert_allclose(profiles.naps[:2].sum(axis=0), 0, atol=1e-12)
    if by == "checkpoint":  # the same inputs at both, so the same maps
        np.testing.assert_allclose(profiles.naps[2:], profiles.naps[:2])
