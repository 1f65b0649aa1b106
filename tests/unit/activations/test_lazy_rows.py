import numpy as np
import pytest
from topomaps.activations import lazy_rows
from topomaps.activations.lazy_rows import LazyRows
from topomaps.activations.shards import Shards

VALUES = np.random.default_rng(0).random((7, 2, 3)).astype(np.float32)
KEYS = {
    "index": 4,
    "from the end": -1,
    "NumPy index": np.int64(2),
    "slice": slice(1, 6, 2),
    "backwards": slice(None, None, -1),
    "empty": slice(3, 3),
    "indices": np.array([5, 0, 5, -2]),
    "list": [1, 6],
    "truth values": np.arange(7) % 2 == 0,
    "table of indices": np.array([[0, 1], [6, 5]]),
}


@pytest.fixture
def lazy(monkeypatch):
    """Means of rows, computed two rows at a time; the row numbers are added."""
    monkeypatch.setattr(lazy_rows, "BLOCK_VALUES", 2 * 6)
    sizes = []

    def convert(block, rows):
        sizes.append(len(block))
        return block.mean(axis=1) + rows[:, None]

    rows = LazyRows(VALUES, convert, (3,), np.float64)
    rows.sizes = sizes
    return rows


@pytest.fixture(params=["0", "2-5", "0-0-3-7-7"])
def shards(request, tmp_path):
    """The values in several files, some of them empty."""
    cuts = [int(cut) for cut in request.param.split("-")]
    files = []
    for number, part in enumerate(np.split(VALUES, cuts)):
        files.append(tmp_path / f"{number}.npy")
        np.save(files[-1], part)
    return Shards(files, lambda file, _: np.load(file, mmap_mode="r"))


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_rows_are_those_of_the_whole(lazy, shards, key):
    whole = VALUES.mean(axis=1) + np.arange(7)[:, None]
    np.testing.assert_allclose(lazy[key], whole[key], rtol=1e-6)
    np.testing.assert_array_equal(shards[key], VALUES[key])
    assert lazy[key].dtype == np.float64
    assert shards[key].dtype == np.float32


@pytest.mark.parametrize("key", [7, -8, [0, 9]])
def test_rows_that_are_not_there_are_an_error(lazy, shards, key):
    for each in (lazy, shards):
        with pytest.raises(IndexError):
            each[key]


def test_both_say_what_they_hold_and_become_arrays(lazy, shards):
    assert (lazy.shape, lazy.ndim, lazy.dtype, len(lazy)) == ((7, 3), 2, np.float64, 7)
    assert (shards.shape, shards.ndim, shards.dtype, len(shards)) == (
        (7, 2, 3), 3, np.float32, 7
    )  # fmt: skip
    np.testing.assert_array_equal(np.asarray(shards), VALUES)
    assert np.asarray(lazy, dtype=np.float32).dtype == np.float32


def test_no_more_rows_are_in_memory_than_a_block_holds(lazy):
    lazy[:5]
    assert lazy.sizes == [2, 2, 1]


def test_files_are_open_only_while_they_are_read(tmp_path):
    files = []
    for number in range(3):
        files.append(tmp_path / f"{number}.npy")
        np.save(files[-1], VALUES[:2])
    opened = []
    shards = Shards(files, lambda file, _: opened.append(file) or np.load(file))
    opened.clear()
    shards[[3, 2]]
    assert opened == [files[1]]
