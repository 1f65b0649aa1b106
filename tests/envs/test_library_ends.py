"""Quick checks of what tests the library's lowest versions, and each Python that is allowed."""

import pytest
from environments import ROOT
from lowest import library_tests, lowest_versions
from packaging.version import Version
from pythons import allowed_versions, interpreter
from test_environments import PINNED


def test_lowest_versions_are_older_than_those_of_the_workflow():
    versions = lowest_versions()
    assert {"numpy", "pandas", "scikit-learn", "matplotlib", "umap-learn"} <= {*versions}
    assert all(Version(low) <= Version(PINNED[name]) for name, low in versions.items())
    assert Version(versions["pandas"]) < Version("2.3.3") < Version(PINNED["pandas"])


def test_the_library_is_tested_without_what_it_does_not_need():
    chosen = library_tests(["numpy", "scipy"])
    assert "tests/unit/maps/test_interpolation.py" in chosen
    assert "tests/unit/models/test_training.py" not in chosen
    assert "tests/unit/layouts/test_som.py" not in chosen
    assert all((ROOT / each).is_file() for each in chosen)


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """An empty machine: its path and pyenv lie in the folder that this gives."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    return tmp_path


def program(path, said):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {said}\n")
    path.chmod(0o755)
    return str(path)


def test_a_python_is_found_on_the_path_or_in_pyenv_if_it_answers(bare):
    assert allowed_versions() == ["3.11", "3.12", "3.13"]
    assert interpreter("3.12") is None
    link = program(bare / "python3.12", "no such version")  # as links of pyenv say
    assert interpreter("3.12") is None
    of_pyenv = program(bare / "pyenv/versions/3.12.7/bin/python", "Python 3.12.7")
    assert interpreter("3.12") == of_pyenv
    program(bare / "python3.12", "Python 3.12.1")
    assert interpreter("3.12") == link
