"""Sums that neither order nor cuts change, checked against fractions."""

from fractions import Fraction

import numpy as np
import pytest
from topomaps.activations.exact_sums import ExactSums


def numbers(n=200, spread=60):
    """Numbers (n, 2, 3) of single precision, of very different sizes and of both signs."""
    generator = np.random.default_rng(0)
    sizes = 2.0 ** generator.uniform(-spread, spread, (n, 2, 3))
    return (generator.choice([-1, 1], sizes.shape) * sizes).astype(np.float32)


def summed(values):
    sums = ExactSums(values.shape[1:])
    for each in values:
        sums.add(each)
    return sums


@pytest.mark.parametrize("spread", [1, 60, 120])
def test_sums_are_rounded_once(spread):
    values = numbers(spread=spread)
    expected = [float(sum(map(Fraction, column.tolist()))) for column in values.reshape(200, -1).T]
    assert summed(values).rounded().ravel().tolist() == expected


def test_neither_order_nor_cuts_change_a_sum():
    values = numbers()
    expected = summed(values).rounded()
    shuffled = np.random.default_rng(1).permutation(values)
    np.testing.assert_array_equal(summed(shuffled).rounded(), expected)
    joined = ExactSums(values.shape[1:])
    for part in np.array_split(shuffled, 7):
        for each in summed(part).parts:
            joined.add(each)
    np.testing.assert_array_equal(joined.rounded(), expected)


def test_what_cancels_leaves_the_rest():
    values = np.array([1e30, 1.0, -1e30, 1e-30], dtype=np.float32).reshape(4, 1, 1)
    assert summed(values).rounded() == np.float64(1.0)
    values[2] = -values[0]
    assert summed(values[[0, 2, 3]]).rounded() == np.float64(values[3, 0, 0])


def test_columns_are_summed_apart():
    values = numbers().reshape(200, 2, 3)
    sums = ExactSums((2, 3))
    for each in values:
        sums.add(each[:, :2], slice(0, 2))
        sums.add(each[:, 2:], slice(2, 3))
    np.testing.assert_array_equal(sums.rounded(), summed(values).rounded())


def test_sums_of_few_bits_need_one_number_each():
    assert len(summed(np.ones((50, 2, 2), np.float32)).parts) == 1


def test_sums_that_are_not_finite_are_refused():
    sums = ExactSums((1, 1))
    with np.errstate(invalid="ignore"), pytest.raises(OverflowError, match="too large"):
        sums.add(np.array([[np.inf]], dtype=np.float32))
