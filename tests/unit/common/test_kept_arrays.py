import numpy as np
from topomaps.common import kept_arrays
from topomaps.common.kept_arrays import kept_array

MODULE = "topomaps.common.kept_arrays"


def test_an_array_is_made_once_and_read_afterwards(monkeypatch, tmp_path):
    monkeypatch.setattr(kept_arrays, "cache_folder", lambda names: tmp_path)
    first = kept_array("a", (MODULE,), lambda: np.arange(3.0))
    np.testing.assert_array_equal(kept_array("a", (MODULE,), lambda: 1 / 0), first)
    assert kept_array("b", (MODULE,), lambda: np.zeros(2)).shape == (2,)


def test_other_code_makes_it_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(kept_arrays, "cache_folder", lambda names: tmp_path)
    kept_array("a", (MODULE,), lambda: np.zeros(1))
    assert kept_array("a", (MODULE, "numpy"), lambda: np.ones(1)) == 1


def test_damage_and_folders_that_cannot_be_written_do_no_harm(monkeypatch, tmp_path):
    monkeypatch.setattr(kept_arrays, "cache_folder", lambda names: tmp_path)
    kept_array("a", (MODULE,), lambda: np.zeros(1))
    [file] = tmp_path.iterdir()
    file.write_bytes(b"no array")
    assert kept_array("a", (MODULE,), lambda: np.ones(1)) == 1
    monkeypatch.setattr(kept_arrays, "cache_folder", lambda names: file / "below")
    assert kept_array("a", (MODULE,), lambda: np.ones(1)) == 1
