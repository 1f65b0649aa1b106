"""The library is installed alone, and works without the workflow around it."""

import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import topomaps
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
CODE = """
import sys
import numpy as np
import topomaps

features = np.random.default_rng(0).random((20, 3))
print(topomaps.compute_layout("PCA_PSO", features, seed=0, n_steps=20).shape)
print(topomaps.plot.maps(features.T, features[:, :2]).axes[0].get_title())
print(topomaps.__file__)
print(sorted(name for name in sys.modules if name.split(".")[0] in ("snakemake", "rules")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Folder in which pip has installed the library from a copy of what it is built from."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("scripts", "rules", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "*.npz")
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--target", target, source],
        check=True,
    )  # fmt: skip
    return target


def test_nothing_but_the_library_is_installed(installed):
    names = {path.name for path in installed.iterdir()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"topomaps"}
    files = {
        path.relative_to(ROOT / "scripts") for path in (ROOT / "scripts/topomaps").rglob("*.py")
    }
    found = {path.relative_to(installed) for path in (installed / "topomaps").rglob("*.py")}
    assert found == files
    assert (installed / "topomaps/py.typed").is_file()
    assert (installed / "topomaps/__init__.pyi").is_file()


def test_the_version_is_that_of_the_library(installed):
    (found,) = distributions(path=[str(installed)])
    assert found.version == topomaps.__version__


def test_it_is_imported_and_works_elsewhere(installed, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(installed), "MPLCONFIGDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "(20, 2)", "0", str(installed / "topomaps/__init__.py"), "[]"
    ]  # fmt: skip


def test_the_versions_of_the_workflow_are_within_the_ranges_of_the_library():
    pins = dict(
        line.split("==")
        for name in ("requirements.txt", "requirements-torch.txt")
        for line in (ROOT / name).read_text().splitlines()
        if "==" in line
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    ranges = [Requirement(each) for group in groups for each in group]
    assert {"numpy", "umap-learn", "statsmodels"} <= {each.name for each in ranges}
    for each in ranges:
        assert each.specifier.contains(pins[each.name]), each
