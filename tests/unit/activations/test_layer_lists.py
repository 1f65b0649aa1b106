"""Names of layers in files and folders; nothing but the standard library is needed for them."""

import subprocess
import sys

import numpy as np
import pytest
from topomaps.activations.array_names import array_names, shard_files
from topomaps.activations.layer_lists import stored_layers

VALUES = np.zeros((3, 4))


def test_archives_name_their_layers(tmp_path):
    np.savez(tmp_path / "own.npz", labels=VALUES, **{"activations/b": VALUES, "activations/a/1": 0})
    assert stored_layers(tmp_path / "own.npz") == ["b", "a/1"]
    np.savez(tmp_path / "one.npz", activations=VALUES)
    assert stored_layers(tmp_path / "one.npz") == ["activations"]


def test_folders_hold_files_folders_of_files_and_means(tmp_path):
    for name in ("fc", "inputs", "conv.1.means", "conv.2", "conv.2.means", ".hidden"):
        np.save(tmp_path / f"{name}.npy", VALUES)
    for name in ("block", "inputs", "empty"):
        (tmp_path / name).mkdir()
    np.save(tmp_path / "block" / "0.npy", VALUES)
    np.save(tmp_path / "inputs" / "0.npy", VALUES)
    (tmp_path / "conv.1.group_means.npz").touch()
    assert stored_layers(tmp_path) == ["block", "conv.1", "conv.2", "fc"]
    assert array_names(tmp_path) == ["conv.1.means", "conv.2", "conv.2.means", "fc", "inputs"]


def test_shards_follow_the_numbers_in_their_names(tmp_path):
    names = ["part-9-b", "part-10-a", "part-9-a", "part-100", "other"]
    for name in names:
        (tmp_path / f"{name}.npy").touch()
    assert [file.stem for file in shard_files(tmp_path)] == [
        "other", "part-9-a", "part-9-b", "part-10-a", "part-100"
    ]  # fmt: skip
    assert shard_files(tmp_path / "nowhere") == []


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "own.npz").write_bytes(b"PK no")
    with pytest.raises(ValueError, match=r"own.npz is no .npz file"):
        stored_layers(tmp_path / "own.npz")
    with pytest.raises(ValueError, match="does not exist"):
        stored_layers(tmp_path / "other.npz")


def test_files_without_activations_are_refused(tmp_path):
    np.savez(tmp_path / "own.npz", labels=np.arange(3))
    with pytest.raises(ValueError, match=r"no activations, but labels; .* activations/<layer>"):
        stored_layers(tmp_path / "own.npz")
    np.save(tmp_path / "inputs.npy", VALUES)
    with pytest.raises(ValueError, match=r"no activations, but inputs; .* <layer>/0.npy"):
        stored_layers(tmp_path)


def test_only_the_standard_library_is_imported():
    code = (
        "import sys; before = set(sys.modules); import topomaps.activations.layer_lists;"
        "names = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*names - sys.stdlib_module_names)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "scripts"},
    )
    assert run.stdout.split() == ["topomaps"]
