import numpy as np
import pytest
from topomaps.statistics.fixed_point import CentredRows
from topomaps.statistics.grouped_layer import grouped_layer


def whole(values, strata):
    layer = grouped_layer(values, np.arange(len(values)) % 2, strata)
    return np.concatenate([block for _, block in CentredRows(layer)])


def test_each_stratum_is_centred_by_itself():
    values = np.array([[1.0], [3], [10], [14]])
    assert whole(values, np.array([0, 0, 1, 1])).ravel().tolist() == [-1, 1, -2, 2]


@pytest.mark.parametrize("scales", [[1e-30, 1, 1e30], [1e-310, 1e-200, 1e300]])
def test_sums_are_exact_in_any_order(scales):
    values = np.random.default_rng(0).normal(size=(5000, 3)) * scales
    rounded = whole(values, np.zeros(5000, int))
    centred = values - values.mean(axis=0)
    bits = 53 - 13
    shift = bits - np.frexp(np.abs(centred).max(axis=0))[1]
    expected = np.ldexp(np.rint(np.ldexp(centred, shift)), -shift)
    assert rounded.tobytes() == expected.tobytes()
    order = np.random.default_rng(1).permutation(5000)
    sums = [np.add.reduce(rounded[i], axis=0) for i in (order, order[::-1])]
    blas = np.ones(5000) @ rounded
    assert sums[0].tobytes() == sums[1].tobytes() == blas.tobytes()
