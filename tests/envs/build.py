"""Build each conda environment twice by pip, bare, of its lowest and its highest versions.

In each, all that its scripts import is imported, and the unit and adapter tests run that need no
other package. `python tests/envs/build.py [name ...]` ends with 1 if anything fails; what cannot be
installed is named.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from environments import ROOT, SCRIPTS, environment_files, imports, ranges, rules
from fitting_tests import fitting_tests

ENDS = ("lowest", "highest")
TRY = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        getattr(importlib.import_module(module), attribute)
"""


def main(names):
    """Build the environments of these names, or all; 1 if anything fails."""
    chosen = [each for each in environment_files() if not names or each.stem in names]
    results = [checked(environment, end) for environment in chosen for end in range(len(ENDS))]
    return int(not all(results))


def checked(environment, end):
    """Whether one end of an environment can be installed, and all runs there that should."""
    versions = {name: each[end] for name, each in ranges(environment).items()}
    title = f"{environment.stem:9} {ENDS[end]:8}"
    with tempfile.TemporaryDirectory() as folder:
        python = built(folder, title, versions)
        if not python:
            return False
        results = [
            succeeds(
                title,
                rule,
                [python, "-c", TRY, *imports(script, environment.name), Path(script).stem],
            )
            for rule, (names, script) in sorted(rules().items())
            if environment.name in names
        ]
        tests = fitting_tests(environment)
        run = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        return all([*results, succeeds(title, f"{len(tests)} files of tests", run, ROOT)])


def built(folder, title, versions):
    """Python of a new environment of these versions and pytest in a folder; None if it fails."""
    venv.create(folder, with_pip=True)
    python = Path(folder) / "bin/python"
    pinned = [f"{name}=={version}" for name, version in versions.items()]
    install = ["pip", "install", "--quiet", "--disable-pip-version-check", "pytest"]
    return python if succeeds(title, "installation", [python, "-m", *install, *pinned]) else None


def succeeds(title, what, command, folder=SCRIPTS):
    """Run a command and say in a line whether it went well; where not, with its last lines."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    lines = [each for each in (done.stdout + done.stderr).splitlines() if each.strip()]
    good = done.returncode == 0
    said = (lines[-1:] if command[2] == "pytest" else ["complete"]) if good else lines[-25:]
    print(title, f"{what:24}", "\n    ".join(said or ["failed"]), flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
