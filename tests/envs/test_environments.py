"""Quick checks of the conda environments; `make test-envs` builds them."""

import re

import pytest
import yaml
from environments import (
    BUILDS_LEFT_OUT,
    IMPORT_NAMES,
    OPTIONAL,
    PIP_NAMES,
    ROOT,
    environment_files,
    imports,
    ranges,
    rules,
)
from fitting_tests import fitting_tests
from packaging.version import Version

REQUIREMENTS = "".join(
    (ROOT / name).read_text() for name in ("requirements.txt", "requirements-torch.txt")
)
PINNED = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)$", REQUIREMENTS))


def test_every_rule_that_runs_a_script_has_an_environment():
    known = {path.name for path in environment_files()}
    for rule, (environments, script) in rules().items():
        assert script, f"{rule} runs no script"
        assert environments, f"{rule} has no environment"
    assert known == {each for environments, _ in rules().values() for each in environments}


@pytest.mark.parametrize("path", environment_files(), ids=lambda path: path.stem)
def test_environments_reach_up_to_the_requirements(path):
    content = yaml.safe_load(path.read_text())
    assert content["channels"] == ["conda-forge", "nodefaults"]
    for name, (low, high) in ranges(path).items():
        low, high = low.removesuffix(".*"), high.removesuffix(".*")
        assert Version(low) <= Version(high), name
        if name in [PIP_NAMES[each] for each in BUILDS_LEFT_OUT]:
            assert PINNED[name].startswith(f"{high}."), name
        else:
            assert PINNED[name] == high, name


def test_a_package_has_the_same_range_in_all_environments():
    found = {}
    for path in environment_files():
        for name, versions in ranges(path).items():
            assert found.setdefault(name, versions) == versions, (path, name)


@pytest.mark.parametrize(
    ("environment", "fit", "unfit"),
    [
        ("layouts", "tests/scripts/test_layouts.py", "tests/scripts/test_measures.py"),
        ("images", "tests/scripts/test_measures.py", "tests/scripts/test_layouts.py"),
        ("model", "tests/unit/models/test_keras_networks.py", "tests/unit/layouts/test_som.py"),
        ("download", "tests/unit/data/test_downloads.py", "tests/unit/models/test_training.py"),
    ],
)
def test_the_tests_of_an_environment_need_its_packages_alone(environment, fit, unfit):
    chosen = fitting_tests(ROOT / f"envs/{environment}.yaml")
    assert fit in chosen
    assert unfit not in chosen


@pytest.mark.parametrize("rule", sorted(rules()))
def test_an_environment_names_all_that_its_scripts_import(rule):
    environments, script = rules()[rule]
    for environment in environments:
        held = ranges(ROOT / "envs" / environment)
        names = {IMPORT_NAMES.get(name, name) for name in held}
        imported = {name.split(".")[0] for name in imports(script, environment)}
        assert imported - names - {"topomaps"} - OPTIONAL == set()
