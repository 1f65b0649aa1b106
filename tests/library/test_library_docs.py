"""The session of docs/library.md runs as it stands there."""

import re
from pathlib import Path

import pytest
import topomaps

PAGE = (Path(__file__).parents[2] / "docs/library.md").read_text()


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Names of the session after all cells, and the folder in which they ran."""
    names, folder = {}, tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for cell in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
            exec(compile(cell, "docs/library.md", "exec"), names)
    return names, folder


def test_the_session_gives_what_the_text_says(session):
    names, _ = session
    assert names["network"].score(names["digits"].data[names["test"]] / 16, names["labels"]) > 0.9
    assert names["positions"].shape == (64, 2)
    assert set(names["regions"]["group"]) <= set(range(10))
    assert len(names["regions"]) > 10
    assert names["separation"].p == 0.001
    assert len(names["pairs"]) == 45
    assert names["limit"] == abs(names["profiles"]).max()


@pytest.mark.parametrize("name", ["maps", "regions", "significant"])
def test_its_figures_are_written(session, name):
    _, folder = session
    assert (folder / f"{name}.png").stat().st_size > 20_000


def test_the_table_has_all_names():
    table = PAGE[PAGE.index("## All names") :]
    named = set(re.findall(r"`(\w+)[`(]", table))
    assert set(topomaps.__all__) <= named
