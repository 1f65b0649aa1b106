"""Effects, attributions and preferred inputs of a region, in a real Chromium."""

from copy import deepcopy

import numpy as np
import pytest
from topomaps.explorer.evidence import EFFECT_COLUMNS
from topomaps.explorer.page import explorer_page
from topomaps.explorer.pictures import picture_url
from topomaps.explorer.quantise import quantised

NEURONS = [3, 5, 8, 11]


def effect(group, measure, change, p):
    """A row of effects."""
    values = (0.5, 0.5 + change, change, change - 0.1, change + 0.1, p, p, 0.01, -0.02, 0.02)
    return [group, *measure, *values]


def evidence():
    """Of one set of neurons: two measures in two groups, overlays, and a preferred input."""
    share, accuracy = ("share", "heavy"), ("accuracy", "accuracy")
    rows = [
        effect(group, measure, change, p)
        for measure, of_measure in ((share, (0.5, 0.4)), (accuracy, (-0.3, 0.01)))
        for group, change, p in zip(("heavy", "gap"), of_measure, (0.01, 0.6), strict=True)
    ]
    values = np.linspace(-1, 1, 2 * 16).reshape(2, 4, 4)
    check = {"sanity": "failed", "halves": 0.9, "similarity": 0.8, "randomised": 5}
    return {
        "name": "heavy above", "kind": "found", "group": "heavy", "neurons": NEURONS,
        "effects": {"columns": list(EFFECT_COLUMNS), "rows": rows, "outputs": 1},
        "attributions": [
            {"method": "occlusion", "inputs": [0, 2], "values": quantised(values, "uint8"),
             "check": check}
        ],
        "preferred": [picture_url(np.zeros((8, 8), np.uint8), 64)],
    }  # fmt: skip


@pytest.fixture
def page(browser, contents, tmp_path):
    """A page with evidence on one set, and none on others."""
    made = deepcopy(contents)
    made["views"][0]["evidence"] = {"sorted": [evidence()]}
    path = tmp_path / "evidence.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    page = browser.open(path, "#tab=region")
    yield page
    assert browser.faults == []
    page.close()


def test_effects_stand_beside_the_band_of_control_sets(page):
    page.locator("#panel-region button", has_text="heavy above").click()
    assert "4 neurons" in page.locator("#region-title").inner_text()
    select = page.locator("#effect-measure")
    assert select.locator("option").all_inner_texts() == ["share: heavy", "accuracy"]
    table = page.locator("#effect-lines")
    assert "gap between groups" in table.inner_text()
    assert "More than sets of as many neurons: heavy." in table.inner_text()
    assert "≤ 0.01" in table.inner_text()  # the least that so many sets can give
    assert table.locator(".change.acts").count() == 1
    track = table.locator(".track").first.bounding_box()
    band = table.locator(".band").first.bounding_box()
    dot = table.locator(".change").first.bounding_box()
    low, high = -0.02, 0.6  # ends of the axis
    where = (dot["x"] + dot["width"] / 2 - track["x"]) / track["width"]
    assert where == pytest.approx((0.5 - low) / (high - low), abs=0.01)
    assert band["width"] / track["width"] == pytest.approx(0.04 / (high - low), abs=0.01)
    select.select_option("accuracy")
    assert "−0.3" in table.inner_text()


def test_overlays_are_switched_off_and_on_and_failed_checks_are_named(page):
    page.locator("#panel-region button", has_text="heavy above").click()
    overlays = page.locator("#region-attributions canvas")
    assert overlays.count() == 2
    assert overlays.first.is_visible()
    page.click("#overlay-button")
    assert not overlays.first.is_visible()
    assert page.locator("#region-attributions img").first.is_visible()
    page.click("#overlay-button")
    assert overlays.first.is_visible()
    words = page.locator("#region-attributions").inner_text()
    assert "occlusion (a check fails)" in words
    assert (
        "Sanity check failed: attributions by the two halves of these neurons agree by 0.9" in words
    )
    pixels = overlays.nth(1).evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, 4, 4).data].slice(60)"
    )
    assert np.abs(np.array(pixels) - [230, 97, 1, 200]).max() <= 2  # the largest value excites
    assert page.locator("#region-preferred img").count() == 1


def test_regions_without_evidence_show_none_of_another(page):
    page.locator("#panel-region button", has_text="heavy above").click()
    assert page.locator("#region-effects").count() == 1
    page.locator("#panel-region button", has_text="+1:").first.click()
    assert page.locator("#region-effects").count() == 0
    assert page.locator("#region-attributions").count() == 0
