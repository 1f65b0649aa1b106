import numpy as np
import pytest
from topomaps.activations.growing_arrays import GrowingArray


@pytest.mark.parametrize("n_rows", [7, 12, 10**7])
def test_rows_that_came_are_the_whole_file(tmp_path, n_rows):
    values = np.random.default_rng(0).random((7, 3, 2)).astype(np.float32)
    array = GrowingArray(tmp_path / "a.npy", n_rows)
    for part in (values[:4], values[4:6], values[6:]):
        array.append(part)
    array.close()
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), values)
    # Byte for byte the file that NumPy writes of the same array.
    np.save(tmp_path / "b.npy", values)
    assert (tmp_path / "a.npy").read_bytes() == (tmp_path / "b.npy").read_bytes()


def test_without_rows_there_is_no_file(tmp_path):
    array = GrowingArray(tmp_path / "a.npy", 5)
    array.close()
    assert array.length == 0
    assert not (tmp_path / "a.npy").exists()


def test_rows_that_do_not_fit_are_refused(tmp_path):
    array = GrowingArray(tmp_path / "a.npy", 3)
    array.append(np.ones((2, 4)))
    for rows in (np.ones((2, 4)), np.ones((1, 5))):
        with pytest.raises(ValueError, match="has 3 rows of the shape"):
            array.append(rows)
    array.append(np.ones((1, 4), np.float32))
    array.close()
    assert np.load(tmp_path / "a.npy").tolist() == np.ones((3, 4)).tolist()
