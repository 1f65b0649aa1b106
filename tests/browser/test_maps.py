"""Maps, neurons and groups in a real Chromium: what is done, and what is shown then."""

import io
import json

import numpy as np
import pytest
from expected import (
    FEW,
    NAMES,
    colors_at,
    naps,
    number,
    on_figure,
    positions,
    python_maps,
    some_points,
)  # fmt: skip
from page_arrays import restored
from PIL import Image
from topomaps.explorer.page import explorer_page
from topomaps.explorer.quantise import quantised

CANVAS = "(canvas) => [...canvas.getContext('2d').getImageData(0, 0, 100, 100).data]"


def shown_names(page):
    return page.locator("#maps .map .name").all_inner_texts()


def pixels_of(locator):
    return np.array(locator.evaluate(CANVAS), dtype=np.uint8).reshape(100, 100, 4)


def screen(page):
    """Pixels of the window as they are shown."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(int)


def large_colors(page, points):
    """Colours on the screen at points of the large map."""
    x, y = (
        np.rint(on_figure(None, points, page.locator("#figure").bounding_box()) - 0.5).astype(int).T
    )
    return screen(page)[y, x]


def put_mouse(page, view, neuron, click=False):
    """Move the mouse to a neuron of the large map, and click it."""
    box = page.locator("#figure").bounding_box()
    x, y = on_figure(view, positions(view)[[neuron]], box)[0]
    page.mouse.move(x, y)
    if click:
        page.mouse.click(x, y)


def set_slider(page, name, value):
    page.locator(f"#{name}").fill(str(value))


def away_from_neurons(view, count=100, room=0.025):
    """Points of the layout that no dot covers."""
    generator = np.random.default_rng(2)
    points = generator.uniform(0.15, 0.85, (4000, 2))
    distances = np.linalg.norm(points[:, None] - positions(view)[None], axis=-1).min(axis=1)
    return points[distances > room][:count]


def test_small_maps_have_the_colours_of_the_python_maps(opened, contents):
    view = contents["views"][0]
    images, inner = python_maps(view, naps(view), view["limit"])
    rows, columns = some_points(inner)
    assert len(rows) == 100
    for group in range(len(NAMES)):
        shown = pixels_of(opened.locator("#maps .map canvas").nth(group)).astype(int)
        assert (shown[rows, columns, 3] == 255).all()
        difference = np.abs(shown[rows, columns, :3] - images[group, rows, columns])
        assert difference.max() <= 2, NAMES[group]
        outside = shown[..., 3] == 0
        around = ~python_maps(view, naps(view), 1)[1]
        assert abs(int(outside.sum()) - int(around.sum())) < 700, "but for the line around"


def test_each_map_can_have_a_range_of_its_own(opened, contents):
    view = contents["views"][0]
    opened.select_option("#range", "own")
    limit = view["group_limits"][1]
    images, inner = python_maps(view, naps(view)[[1]], limit)
    rows, columns = some_points(inner)
    shown = pixels_of(opened.locator("#maps .map canvas").nth(1)).astype(int)
    assert np.abs(shown[rows, columns, :3] - images[0, rows, columns]).max() <= 2


def test_the_large_map_shows_the_same_colours_on_the_screen(opened, contents):
    view = contents["views"][0]
    opened.click("#contour-button")
    opened.click("#dots-button")
    opened.click("#names-button")
    opened.mouse.move(5, 5)
    points = away_from_neurons(view, room=0)
    expected, inside = colors_at(view, naps(view)[0], view["limit"], points)
    shown = large_colors(opened, points)
    # The point is not quite the middle of its pixel: a colour may be a few levels further
    assert np.median(np.abs(shown - expected)[inside]) <= 2
    assert np.abs(shown - expected)[inside].max() <= 12


def test_maps_are_sorted_in_each_way(opened, contents):
    view, groups = contents["views"][0], contents["groupings"][0]["groups"]
    likeness = restored(view["likeness"])
    expected = {
        "name": ["<script>alert(1)</script>", "2", "10", "heavy", "light"],
        "size": [g["name"] for g in sorted(groups, key=lambda g: -g["count"])],
        "likeness": [NAMES[i] for i in np.argsort(-likeness[0], kind="stable")],
        "dendrogram": [NAMES[i] for i in view["order"]],
        "separation": [
            NAMES[i] for i in np.argsort([-each[0] for each in view["separation"]], kind="stable")
        ],
        "given": NAMES,
    }
    for sort, names in expected.items():
        opened.select_option("#sort", sort)
        assert shown_names(opened) == names, sort
    opened.select_option("#sort", "likeness")
    opened.locator("#maps .map").nth(2).click()
    chosen = opened.locator("#maps .map[aria-current=true] .name").inner_text()
    assert shown_names(opened)[0] == chosen, "the chosen one is most like itself"


def test_a_neuron_under_the_mouse_is_described_and_lights_up_in_all_maps(opened, contents):
    view = contents["views"][0]
    put_mouse(opened, view, 17)
    assert opened.locator("#tip").inner_text().startswith("Neuron 17: ")
    dots = opened.locator("#maps .dot")
    assert dots.count() == len(NAMES)
    x, y = positions(view)[17]
    for dot in dots.all():
        assert dot.is_visible()
        left, top = dot.evaluate("(dot) => [dot.style.left, dot.style.top]")
        assert float(left[:-1]) == pytest.approx(99 * x + 0.5, abs=0.1)
        assert float(top[:-1]) == pytest.approx(99 * (1 - y) + 0.5, abs=0.1)
    opened.mouse.move(5, 5)
    assert not dots.first.is_visible()


def test_the_numbers_of_a_neuron_are_those_of_python(opened, contents):
    view, groups = contents["views"][0], contents["groupings"][0]["groups"]
    counts = np.array([group["count"] for group in groups])
    halves = restored(view["half"])
    put_mouse(opened, view, 17, click=True)
    assert opened.locator("#panel-neuron h2").inner_text() == "Neuron 17 of layer_0"
    x, y = positions(view)[17]
    assert f"x {x:.3f}, y {y:.3f}" in opened.locator("#panel-neuron").inner_text()
    rows = opened.locator("#panel-neuron tbody tr")
    assert rows.count() == len(NAMES)
    for group, name in enumerate(NAMES):
        cells = rows.nth(group).locator("td").all_inner_texts()
        nap, half = naps(view)[group, 17], halves[group, 17]
        assert cells[0] == name
        assert number(cells[1]) == pytest.approx(nap, rel=0.01, abs=1e-4)
        low, high = (number(each) for each in cells[2].split(" … "))
        assert low == pytest.approx(nap - half, rel=0.02, abs=1e-3)
        assert high == pytest.approx(nap + half, rel=0.02, abs=1e-3)
        assert number(cells[3]) == pytest.approx(
            effect(view, counts, group, 17), rel=0.02, abs=1e-3
        )
        p = restored(view["p"])[view["tested"].index(group), 17]
        assert float(cells[4].removeprefix("≤ ")) == pytest.approx(p, rel=0.006)
        assert cells[4].startswith("≤") == (p == 0.001)
    assert opened.locator("#neuron-bars canvas").count() >= 1
    assert opened.locator("#neuron-inputs img").count() == 8


def effect(view, counts, group, neuron):
    """Hedges' g of a group against all inputs of the others, as the contract of the page says."""
    means = (restored(view["mean"])[0] + naps(view))[:, neuron]
    squares = (counts - 1) * restored(view["sd"])[:, neuron] ** 2
    others = np.arange(len(counts)) != group
    n = counts[others].sum()
    mean = (counts * means)[others].sum() / n
    within = squares[others].sum() + (counts * (means - mean) ** 2)[others].sum()
    pooled = np.sqrt((squares[group] + within) / (counts[group] + n - 2))
    return (means[group] - mean) / pooled * (1 - 3 / (4 * (counts[group] + n) - 9))


