"""No findings of axe-core in the states of a page, and nothing out of sight at any width."""

from pathlib import Path

import pytest

axe = pytest.importorskip("axe_playwright_python", reason="requirements-test.txt has axe-core")

# Names of controls that do not begin with what is read on them are found by an experimental rule.
RUN = "() => axe.run({ rules: { 'label-content-name-mismatch': { enabled: true } } })"
STATES = {
    "start": "",
    "options": "#sort=size",
    "neuron": "#neuron=3&tab=neuron",
    "pair": "#second=light&tab=pair",
    "region": "#tab=region&region=c_above_0",
    "instance": "#tab=instance&input=3",
    "beside": "#tab=beside",
    "scores": "#tab=scores",
    "outcomes": "#tab=outcomes",
    "suspicious, dark": "#tab=suspicious&theme=dark",
}
SIZES = [(1400, 900), (1000, 700), (390, 844)]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(browser, html, state):
    page = browser.open(html, STATES[state])
    if state == "options":
        page.click("#options summary")
    page.evaluate(Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(RUN)["violations"]
    page.close()
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_map_and_numbers_are_seen_together(browser, html, width, height):
    page = browser.open(html, "#neuron=3&tab=neuron", width=width, height=height)
    if width < 640:
        page.evaluate("document.getElementById('details').scrollIntoView()")
        page.evaluate("window.scrollBy(0, -document.getElementById('large').offsetHeight)")
    map_, numbers = (page.locator(each).bounding_box() for each in ("#figure", "#neuron-bars"))
    for box in (map_, numbers):
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert map_["y"] >= 0
    assert map_["y"] + map_["height"] <= height
    assert numbers["y"] + 100 <= height, "the first bars are in sight"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_tap_on_a_small_map_changes_the_large_one_in_sight(browser, html):
    page = browser.open(html, width=390, height=844)
    page.locator("#maps .map").nth(1).click()
    assert page.inner_text("#large-title") == "“light” · layer_0"
    box = page.locator("#figure").bounding_box()
    seen = min(844, box["y"] + box["height"]) - max(0, box["y"])
    assert seen > 0.75 * box["height"]
    page.close()


def test_hints_for_fingers_do_not_speak_of_keys(browser, html):
    touch = {"has_touch": True, "is_mobile": True}
    context = browser.browser.new_context(viewport={"width": 390, "height": 844}, **touch)
    page = context.new_page()
    browser.load(page, html)
    words = page.inner_text("main")
    assert "Tap a map" in words
    assert "Shift" not in words
    assert "Keys" not in words
    context.close()


def test_chosen_things_are_seen_with_forced_colours(browser, html):
    context = browser.browser.new_context(forced_colors="active")
    page = context.new_page()
    browser.load(page, html, "#second=light&tab=pair")
    ground = "(each) => getComputedStyle(each).backgroundColor"
    chosen, other = (page.locator(f"#tab-{name}").evaluate(ground) for name in ("pair", "scores"))
    assert chosen != other
    outline = "(each) => getComputedStyle(each).outlineWidth + getComputedStyle(each).outlineStyle"
    styles = [page.locator("#maps .map").nth(number).evaluate(outline) for number in range(3)]
    assert styles[0] == "4pxsolid"
    assert styles[1] == "4pxdashed"
    assert styles[2] not in styles[:2]
    page.click("#options summary")
    page.click("#dots-button")
    on, off = (page.locator(f"#{name}-button").evaluate(ground) for name in ("contour", "dots"))
    assert on != off
    context.close()


def test_every_stop_of_the_tab_key_has_a_name(opened):
    name = """() => { let each = document.activeElement;
        while (each.shadowRoot?.activeElement) each = each.shadowRoot.activeElement;
        return each.getAttribute('aria-label') || each.title || each.labels?.[0]?.textContent
            || each.textContent.trim(); }"""
    opened.fill("#search", "3")
    for _ in range(40):
        opened.keyboard.press("Tab")
        assert opened.evaluate(name)
