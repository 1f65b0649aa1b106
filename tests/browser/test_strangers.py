"""Pages of what strangers bring: two groups, long names, names from the right, people."""

import json

import numpy as np
import pytest
from expected import on_figure, positions
from explorer_contents import synthetic_contents
from page_arrays import restored
from test_maps import screen
from topomaps.explorer.page import explorer_page

LONG = [
    "An extraordinarily long name of a group of inputs that has sixty",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbea",
]
SPILLING = """() => [...document.querySelectorAll('#details *, #large *')]
  .filter((each) => each.checkVisibility() && !each.closest('.scroll, .unseen, figure')
    && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 80))"""


def written(made, folder):
    path = folder / "page.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    return path


def test_of_two_groups_one_finding_says_all(browser, tmp_path):
    made = synthetic_contents(1, 60, 2, 6, names=["a", "b"])
    sizes = [["a", "inputs", None, 30, 60, 0.5, 0.4, 0.6]]
    columns = ["group", "measure", "predicted", "count", "n", "share", "low", "high"]
    made["groupings"][0]["outcomes"] = {"columns": columns, "rows": sizes}
    page = browser.open(written(made, tmp_path))
    words = page.locator("#findings button").all_inner_texts()
    assert words[0].startswith("“a” differs from “b”\n")
    assert not any("furthest" in each for each in words)
    assert not page.locator("#tab-outcomes").is_visible(), "nothing is predicted"
    page.close()


@pytest.mark.parametrize("width", [1400, 1000, 390])
def test_long_names_are_broken_and_nothing_spills(browser, tmp_path, width):
    made = synthetic_contents(1, 60, 2, 6, names=LONG)
    made["views"][0]["layer"] = "a_layer_in_a_network_with_a_name_of_sixty_characters_and_more"
    page = browser.open(written(made, tmp_path), "#neuron=3", width=width)
    page.select_option("#second", LONG[1])
    for tab in ("start", "neuron", "pair", "region", "beside", "scores"):
        page.click(f"#tab-{tab}")
        assert page.evaluate(SPILLING) == [], tab
    page.click("#tab-pair")
    table = page.locator("#panel-pair .scroll")
    fits = table.evaluate("(each) => each.scrollWidth <= each.clientWidth + 1")
    assert fits or width < 640, "on phones, six columns scroll"
    page.close()


def test_names_from_the_right_leave_the_words_around_them_in_order(browser, tmp_path):
    made = synthetic_contents(1, 40, 2, 6, names=["שלום עולם", "b"])
    page = browser.open(written(made, tmp_path), "#neuron=3&tab=neuron")
    caption = page.locator("#neuron-inputs figcaption", has_text="שלום").first.text_content()
    assert "label \u2068שלום עולם\u2069" in caption
    assert page.locator("#maps .name").first.text_content() == "שלום עולם"
    assert "“\u2068שלום עולם\u2069”" in page.locator("#large-title").text_content()
    page.close()


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1000, 700)])
def test_the_scale_is_in_the_first_screen_of_pages_of_people(browser, tmp_path, width, height):
    made = synthetic_contents(1, 60, 9, 6, about_people=True, pictures=False)
    page = browser.open(written(made, tmp_path), "#second=group 1", width=width, height=height)
    page.wait_for_timeout(200)
    box = page.locator("#scale").bounding_box()
    assert box["y"] + box["height"] <= height
    assert page.locator("#figure").bounding_box()["width"] >= 200
    assert "No harm in an application" in page.inner_text("#warnings")
    assert page.locator("#warnings li").first.is_visible() == (height > 800)
    page.close()


def test_neurons_that_are_not_significant_are_rings(browser, html, contents):
    view = contents["views"][0]
    page = browser.open(html, "#names=0&level=0.2", height=1200)
    page.wait_for_selector("#map-note:has-text('full dots; rings: the others')")
    level = page.evaluate("topomapsExplorer.level")
    found = np.rint(restored(view["p"])[0] * 1000) / 1000 <= level
    box = page.locator("#figure").bounding_box()
    alone = np.flatnonzero(_distances(positions(view)) > 0.05)
    places = on_figure(view, positions(view)[alone], box).round().astype(int)
    darkness = screen(page)[places[:, 1], places[:, 0]].max(axis=-1)
    full, rings = darkness[found[alone]], darkness[~found[alone]]
    assert min(len(full), len(rings)) > 3
    assert np.median(full) < 90
    assert np.median(rings) > 150
    page.close()


def _distances(points):
    """Distance of each point to the nearest other."""
    distances = np.linalg.norm(points[:, None] - points[None], axis=-1)
    return np.where(np.eye(len(points), dtype=bool), np.inf, distances).min(axis=1)


def test_all_of_a_text_is_shown_where_it_stands_alone(browser, tmp_path):
    text = " ".join(f"word{number}" for number in range(250))
    page = browser.open(
        written(synthetic_contents(1, 40, 2, 6, texts=[text]), tmp_path), "#neuron=3"
    )
    assert page.locator("#neuron-inputs .text").first.inner_text().endswith("…")
    page.locator("#neuron-inputs figure").first.click()
    assert page.locator("#instance-input .text").inner_text().endswith("word249")
    page.close()


def test_attributes_that_are_not_accounted_for_are_named(browser, contents, tmp_path):
    made = json.loads(json.dumps(contents))
    made["groupings"][0]["on_nuisance"] = ["The tests do not account for <camera>."]
    page = browser.open(written(made, tmp_path))
    assert page.inner_text("#start-nuisance") == "The tests do not account for <camera>."
    page.click("#tab-scores")
    assert page.inner_text("#nuisance") == "The tests do not account for <camera>."
    page.close()
