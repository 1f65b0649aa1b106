"""Install the lowest versions that the library allows by pip, bare, and run its tests there.

Those tests run that need no other package. `python tests/envs/lowest.py` ends with 1 if any fails.
"""

import sys
import tempfile
import tomllib

from build import built, succeeds
from environments import ROOT
from fitting_tests import TESTS, fitting
from packaging.requirements import Requirement

OF_LIBRARY = ("library_docs", "plot", "public_names", "types")  # not how it is installed
TITLE = "library   lowest  "


def main():
    """Build the environment and test in it; 1 if anything fails."""
    versions = lowest_versions()
    tests = library_tests(versions)
    with tempfile.TemporaryDirectory() as folder:
        python = built(folder, TITLE, versions)
        run = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        return int(not (python and succeeds(TITLE, f"{len(tests)} files of tests", run, ROOT)))


def lowest_versions():
    """Lowest version of each package that the library and its data need, by pip's name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = {}
    needed = [*project["dependencies"], *project["optional-dependencies"]["data"]]
    for each in map(Requirement, needed):
        (found[each.name],) = [it.version for it in each.specifier if it.operator == ">="]
    return found


def library_tests(packages):
    """Files of tests of the library and its modules that need no package but these."""
    named = [f"tests/library/test_{name}.py" for name in OF_LIBRARY]
    return [*named, *fitting(TESTS.glob("unit/*/test_*.py"), packages, environment="")]


if __name__ == "__main__":
    sys.exit(main())
