import numpy as np
import pytest
from topomaps.statistics.labelled import (
    can_be_permuted,
    centre_within,
    check_groups,
    fixed_point,
)


def test_groups_and_strata_are_encoded_in_their_order():
    values, groups, codes, stratum = check_groups(np.eye(4), list("baba"), list("xyyx"))
    assert values.dtype == np.float64
    assert groups.tolist() == ["a", "b"]
    assert codes.tolist() == [1, 0, 1, 0]
    assert stratum.tolist() == [0, 1, 1, 0]


def test_permuting_needs_a_stratum_of_two_groups():
    codes = np.array([0, 0, 1, 1])
    assert can_be_permuted(codes, np.array([0, 1, 1, 0]))
    assert not can_be_permuted(codes, codes)


def test_each_stratum_is_centred_by_itself():
    values = np.array([[1.0], [3], [10], [14]])
    centred = centre_within(values, [np.array([0, 1]), np.array([2, 3])])
    assert centred.ravel().tolist() == [-1, 1, -2, 2]


def test_fixed_point_sums_are_exact_in_any_order():
    values = np.random.default_rng(0).normal(size=(5000, 3)) * [1e-30, 1, 1e30]
    rounded = fixed_point(values)
    assert rounded == pytest.approx(values, rel=1e-6)
    order = np.random.default_rng(1).permutation(5000)
    sums = [np.add.reduce(rounded[i], axis=0) for i in (order, order[::-1])]
    blas = np.ones(5000) @ rounded
    assert sums[0].tobytes() == sums[1].tobytes() == blas.tobytes()
