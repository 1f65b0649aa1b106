"""Quick checks of the conda environments; `make test-envs` builds them."""

import re
from fnmatch import fnmatch

import pytest
import yaml
from environments import IMPORT_NAMES, ROOT, environment_files, imports, packages, rules

PINNED = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)$", (ROOT / "requirements.txt").read_text()))


def test_every_rule_that_runs_a_script_has_an_environment():
    known = {path.name for path in environment_files()}
    for rule, (environment, script) in rules().items():
        assert script, f"{rule} runs no script"
        assert environment in known, f"{rule} has no environment"
    assert known == {environment for environment, _ in rules().values()}


@pytest.mark.parametrize("path", environment_files(), ids=lambda path: path.stem)
def test_environments_are_pinned_as_the_requirements(path):
    content = yaml.safe_load(path.read_text())
    assert content["channels"] == ["conda-forge", "nodefaults"]
    for name, version in packages(path).items():
        assert fnmatch(PINNED[name], version), name


@pytest.mark.parametrize("rule", sorted(rules()))
def test_an_environment_names_all_that_its_scripts_import(rule):
    environment, script = rules()[rule]
    held = packages(ROOT / "envs" / environment)
    names = {IMPORT_NAMES.get(name, name) for name in held}
    imported = {name.split(".")[0] for name in imports(script, environment)}
    assert imported - names - {"topomaps"} == set()
