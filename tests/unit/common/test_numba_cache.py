import os
import subprocess
import sys
from pathlib import Path

import pytest
from numba.core import caching
from topomaps.common import numba_cache
from topomaps.common.numba_cache import compiled

SCRIPTS = Path("scripts").absolute()
PACKAGE = """
from numba import njit

@njit
def doubled(x):
    return 2 * x

@njit(cache=True)
def halved(x):
    return x / 2
"""
USE = """
from topomaps.common.numba_cache import kept_packages
with kept_packages(["toy"], ["numba"]):
    import toy
toy.doubled(1.5), toy.halved(1.5)
print(sum(toy.doubled.stats.cache_hits.values()), sum(toy.halved.stats.cache_hits.values()))
"""


@pytest.fixture
def use(tmp_path):
    """Import and use a package in a process of its own: how often code was taken from the disk."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code/toy.py").write_text(PACKAGE)

    def run(**environment):
        done = subprocess.run(
            [sys.executable, "-c", USE],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": f"{SCRIPTS}:{tmp_path / 'code'}", **environment},
        )
        return done.stdout.split()

    return run


def test_functions_of_a_package_are_compiled_once_for_all_processes(use, tmp_path):
    folder = {"NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    assert use(**folder) == ["0", "0"]
    assert use(**folder) == ["1", "1"]


def test_the_folder_is_named_by_the_versions(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    one, other = numba_cache.cache_folder(["numba"]), numba_cache.cache_folder(["numba", "numpy"])
    assert one != other
    assert one == numba_cache.cache_folder(["numba"])
    assert one.is_relative_to(tmp_path)


def test_a_read_only_environment_leaves_the_users_folder(monkeypatch, tmp_path):
    (tmp_path / "file").touch()  # no folder can be made below it, by whomever
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert numba_cache.cache_folder(["numba"]).is_relative_to(tmp_path / "home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    folder = Path(numba_cache.cache_folder(["numba"]))
    assert folder.is_dir()
    assert os.stat(folder).st_mode & 0o077 == 0


def test_a_lock_that_cannot_be_had_stops_nothing(tmp_path):
    with numba_cache._locked(tmp_path / "new" / ".lock"):
        assert (tmp_path / "new/.lock").exists()
    (tmp_path / "file").touch()
    with numba_cache._locked(tmp_path / "file" / ".lock"):
        pass


def test_two_processes_give_their_codes_names_of_their_own(tmp_path, monkeypatch):
    """As if the other one had looked for a free name at the same time."""
    monkeypatch.setattr(numba_cache.config, "CACHE_DIR", str(tmp_path))
    held = []
    save = caching.IndexDataCacheFile.save

    def saving(self, key, data):
        lock = Path(self._cache_path) / ".lock"
        with open(lock, "a") as file:
            try:
                numba_cache.fcntl.flock(file, numba_cache.fcntl.LOCK_EX | numba_cache.fcntl.LOCK_NB)
                held.append(False)
            except BlockingIOError:
                held.append(True)
        return save(self, key, data)

    monkeypatch.setattr(caching.IndexDataCacheFile, "save", saving)
    doubled = numba_cache.keep(kept_code_toy())
    assert doubled(2) == 4
    assert doubled(2.5) == 5
    assert held == [True, True]


def kept_code_toy():
    from numba import njit

    return njit(lambda x: 2 * x)


def double(x):
    return 2 * x


def test_compiles_where_no_folder_can_be_written(monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert compiled(double)(3.5) == 7
