import numpy as np
import pytest
from topomaps.statistics import row_blocks
from topomaps.statistics.row_blocks import RowBlocks, sums_by_code, variances_by_code

VALUES = np.random.default_rng(0).normal(size=(101, 7)) * np.logspace(-9, 9, 7)
CODES = np.arange(101) ** 2 % 3


@pytest.fixture(params=[1, 7, 50, 10**6])
def block_values(request, monkeypatch):
    monkeypatch.setattr(row_blocks, "BLOCK_VALUES", request.param)


def test_chosen_rows_are_read_in_blocks(monkeypatch):
    monkeypatch.setattr(row_blocks, "BLOCK_VALUES", 4 * 7)
    rows = np.array([3, 5, 6, 7, 8, 50, 100])
    blocks = RowBlocks(VALUES.astype(np.float32), rows)
    parts = list(blocks)
    assert [len(values) for _, values in parts] == [4, 3]
    assert [block for block, _ in parts] == [slice(0, 4), slice(4, 7)]
    joined = np.concatenate([values for _, values in parts])
    assert joined.dtype == np.float64
    np.testing.assert_array_equal(joined, VALUES[rows].astype(np.float32))
    np.testing.assert_array_equal(blocks.row(5), joined[5])


def test_sums_and_variances_are_those_of_numpy_to_the_last_bit(block_values):
    blocks = RowBlocks(VALUES)
    parts = [VALUES[code == CODES] for code in range(3) if (code == CODES).any()]
    codes = np.unique(CODES, return_inverse=True)[1]
    sums = sums_by_code(blocks, codes, len(parts))
    assert sums.tobytes() == np.stack([part.sum(axis=0) for part in parts]).tobytes()
    means = np.stack([part.mean(axis=0) for part in parts])
    variances = variances_by_code(blocks, codes, means)
    assert variances.tobytes() == np.stack([part.var(axis=0, ddof=1) for part in parts]).tobytes()


def test_variance_of_one_row_is_unknown():
    values = np.eye(3)
    variances = variances_by_code(RowBlocks(values), np.array([0, 1, 1]), np.zeros((2, 3)))
    assert np.isnan(variances[0]).all()
    assert np.isfinite(variances[1]).all()
