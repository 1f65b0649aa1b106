"""Which tests can run in a conda environment: those that need none but its packages."""

import re

from environments import (
    IMPORT_NAMES,
    OPTIONAL,
    ROOT,
    SCRIPTS,
    imported_names,
    not_opened,
    outside_names,
    ranges,
)

from rules.configuration.code_digest import closure
from scripts.topomaps.layouts.methods import METHODS, modules_of

TESTS = ROOT / "tests"
OF_TESTS = {"pytest", "tests", "topomaps"}
LOADER = SCRIPTS / "topomaps/layouts/loading.py"  # of modules by name
FACADE = SCRIPTS / "topomaps/__init__.py"


def fitting_tests(environment):
    """Files of unit and adapter tests that use some package of an environment and no other."""
    paths = [*TESTS.glob("unit/*/test_*.py"), *TESTS.glob("scripts/test_*.py")]
    return fitting(paths, ranges(environment), environment.name)


def fitting(paths, packages, environment):
    """Those files of tests that use some of the packages, by pip's names, and no other."""
    held = {IMPORT_NAMES.get(name, name) for name in packages}
    found = []
    for path in sorted(paths):
        needed = needed_packages(path, environment) - OPTIONAL
        if needed and needed & held and needed <= held:
            found.append(path.relative_to(ROOT).as_posix())
    return found


def needed_packages(path, environment):
    """Packages that a file of tests imports, by way of our modules too; empty if it needs rules.

    Tests of rules run Snakemake, which no environment holds.
    """
    files, scripts = own_files(path)
    closed = {SCRIPTS / each for each in not_opened(environment)}
    if closed & scripts:  # a test of a module that the environment does not open
        return set()
    if any(name.split(".")[0] in ("rules", "running", "snakemake") for name in imported(files)):
        return set()
    for script in scripts:
        name = script.relative_to(SCRIPTS).as_posix()
        files |= {*closure(SCRIPTS, name, without=not_opened(environment), modules=())}
    if str(LOADER) in map(str, files):
        for module in modules_of(*METHODS, "shared"):
            files |= {*closure(SCRIPTS, f"{module.replace('.', '/')}.py", modules=())}
    helpers = {each.stem for each in TESTS.glob("*.py")}
    return {name.split(".")[0] for name in outside_names(files)} - OF_TESTS - helpers


def own_files(path):
    """A file of tests with the helpers it imports, and the modules of ours that they import."""
    files, scripts = set(), set()
    todo = [each for each in (path, path.parent / "conftest.py") if each.is_file()]
    while todo:
        file = todo.pop()
        if file in files:
            continue
        files.add(file)
        for name in [*imported_names(file), *skipped_without(file)]:
            parts = name.split(".")
            todo += [each for each in [TESTS / f"{parts[0]}.py"] if each.is_file()]
            paths = [
                SCRIPTS.joinpath(*parts[:n]).with_suffix(".py") for n in range(1, len(parts) + 1)
            ]
            scripts |= {each for each in paths if each.is_file()}
    return files, scripts


def skipped_without(path):
    """Dotted names of the modules without which pytest skips a file."""
    return re.findall(r'importorskip\("([\w.]+)"', path.read_text())


def imported(files):
    """Dotted names of all imports in files."""
    return {name for path in files for name in imported_names(path)}
