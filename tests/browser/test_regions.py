"""Regions, checkpoints and tables in a real Chromium."""

import numpy as np
import pandas as pd
import pytest
from expected import NAMES, naps, on_figure, positions
from matplotlib.path import Path as Polygon
from page_arrays import restored
from test_maps import put_mouse, set_slider
from topomaps.explorer.page import explorer_page
from topomaps.maps.regions import find_regions


def regions_of(view, group, threshold):
    """Sets of neurons of a group's regions, with their direction."""
    found = find_regions(naps(view)[[group]], positions(view), ["g"], threshold=threshold)
    keys = ["direction", "region"]
    return {key: set(rows["neuron"]) for key, rows in found.groupby(keys, sort=False)}


def saved_table(page, tmp_path):
    with page.expect_download() as download:
        page.click("#region-save")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return pd.read_csv(path, sep="\t")


def test_a_click_into_a_region_takes_it(opened, contents, tmp_path):
    view = contents["views"][0]
    largest = regions_of(view, 0, 0.5)["above", 0]
    neuron = max(largest, key=lambda each: naps(view)[0, each])
    put_mouse(opened, view, neuron, click=True)
    opened.click("#tab-region")
    assert f"{len(largest)} neurons of layer_0" in opened.locator("#region-title").inner_text()
    table = saved_table(opened, tmp_path)
    assert list(table) == ["region", "layer", "neuron", "method", "x", "y", "group", "nap"]
    assert set(table["neuron"]) == largest
    assert set(table["layer"]) == {"layer_0"}
    assert set(table["group"]) == {"heavy"}
    np.testing.assert_allclose(table["nap"], naps(view)[0, table["neuron"]], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(table[["x", "y"]], positions(view)[table["neuron"]], atol=1e-4)
    means = naps(view)[:, sorted(largest)].mean(axis=1)
    words = opened.locator("#region-bars").get_attribute("aria-label")
    for name, mean in zip(NAMES, means, strict=True):
        assert f"{name} {float(f'{mean:.3g}'):g}" in words.replace("e-2", "e-02")
    assert opened.locator("#region-inputs img").count() >= 6
    opened.click("#region-clear")
    assert not opened.locator("#region-title").is_visible()


def test_the_threshold_changes_the_regions(opened, contents):
    view = contents["views"][0]
    opened.click("#tab-region")
    for percent in (30, 60, 50):
        set_slider(opened, "threshold", percent)
        count = len(regions_of(view, 0, percent / 100))
        assert f": {count} regions" in opened.locator("#panel-region").inner_text()
    first = opened.locator("#panel-region [aria-pressed]").first
    assert first.inner_text() == f"+1: {len(regions_of(view, 0, 0.5)['above', 0])} neurons"


def test_a_lasso_takes_the_neurons_inside(opened, contents, tmp_path):
    view = contents["views"][0]
    corners = np.array([[0.3, 0.3], [0.7, 0.35], [0.6, 0.75], [0.25, 0.6], [0.3, 0.3]])
    opened.click("#lasso-button")
    draw(opened, view, corners)
    inside = set(np.flatnonzero(Polygon(corners).contains_points(positions(view))))
    rim = set(np.flatnonzero(Polygon(corners).contains_points(positions(view), radius=0.02)))
    core = set(np.flatnonzero(Polygon(corners).contains_points(positions(view), radius=-0.02)))
    table = saved_table(opened, tmp_path)
    assert (core | (inside & rim)) >= core
    assert core <= set(table["neuron"]) <= rim | inside
    assert len(core) > 10
    excited = opened.locator("#region-inputs figcaption").first.inner_text()
    assert excited.startswith(f"input {strongest(contents, table['neuron'].to_numpy())},")


def draw(page, view, points):
    box = page.locator("#figure").bounding_box()
    path = on_figure(view, points, box)
    page.mouse.move(*path[0])
    page.mouse.down()
    for place in path[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()
    page.wait_for_selector("#region-title")


def strongest(contents, neurons):
    """Number of the input that excites some neurons of the first layer most."""
    found = contents["activations"][0]
    activations = restored(found["low"]) + restored(found["step"]) * restored(found["levels"])
    place = int(activations[:, neurons].mean(axis=1).argmax())
    return int(restored(contents["sources"][0]["inputs"])[place])


def test_a_named_region_is_chosen(opened, tmp_path):
    opened.click("#tab-region")
    opened.get_by_role("button", name="my <i>eyes</i>").click()
    assert "my <i>eyes</i>: 3 neurons" in opened.locator("#region-title").inner_text()
    assert sorted(saved_table(opened, tmp_path)["neuron"]) == [3, 5, 8]


def test_layers_stand_side_by_side(opened):
    opened.click("#tab-beside")
    maps = opened.locator("#beside-layers .map")
    assert maps.locator(".name").all_inner_texts() == ["layer_0", "layer_1"]
    maps.nth(1).click()
    assert opened.locator("#large-title").inner_text() == "heavy in layer_1"
    assert opened.locator("#layer").input_value() == "layer_1"


def test_scores_outcomes_and_suspicious_inputs_are_shown(opened, contents):
    opened.click("#tab-scores")
    words = opened.locator("#panel-scores").inner_text()
    for part in ("999 permutations", "Faithfulness", "trustworthiness", "resize_mse", "120.5"):
        assert part in words
    rows = opened.locator("#panel-scores tbody tr").filter(has_text="heavy").first
    value = contents["views"][0]["separation"][0][0]
    assert rows.locator("td").all_inner_texts()[2:] == [f"{value:.3g}", "0.7 … 0.9", "≤ 0.005"]
    opened.click("#tab-outcomes")
    assert opened.locator("#panel-outcomes tbody td").all_inner_texts() == ["heavy", "light", "7"]
    assert "Accuracy: the largest gap is 12.3 %." in opened.inner_text("#panel-outcomes")
    opened.click("#tab-suspicious")
    verdict = opened.locator("#panel-suspicious .verdict").inner_text()
    assert verdict == "Of 30 labels 1.0 expected <wrong>."
    figure = opened.locator("#panel-suspicious figure")
    assert figure.inner_text().startswith("<b>heavy</b> → light? score 0.93\ninput ")
    assert figure.locator("img").evaluate("(image) => image.naturalWidth") > 0


@pytest.fixture(scope="module")
def stages(browser, checkpoints, tmp_path_factory):
    path = tmp_path_factory.mktemp("stages") / "stages.html"
    path.write_text(explorer_page(checkpoints), encoding="utf-8")
    page = browser.open(path)
    yield page
    assert browser.faults == []
    page.close()


def test_a_player_goes_through_checkpoints(stages):
    names = stages.locator("#maps .name")
    assert names.all_inner_texts() == ["a after 0 steps", "b after 0 steps"]
    stages.click("#tab-beside")
    assert stages.locator("#beside-frames .name").all_inner_texts() == [
        "0 steps", "10 steps", "20 steps",
    ]  # fmt: skip
    stages.locator("#frame").fill("2")
    assert names.all_inner_texts() == ["a after 20 steps", "b after 20 steps"]
    assert stages.locator("#frame-name").inner_text() == "20 steps"
    stages.click("#play")
    stages.locator("#frame-name", has_text="10 steps").wait_for()
    stages.click("#play")
    assert stages.locator("#play").inner_text() == "Play"
