import numpy as np
from topomaps.statistics.labelled import can_be_permuted, check_groups


def test_groups_and_strata_are_encoded_in_their_order():
    values, groups, codes, stratum = check_groups(np.eye(4), list("baba"), list("xyyx"))
    assert values.shape == (4, 4)
    assert groups.tolist() == ["a", "b"]
    assert codes.tolist() == [1, 0, 1, 0]
    assert stratum.tolist() == [0, 1, 1, 0]


def test_permuting_needs_a_stratum_of_two_groups():
    codes = np.array([0, 0, 1, 1])
    assert can_be_permuted(codes, np.array([0, 1, 1, 0]))
    assert not can_be_permuted(codes, codes)
