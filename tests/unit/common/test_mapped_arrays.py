import numpy as np
import pytest
from topomaps.common.mapped_arrays import map_array

VALUES = np.arange(24, dtype=np.float32).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "array", [VALUES, np.asfortranarray(VALUES), VALUES.astype(">f8"), np.array(["a", "bc"])]
)
def test_arrays_are_mapped_as_they_were_saved(tmp_path, array):
    np.savez(tmp_path / "a.npz", first=np.zeros(7), **{"deep/name": array})
    mapped = map_array(tmp_path / "a.npz", "deep/name")
    assert isinstance(mapped, np.memmap)
    assert mapped.dtype == array.dtype
    np.testing.assert_array_equal(mapped, array)


def test_an_array_without_values_has_its_shape(tmp_path):
    np.savez(tmp_path / "a.npz", empty=np.zeros((0, 3), np.uint8))
    assert map_array(tmp_path / "a.npz", "empty").shape == (0, 3)


def test_compressed_arrays_are_loaded_with_a_warning(tmp_path, caplog):
    np.savez_compressed(tmp_path / "a.npz", values=VALUES)
    np.testing.assert_array_equal(map_array(tmp_path / "a.npz", "values"), VALUES)
    assert "a.npz is compressed" in caplog.text


def test_python_objects_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", values=np.array([{}, None]))
    with pytest.raises(ValueError, match="Python objects"):
        map_array(tmp_path / "a.npz", "values")