def test_a_neuron_is_found_by_its_number(opened):
    opened.fill("#search", "42")
    assert opened.locator("#panel-neuron h2").inner_text() == "Neuron 42 of layer_0"
    assert opened.locator("#tip").inner_text().startswith("Neuron 42: ")
    opened.fill("#search", "120")
    assert "0 to 119" in opened.locator("#status").inner_text()


def test_a_second_group_shows_the_difference_and_the_neurons_that_make_it(opened, contents):
    view = contents["views"][0]
    opened.locator("#maps .map").nth(1).click(modifiers=["Shift"])
    assert opened.locator("#large-title").inner_text() == "“heavy” minus “light” · layer_0"
    difference = naps(view)[0] - naps(view)[1]
    opened.click("#contour-button")
    opened.click("#dots-button")
    opened.click("#names-button")
    opened.mouse.move(5, 5)
    points = away_from_neurons(view, room=0)
    expected, inside = colors_at(view, difference, view["limit"], points)
    shown = large_colors(opened, points)
    assert np.median(np.abs(shown - expected)[inside]) <= 2
    counts = [group["count"] for group in contents["groupings"][0]["groups"]]
    effects, ps = pair_effects(view, counts, 0, 1), pair_p(view, 0, 1)
    listed = opened.locator("#panel-pair tbody tr")
    best = np.argsort(-np.abs(effects), kind="stable")[:3]
    for place, neuron in enumerate(best):
        cells = listed.nth(place).locator("td").all_inner_texts()
        assert int(cells[0]) == neuron
        assert number(cells[3]) == pytest.approx(difference[neuron], rel=0.01)
        assert number(cells[4]) == pytest.approx(effects[neuron], rel=0.02)
    significant = int((ps <= 0.05).sum())
    words = opened.locator("#panel-pair").inner_text()
    assert f"{significant} of 120 neurons differ at level 0.05, corrected for the neurons" in words
    p, p_holm = view["pairs"]["rows"][0][2:4]
    assert f"p = {p:.3g}, and {p_holm:.3g} by Holm over 6 pairs, of 999 permutations" in words
    assert "0.4 (95 %: 0.35 … 0.45; by chance up to 0.1)" in words
    assert "by chance −0.6 … 0.2; groups that have nothing to do with each other" in words
    assert "The largest of single neurons: 2.1 (by chance up to 0.8)" in words
    assert "Welch" not in words
    assert f"{significant} of 120 neurons are" in opened.locator("#map-note").inner_text()
    assert float(listed.first.locator("td").nth(5).inner_text().removeprefix("≤ ")) == (
        pytest.approx(ps[best[0]], rel=0.006)
    )
    listed.first.locator("button").click()
    assert opened.locator("#tip").inner_text().startswith(f"Neuron {best[0]}: ")


