"""Small real inputs that once failed or misled, each run as its user would run it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from running import snakemake


@pytest.fixture(scope="session")
def cases():
    """Folder of the cases, one folder each, named by the environment variable CASES."""
    folder = Path(os.environ.get("CASES", ""))
    if not os.environ.get("CASES") or not folder.is_dir():
        pytest.skip("CASES names no folder of cases")
    return folder.resolve()


@pytest.fixture
def case(cases, tmp_path):
    """Copy a case, with what lies beside all of them, into a folder to run in, and give that."""

    def copied(name):
        shutil.copytree(cases / name, tmp_path / name, symlinks=True)
        for beside in ("quad.keras", "make_own.py"):
            shutil.copy(cases / beside, tmp_path / beside)
        for each in tmp_path.rglob("*"):
            each.chmod(0o755 if each.is_dir() else 0o644)
        return tmp_path / name

    return copied


@pytest.fixture
def own_file():
    """Write the file of activations that `make_own.py` makes into a folder."""

    def written(folder):
        subprocess.run([sys.executable, folder.parent / "make_own.py"], cwd=folder, check=True)
        return folder / "own.npz"

    return written


@pytest.fixture
def run():
    """Run a configuration of a case; the completed process has output and errors as one text."""

    def ran(folder, config="c.yaml", *options, changes=None):
        settings = (
            yaml.safe_load((folder / config).read_text()) if isinstance(config, str) else config
        )
        return snakemake(folder, settings | (changes or {}), "--cores", "1", *options)

    return ran
