"""Under permutation, groups keep their sizes and shared inputs, and layers what they do."""

import numpy as np
import pytest
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.profiles.permuted import exchangeable_rows, exchanged, permuted_profiles

NAMES = {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "layout"}
HOW = {"pool_maps": False, "weighted": False}
CODES = np.array([0, 1, -1] * 20)


def grouped(codes, strata=None):
    names = tuple(str(code) for code in range(codes.max() + 1))
    grouping = Grouping(names, ("",) * len(names), names, codes)
    return GroupedInputs(grouping, np.ones(len(codes), bool), strata)


def test_only_inputs_of_groups_are_exchanged():
    rows = exchangeable_rows(grouped(CODES), {"by": ["class"]}, **NAMES, trial=0)
    order = exchanged(60, rows, np.random.default_rng(0))
    assert sorted(order) == list(range(60))
    assert (order[CODES < 0] == np.flatnonzero(CODES < 0)).all()
    assert (order[CODES >= 0] != np.flatnonzero(CODES >= 0)).mean() > 0.8


def test_inputs_stay_within_their_stratum():
    rows, strata = [np.arange(60)], np.arange(60) % 4
    order = exchanged(60, rows, np.random.default_rng(0), strata)
    assert (strata[order] == strata).all()


def test_the_same_inputs_are_exchanged_at_each_checkpoint():
    order = exchanged(20, [np.arange(10), np.arange(10, 20)], np.random.default_rng(0))
    assert (order[10:] == order[:10] + 10).all()


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
    how = {"drawing": {"by": [by]}, "features": "naps", "how": HOW, "names": NAMES}
    _, profiles = permuted_profiles(values, inputs, np.random.default_rng(1), **how)
    assert profiles.counts.tolist() == [20, 20] * (1 if by == "class" else 2)
    assert np.abs(profiles.naps).max() < 4  # 5 as they are
    np.testing.assert_allclose(profiles.naps[:2].sum(axis=0), 0, atol=1e-12)
    if by == "checkpoint":  # the same inputs at both, so the same maps
        np.testing.assert_allclose(profiles.naps[2:], profiles.naps[:2])
