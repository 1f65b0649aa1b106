"""Make the workflow's environment under each Python that is allowed, and test in it.

`python tests/envs/pythons.py [version ...]` ends with 1 if anything fails. A Python that is neither
on the path nor of pyenv is left out with a sentence.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build import succeeds
from environments import ROOT

TESTS = ("tests/unit", "tests/library", "tests/scripts")


def main(chosen):
    """Test under the Pythons of these versions, or all that are allowed; 1 if anything fails."""
    results = [tested(version) for version in chosen or allowed_versions()]
    return int(not all(results))


def allowed_versions():
    """The versions of Python that pyproject.toml allows, such as 3.12."""
    text = (ROOT / "pyproject.toml").read_text()
    first, end = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text).groups()
    return [f"3.{minor}" for minor in range(int(first), int(end))]


def tested(version):
    """Whether all that should runs under a version of Python, or that Python is not there."""
    python = interpreter(version)
    if not python:
        print(f"Python {version} is left out: it is neither on the path nor of pyenv.")
        return True
    with tempfile.TemporaryDirectory() as folder:
        title, own = f"Python {version}", f"{folder}/venv/bin/python"
        install = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        steps = {
            "environment": [python, "-m", "venv", f"{folder}/venv"],
            "installation": [*install, "-r", "requirements-test.txt"],
            "tests": [own, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *TESTS],
            "a small run": small_run(own, folder),
        }
        return all(succeeds(title, what, command, ROOT) for what, command in steps.items())


def small_run(python, folder):
    """Command of the quickstart in a folder of its own."""
    options = ["--cores", "2", "--configfile", "config/quickstart.yaml", "--directory", folder]
    return [python, "-m", "snakemake", *options]


def interpreter(version):
    """Path of a Python of that version on this machine; None without one."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{version}"), *pyenv.glob(f"{version}.*/bin/python")]
    return next((str(each) for each in found if each and answers(each, version)), None)


def answers(python, version):
    """Whether a program is a Python of that version: links of pyenv may lead nowhere."""
    done = subprocess.run([python, "--version"], capture_output=True, text=True)
    return done.stdout.startswith(f"Python {version}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
