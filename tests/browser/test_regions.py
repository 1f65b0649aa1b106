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
from topomaps.maps.rendering import map_images


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
        words = words.replace("−", "-").replace("e-2", "e-02")
        assert f"{name} {float(f'{mean:.3g}'):g}" in words
    assert opened.locator("#region-inputs img").count() >= 6
    opened.click("#region-clear")
    assert not opened.locator("#region-title").is_visible()


def test_the_threshold_changes_the_regions(opened, contents):
    view = contents["views"][0]
    opened.click("#tab-region")
    for percent in (30, 60, 50):
        set_slider(opened, "threshold", percent)
        count = len(regions_of(view, 0, percent / 100))
        assert f": {count} region" in opened.locator("#panel-region").inner_text()
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
    assert opened.locator("#large-title").inner_text() == "“heavy” · layer_1"
    assert opened.locator("#layer").input_value() == "layer_1"


def test_scores_are_drawn_in_words_with_their_numbers(opened, contents):
    opened.click("#tab-scores")
    words = opened.locator("#panel-scores").inner_text()
    assert "999 permutations" in words
    opened.locator("#panel-scores summary").first.click()
    row = opened.locator("#panel-scores tbody tr").filter(has_text="heavy").first
    value = contents["views"][0]["separation"][0][0]
    assert row.locator("td").all_inner_texts()[2:] == [f"{value:.3g}", "0.7 … 0.9", "≤ 0.005"]
    drawn = opened.locator("#separation-dots").get_attribute("aria-label")
    assert f"heavy {value:.3g}" in drawn
    drawn = opened.locator("#layout-dots")
    assert drawn.get_attribute("aria-label") == (
        "trustworthiness (10 neighbours): neighbours on the map act alike: sorted 0.91; "
        "random (baseline) 0.51"
    )
    opened.select_option("#measure", value="resize_mse float")
    ends = "over all sizes: sorted 121; random (baseline) 921"
    assert drawn.get_attribute("aria-label").endswith(ends)
    assert "less is better" in opened.inner_text("#panel-scores")
    assert drawn.locator("canvas").count() >= 1
    assert "resize_mse" not in opened.inner_text("#panel-scores")


def test_outcomes_are_drawn_beside_the_clearest_gap(opened, contents):
    opened.click("#tab-outcomes")
    drawn = opened.locator("#outcome-dots")
    assert drawn.get_attribute("aria-label") == "accuracy: heavy 75 %; light 50 %"
    words = opened.inner_text("#panel-outcomes")
    assert "Accuracy: the gap is 25 %." in words
    assert "Classes are not tested." in words
    count = contents["groupings"][0]["groups"][0]["count"]
    assert f"Counted are all inputs of a group (40). Its map is made of {count}" in words
    opened.select_option("#outcome", label="predicted as “light”")
    assert drawn.get_attribute("aria-label") == "predicted as “light”: heavy 25 %"
    assert "the gap is 25 %" not in opened.inner_text("#panel-outcomes")


def test_suspicious_inputs_are_counted_chosen_and_saved(opened, tmp_path):
    opened.click("#tab-suspicious")
    panel = opened.locator("#panel-suspicious")
    assert panel.locator(".verdict").inner_text() == "Of 30 labels 1.0 expected <wrong>."
    count = panel.locator("#suspicious-count").inner_text()
    assert count.startswith("3 of 30 labels are more probably wrong than right")
    assert "the first 2 are shown" in count
    figures = panel.locator("figure")
    assert figures.count() == 2
    assert figures.first.inner_text().startswith("<b>heavy</b> → light? score 0.93\ninput ")
    assert figures.first.locator("img").evaluate("(image) => image.naturalWidth") > 0
    figures.nth(1).get_by_role("button").click()
    assert opened.inner_text("#large-title") == "“heavy” minus “light” · layer_0"
    with opened.expect_download() as download:
        opened.click("#suspicious-save")
    download.value.save_as(tmp_path / "saved.tsv")
    table = pd.read_csv(tmp_path / "saved.tsv", sep="\t")
    assert list(table) == ["index", "given_label", "predicted_label", "score"]
    assert table["index"].tolist() == [4, 5, 6]
    assert table["score"].tolist() == [0.93, 0.83, 0.73]


def test_words_of_regions_fit_the_difference_of_two_groups(opened, contents):
    opened.click("#tab-region")
    assert "+ lies above the mean over groups, − below it" in opened.inner_text("#panel-region")
    opened.select_option("#second", "light")
    opened.click("#tab-region")
    words = opened.inner_text("#panel-region")
    assert "+ lies where “heavy” is more active, − where “light” is." in words
    assert "above the mean over groups" not in words


def test_bars_have_the_colours_of_the_maps_and_one_axis(opened, contents):
    view = contents["views"][0]
    opened.click("#tab-region")
    opened.get_by_role("button", name="+1:").click()
    panel = "topomapsExplorer.panels.get('{}').panel.bars"
    source = panel.format("region") + ".source.data"
    means = np.array(opened.evaluate(f"Array.from({source}.right)"))
    colours = np.array([
        [int(part) for part in each[4:-1].split(",")]
        for each in opened.evaluate(f"[...{source}.color]")
    ])  # fmt: skip
    expected = map_images(means.reshape(1, 1, -1).repeat(len(means), 1), view["limit"], len(means))
    assert np.abs(colours - expected[0, 0].astype(int)).max() <= 2
    low, high = (
        np.array(opened.evaluate(f"Array.from({source}.{each})")) for each in ("low", "high")
    )
    assert ((low < means) & (means < high)).all(), "each bar has its interval"
    axes = []
    for neuron in (3, 17):
        opened.fill("#search", str(neuron))
        axes.append(opened.evaluate("topomapsExplorer.view.reach"))
    assert axes[0] == axes[1]
    reach = np.nanmax(np.abs(naps(view)) + restored(view["half"]))
    assert max(-axes[0][0], axes[0][1]) == pytest.approx(reach, rel=0.1)


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
