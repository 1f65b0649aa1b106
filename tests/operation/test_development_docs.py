"""The pages for developers name files and targets that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / name).read_text() for name in ("CONTRIBUTING.md", "docs/development.md")}
FOLDERS = ["config", "docs", "envs", "rules", "scripts", "tests"]


@pytest.mark.parametrize("page", PAGES)
def test_named_files_exist(page):
    names = re.findall(r"`([\w./-]+)`", PAGES[page])
    paths = [each for each in names if each.split("/")[0] in FOLDERS or each.endswith(".md")]
    assert paths
    assert [each for each in paths if not (ROOT / each).exists()] == []


def test_named_targets_exist():
    targets = set(re.findall(r"(?m)^([\w-]+):", (ROOT / "Makefile").read_text()))
    assert set(re.findall(r"`?make ([\w-]+)", PAGES["CONTRIBUTING.md"])) <= targets


def test_links_lead_to_the_five_changes():
    titles = re.findall(r"(?m)^### (.*)$", PAGES["docs/development.md"])
    anchors = re.findall(r"development\.md#([\w-]+)", PAGES["CONTRIBUTING.md"])
    assert anchors == [title.lower().replace(" ", "-") for title in titles]
    assert len(anchors) == 5


def test_stages_are_those_of_the_folders_and_their_rules_exist():
    stages = re.findall(r"(?m)^\| `(\w+)` \| (?:`|none)", PAGES["docs/development.md"])
    folders = {path.name for path in (ROOT / "scripts/topomaps").iterdir() if path.is_dir()}
    assert {*stages} == folders - {"common", "__pycache__"}
    rules = "\n".join(path.read_text() for path in (ROOT / "rules").glob("*/*.smk"))
    named = re.findall(r"(?m)^\| `\w+` \| (`.*?) \|", PAGES["docs/development.md"])
    for rule in re.findall(r"`(\w+)`", " ".join(named)):
        assert f"rule {rule}:" in rules, rule
