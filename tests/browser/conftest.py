"""Pages of made-up explorers, opened in real browsers."""

import shutil

import numpy as np
import pytest
from browsers import Chromium, firefox
from expected import FEW, NAMES
from explorer_contents import synthetic_contents
from page_arrays import restored
from topomaps.explorer.page import explorer_page
from topomaps.explorer.quantise import single_precision
from topomaps.explorer.testing import OF_CHECKPOINTS


def skip_without(program):
    """Skip where a browser is not installed; `.ci/run` installs both."""
    if shutil.which(program) is None:
        pytest.skip(f"There is no {program} here: apt-get install {program}")


@pytest.fixture(scope="session")
def contents():
    """Two layers of 120 neurons, five groups, 30 inputs with pictures, and tables."""
    made = synthetic_contents(2, 120, len(NAMES), 30, names=NAMES, few=[FEW])
    for number, group in enumerate(made["groupings"][0]["groups"]):
        group["count"] += 3 * ((number * 2) % 5)  # the order of sizes is no other order
    made["groupings"][0]["outcomes"] = {
        "columns": ["given", "predicted", "inputs"],
        "rows": [["heavy", "light", 7]],
    }
    made["groupings"][0]["gaps"] = ["Accuracy: the largest gap is 12.3 %."]
    made["groupings"][0]["suspicious"] = [
        {"input": 4, "place": 4, "given": "<b>heavy</b>", "likelier": "light", "score": 0.93}
    ]
    made["groupings"][0]["on_labels"] = "Of 30 labels 1.0 expected <wrong>."
    made["views"][0]["named"] = [{"region": "my <i>eyes</i>", "neurons": [3, 5, 8]}]
    made["views"][0]["scores"] = {
        "columns": ["measure", "method", "mean"],
        "rows": [["trustworthiness", "sorted", 0.91], ["resize_mse", "sorted", 120.5]],
    }
    return made


@pytest.fixture(scope="session")
def checkpoints():
    """Three checkpoints of two groups in one layer."""
    names = [f"{name} after {steps} steps" for steps in (0, 10, 20) for name in "ab"]
    made = synthetic_contents(1, 60, 6, 6, names=names)
    grouping, view = made["groupings"][0], made["views"][0]
    grouping["frames"] = ["0 steps", "10 steps", "20 steps"]
    for number, group in enumerate(grouping["groups"]):
        steps = grouping["frames"][number // 2]
        group |= {"frame": number // 2, "row": steps, "column": "ab"[number % 2]}
    view |= {"p": None, "tested": [], "test": None, "pairs": None}
    grouping["why_untested"] = OF_CHECKPOINTS
    view["mean"] = single_precision(np.repeat(restored(view["mean"]), 3, axis=0))
    return made


@pytest.fixture(scope="session")
def html(contents, tmp_path_factory):
    """The explorer of `contents` as a file."""
    path = tmp_path_factory.mktemp("explorer") / "made_up.html"
    path.write_text(explorer_page(contents), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    skip_without("chromium")
    with Chromium() as found:
        yield found


@pytest.fixture
def opened(browser, html):
    """The page, opened; afterwards nothing may have been asked for or gone wrong."""
    page = browser.open(html)
    yield page
    assert browser.requests == [html.as_uri()], "the page asked for something"
    assert browser.faults == []
    page.close()


@pytest.fixture(scope="session")
def fox():
    """One Firefox for all tests."""
    skip_without("firefox-esr")
    with firefox() as found:
        yield found
