import os
import time

import numpy as np
import pytest

LATE = time.time() + 86_400


@pytest.fixture
def config(tmp_path, monkeypatch, forget_tables):
    """An experiment on a folder of activations."""
    monkeypatch.chdir(tmp_path)
    forget_tables()
    (tmp_path / "own").mkdir()
    np.save("own/u.npy", np.zeros((4, 8)))
    (tmp_path / "own/inputs.csv").write_text("label\na\na\nb\nb\n")
    return {"experiments": {"e": {"activations": "own", "figures": ["map_grid"]}}}


def test_files_of_now_are_fine(config, completed):
    completed(config)


@pytest.mark.parametrize("name", ["own/u.npy", "own"])
def test_files_of_the_future_are_told_with_the_way_out(config, errors_of, name):
    os.utime(name, (LATE, LATE))
    assert f"e.activations: {name} is dated in the future" in errors_of(config)
    assert f"`touch {name}`" in errors_of(config)
