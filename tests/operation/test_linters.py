"""Before a commit, the same linters are run as by `make lint`, and so in continuous integration."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]


def test_hooks_are_the_lines_of_make_lint():
    recipe = re.search(r"(?m)^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text()).group(1)
    lines = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe.splitlines()]
    entries = [re.sub(r'^bash -c "(.*)"$', r"\1", hook["entry"]) for hook in HOOKS]
    assert entries == lines
    assert {hook["language"] for hook in HOOKS} == {"system"}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("scripts/topomaps/layouts/som.py", {"ruff", "ruff-format", "mypy"}),
        ("rules/layouts/layouts.smk", {"snakefmt", "snakemake"}),
        ("scripts/topomaps/explorer/browser/explorer.css", {"biome"}),
        ("docs/layouts.md", set()),
    ],
)
def test_a_commit_waits_for_what_it_touches_alone(file, expected):
    assert (ROOT / file).is_file()
    assert {hook["id"] for hook in HOOKS if re.search(hook["files"], file)} == expected
