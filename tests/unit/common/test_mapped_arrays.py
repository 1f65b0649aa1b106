import io
import zipfile

import numpy as np
import pytest
from topomaps.common.mapped_arrays import check_archive, map_array, map_file

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


def header(shape):
    """Header of a `.npy` file of single precision."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"descr": "<f4", "fortran_order": False, "shape": shape}
    )
    return file.getvalue()


@pytest.mark.parametrize(
    ("shape", "n_bytes", "words"),
    [
        ((60, 24), 2880, "it has 2880 bytes of numbers, but its header says 5760"),
        ((60, 24), 5764, "it has 5764 bytes of numbers, but its header says 5760"),
        ((-60, 24), 5760, r"its header gives the shape \(-60, 24\)"),
        ((-6, -24), 576, r"its header gives the shape \(-6, -24\)"),
        ((2**62, 24), 5760, "it has 5760 bytes"),
    ],
)
def test_sizes_are_those_of_the_header(tmp_path, shape, n_bytes, words):
    content = header(shape) + bytes(n_bytes)
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("values.npy", content)
        archive.writestr("more.npy", header((60, 24)) + bytes(5760))
    (tmp_path / "a.npy").write_bytes(content)
    with pytest.raises(ValueError, match=words):
        map_array(tmp_path / "a.npz", "values")
    with pytest.raises(ValueError, match=words):
        map_file(tmp_path / "a.npy")


def test_flipped_bits_are_found(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, good=np.zeros(7), **{"deep/bad": VALUES})
    content = bytearray(path.read_bytes())
    content[content.find(VALUES.tobytes()) + 3] ^= 0x80
    path.write_bytes(content)
    check_archive(path, lambda name: name == "good")
    with pytest.raises(ValueError, match=r"a\.npz: the array 'deep/bad' is damaged .*CRC"):
        check_archive(path, lambda name: True)