def pair_effects(view, counts, a, b):
    """Hedges' g of each neuron."""
    means, sd = restored(view["mean"])[0] + naps(view), restored(view["sd"])
    n, m = counts[a], counts[b]
    pooled = np.sqrt(((n - 1) * sd[a] ** 2 + (m - 1) * sd[b] ** 2) / (n + m - 2))
    return (means[a] - means[b]) / pooled * (1 - 3 / (4 * (n + m) - 9))


def pair_p(view, a, b):
    """p of each neuron for two groups, as the workflow computed it."""
    pairs = view["pairs"]
    row = [each[:2] for each in pairs["rows"]].index([a, b])
    return np.array(pairs["steps"])[restored(pairs["p"])[row].astype(int)]


def test_groups_that_are_too_small_are_not_tested_against_each_other(opened):
    small = NAMES.index(FEW)
    opened.locator("#maps .map").nth(small).click(modifiers=["Shift"])
    opened.locator("#maps .map").nth(1).click()
    words = opened.locator("#panel-pair").inner_text()
    assert f"“{FEW}” has fewer than 20 inputs (7)" in words
    assert "So there is no p, and no neuron is marked." in words
    note = opened.locator("#map-note").inner_text()
    assert "fewer than 20 inputs" in note
    assert "significant" not in note
    assert opened.evaluate("topomapsExplorer.significantLines()") is None
    cells = opened.locator("#panel-pair tbody tr").first.locator("td").all_inner_texts()
    assert cells[5] == "–"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "random"}, "Random groups are not tested."),
        ({"why_untested": "Nothing can be permuted."}, "Nothing can be permuted."),
        ({"tests_blocks": True, "tested": 19}, "fewer than 20 blocks (19)"),
        ({"rows": []}, "this page holds the tests of 0 pairs"),
        ({"n_permutable": 10}, "fewer than 20 inputs (10) of these two groups can be permuted"),
    ],
)
def test_each_reason_for_no_test_of_two_groups_is_said(browser, contents, tmp_path, change, words):
    made = json.loads(json.dumps(contents))
    grouping = made["groupings"][0]
    grouping["groups"][1] |= {key: change[key] for key in ("kind", "tested") if key in change}
    grouping |= {key: change[key] for key in ("why_untested", "tests_blocks") if key in change}
    for view in made["views"]:
        pairs = view["pairs"]
        pairs["rows"] = change.get("rows", pairs["rows"])
        for row in pairs["rows"]:
            place = pairs["columns"].index("n_permutable")
            row[place] = change.get("n_permutable", row[place])
    path = tmp_path / "changed.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    page = browser.open(path, "#second=light&tab=pair")
    assert words in page.locator("#panel-pair").inner_text()
    assert words in page.locator("#map-note").inner_text()
    assert browser.faults == []
    page.close()


