import numpy as np
import pytest
from topomaps.statistics.subset_sums import SubsetSums


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("n_neurons", [1, 16, 37])
@pytest.mark.parametrize("n_rows", [1, 32, 77])
def test_sums_are_those_of_the_chosen_rows(n_rows, n_neurons, threads):
    rng = np.random.default_rng(n_rows)
    values = rng.integers(-(2**40), 2**40, (n_rows, n_neurons)).astype(float)
    chosen = rng.random((1500, n_rows)) < 0.3
    found = SubsetSums(len(chosen), n_neurons, threads)
    for rows in np.array_split(np.arange(n_rows), 3):
        found.add(values[rows], chosen[:, rows])
    np.testing.assert_array_equal(found.sums(), chosen.astype(float) @ values)
