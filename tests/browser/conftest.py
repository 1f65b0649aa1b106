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
        "columns": ["group", "measure", "predicted", "count", "n", "share", "low", "high"],
        "rows": [
            ["heavy", "inputs", None, 40, 200, 0.2, 0.15, 0.26],
            ["heavy", "accuracy", None, 30, 40, 0.75, 0.6, 0.86],
            ["light", "accuracy", None, 20, 40, 0.5, 0.35, 0.65],
            ["heavy", "predicted", "light", 10, 40, 0.25, 0.14, 0.4],
        ],
    }
    gap = {"outcome": "", "words": "Accuracy: the gap is 25 %.", "gap": 0.25, "chance_high": 0.2}
    made["groupings"][0]["gaps"] = [gap, {"outcome": None, "words": "Classes are not tested."}]
    wrong = {"given": "heavy", "likelier": "light", "given_name": "heavy", "likelier_name": "light"}
    hostile = {"given": "<b>heavy</b>", "given_name": "<b>heavy</b>"}
    made["groupings"][0]["suspicious"] = [
        {"input": 4, "place": 4, "score": 0.93, **wrong, **hostile},
        {"input": 5, "place": 5, "score": 0.83, **wrong},
        {"input": 6, "place": -1, "score": 0.73, **wrong},
    ]
    made["groupings"][0]["n_suspicious"] = 3
    made["groupings"][0]["on_labels"] = "Of 30 labels 1.0 expected <wrong>."
    made["views"][0]["named"] = [{"region": "my <i>eyes</i>", "neurons": [3, 5, 8]}]
    made["views"][0]["scores"] = {
        "columns": [
            "condition", "measure", "arithmetic", "method", "mean", "sd", "min", "max", "n",
        ],
        "rows": [
            ["layout", "trustworthiness_10", None, "sorted", 0.91, 0.01, 0.9, 0.92, 5],
            ["layout", "trustworthiness_10", None, "random", 0.51, 0.01, 0.5, 0.52, 5],
            ["layout", "resize_mse", "float", "random", 920.5, 10.5, 900.5, 940.5, 5],
            ["layout", "resize_mse", "float", "sorted", 120.5, 10.5, 100.5, 140.5, 5],
        ],
    }  # fmt: skip
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
    """The page with its options open; afterwards nothing may have been asked for or gone wrong."""
    page = browser.open(html, height=1200)
    page.evaluate("document.getElementById('options').open = true")
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