def test_neurons_without_interval_say_why(browser, contents, tmp_path):
    made = json.loads(json.dumps(contents))
    for view in made["views"]:
        view["half"] = quantised(np.full((len(NAMES), 120), np.nan))
    groups = made["groupings"][0]["groups"]
    for group, units in zip(groups, (4, 8, 8, 8, 8), strict=True):
        group["units"] = units
    path = tmp_path / "changed.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    page = browser.open(path, "#neuron=17")
    shown = page.locator("#panel-neuron tbody tr td:nth-child(3)").all_inner_texts()
    assert shown == ["fewer than 5 inputs"] + ["too few active inputs"] * 4
    groups[1]["units"] = 1
    made["groupings"][0]["has_blocks"] = True
    path.write_text(explorer_page(made), encoding="utf-8")
    page.close()
    page = browser.open(path, "#neuron=17")
    shown = page.locator("#panel-neuron tbody tr td:nth-child(3)").all_inner_texts()
    assert shown[:3] == ["fewer than 5 blocks"] * 2 + ["a single block in “light”"]
    page.close()


def test_the_level_moves_the_contours_of_significant_neurons(opened, contents):
    view = contents["views"][0]
    ps = restored(view["p"])[0]
    opened.click("#dots-button")
    opened.click("#names-button")
    black = []
    for place, level in ((0, 0.0005), (6, 0.05), (9, 0.5)):
        set_slider(opened, "level", place)
        count = int((ps <= level).sum())
        note = opened.locator("#map-note").inner_text()
        assert f"{count} of 120 neurons are significant at level {level}" in note
        opened.mouse.move(5, 5)
        box = opened.locator("#figure").bounding_box()
        left, top, side = int(box["x"]), int(box["y"]), int(box["width"])
        part = screen(opened)[top : top + side, left : left + side]
        black.append(int((part.max(axis=-1) < 60).sum()))
    assert black[0] == 0 < black[1] != black[2] > 0


def test_layers_and_methods_are_chosen(opened, contents):
    opened.select_option("#layer", "layer_1")
    view = contents["views"][1]
    images, inner = python_maps(view, naps(view)[[0]], view["limit"])
    rows, columns = some_points(inner)
    shown = pixels_of(opened.locator("#maps .map canvas").first).astype(int)
    assert np.abs(shown[rows, columns, :3] - images[0, rows, columns]).max() <= 2
    assert opened.locator("#large-title").inner_text() == "“heavy” · layer_1"
    words = ["sorted (neurons that act alike beside each other)"]
    assert opened.locator("#method option").all_inner_texts() == words


def test_a_part_of_the_map_is_shown_larger_and_moved(opened):
    opened.click("#zoom-in")
    opened.click("#zoom-in")
    box = opened.locator("#figure").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["width"] / 2
    before = opened.evaluate("topomapsExplorer.large.view")
    assert before["x1"] - before["x0"] == pytest.approx(1.06 / 1.5**2, rel=1e-3)
    opened.mouse.move(*middle)
    opened.mouse.down()
    opened.mouse.move(middle[0] + 60, middle[1], steps=4)
    opened.mouse.up()
    after = opened.evaluate("topomapsExplorer.large.view")
    moved = 60 / box["width"] * (before["x1"] - before["x0"])
    assert before["x0"] - after["x0"] == pytest.approx(moved, rel=0.1)
    opened.click("#reset-button")
    assert opened.evaluate("topomapsExplorer.large.whole")
