import numpy as np
import pytest
from topomaps.activations.text_arrays import distinct_texts


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_texts_are_those_that_numpy_wrote(tmp_path, save):
    values = np.array(["Bären", "a", "", "Bären", "fjöll"])
    save(tmp_path / "t.npz", texts=values, codes=np.array(["é".encode(), b"yy"]), n=np.arange(3))
    assert distinct_texts(tmp_path / "t.npz", "texts") == ["Bären", "a", "fjöll"]
    assert distinct_texts(tmp_path / "t.npz", "codes") == ["yy", "é"]
    assert distinct_texts(tmp_path / "t.npz", "n") is None
    assert distinct_texts(tmp_path / "t.npz", "none") is None


def test_damaged_files_have_none(tmp_path):
    (tmp_path / "t.npz").write_bytes(b"no archive")
    assert distinct_texts(tmp_path / "t.npz", "labels") is None
    assert distinct_texts(tmp_path / "missing.npz", "labels") is None
