"""Ways through a page in a real Chromium: its start, back, the wheel, its look, what is saved."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from expected import NAMES, positions
from page_arrays import restored
from test_maps import put_mouse
from topomaps.common.probabilities import equals_p, holm_p, written_p
from topomaps.explorer import page as page_module
from topomaps.explorer.page import explorer_page
from topomaps.explorer.quantise import single_precision, whole_numbers

# Of the pixels of a drawing, how many are nearly black and not clear
DARK_SHARE = """(canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let n = 0;
  for (let i = 0; i < data.length; i += 4) n += data[i] < 60 && data[i + 3] > 200;
  return (4 * n) / data.length; }"""
SVG = "{http://www.w3.org/2000/svg}"


def test_a_page_begins_with_what_was_found(opened, contents):
    view = contents["views"][0]
    found = opened.locator("#findings button")
    words = found.all_inner_texts()
    assert re.match(
        r"“.+” differs most from “.+”\ntypical effect size 0.4, by chance up to 0.1", words[0]
    )
    furthest = NAMES[int(np.argmax([each[0] for each in view["separation"]]))]
    assert words[1].startswith(
        f"“{furthest}” lies furthest from the mean of all groups\nseparation"
    )
    assert words[-1].startswith("3 of 30 labels are more probably wrong than right")
    first, second = view["pairs"]["rows"][0][:2]
    found.first.click()
    title = f"“{NAMES[first]}” minus “{NAMES[second]}” · layer_0"
    assert opened.inner_text("#large-title") == title
    assert opened.locator("#tab-pair").get_attribute("aria-selected") == "true"


def test_the_first_group_can_lie_furthest(browser, contents, tmp_path):
    made = json.loads(json.dumps(contents))
    made["views"][0]["separation"][0][0] = 99.5
    path = tmp_path / "furthest.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    page = browser.open(path)
    words = page.locator("#findings button").nth(1).inner_text()
    assert words.startswith("“heavy” lies furthest from the mean of all groups\nseparation 99.5")
    page.close()


def test_back_takes_a_choice_back(opened):
    opened.locator("#maps .map").nth(1).click()
    opened.wait_for_timeout(300)
    opened.click("#tab-region")
    opened.wait_for_timeout(300)
    opened.go_back()
    opened.wait_for_selector("#tab-start[aria-selected=true]")
    assert opened.inner_text("#large-title").startswith("“light”")
    opened.go_back()
    opened.locator("#large-title", has_text="“heavy”").wait_for()
    opened.go_forward()
    opened.locator("#large-title", has_text="“light”").wait_for()


def test_the_wheel_zooms_where_the_mouse_is(opened, contents):
    view = contents["views"][0]
    put_mouse(opened, view, 17)
    opened.mouse.wheel(0, -300)
    opened.wait_for_timeout(200)
    part = opened.evaluate("topomapsExplorer.large.view")
    assert part["x1"] - part["x0"] < 0.9
    x, y = positions(view)[17]
    assert (x - part["x0"]) / (part["x1"] - part["x0"]) == pytest.approx(
        (x + 0.03) / 1.06, abs=0.02
    )
    assert (y - part["y0"]) / (part["y1"] - part["y0"]) == pytest.approx(
        (y + 0.03) / 1.06, abs=0.02
    )
    assert opened.inner_text("#tip").startswith("Neuron 17: "), "it stays under the mouse"


def test_escape_ends_the_lasso(opened):
    opened.click("#lasso-button")
    hint = "getComputedStyle(document.getElementById('tip-line'), '::before').content"
    assert "Draw around neurons" in opened.evaluate(hint)
    opened.keyboard.press("Escape")
    assert opened.locator("#lasso-button").get_attribute("aria-pressed") == "false"
    assert "Draw" not in opened.evaluate(hint)


def test_words_on_a_neuron_cover_no_map(opened, contents):
    put_mouse(opened, contents["views"][0], 17)
    tip, figure = (opened.locator(each).bounding_box() for each in ("#tip", "#figure"))
    assert tip["y"] + tip["height"] <= figure["y"] + 1


@pytest.mark.parametrize(("given", "shown"), [("900", "95 %"), ("-3", "5 %"), ("x", "50 %")])
def test_a_threshold_out_of_range_is_brought_into_it(browser, html, given, shown):
    page = browser.open(html, f"#threshold={given}")
    assert page.locator("#threshold-value").text_content() == shown
    page.close()


def test_a_neuron_that_does_nothing_has_no_inputs_that_excite_it(browser, contents, tmp_path):
    made = json.loads(json.dumps(contents))
    for found in made["activations"]:
        levels, low = restored(found["levels"]), restored(found["low"])
        levels[:, 7], low[7] = 0, 0
        found |= {"levels": whole_numbers(levels.astype(int)), "low": single_precision(low)}
    path = tmp_path / "silent.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    page = browser.open(path, "#neuron=7&tab=neuron")
    assert page.inner_text("#neuron-inputs") == "None: the activation is 0 for all 30 inputs."
    assert page.locator("#neuron-inputs figure").count() == 0
    page.close()


def test_names_of_groups_lie_at_their_largest_regions(opened, contents):
    view = contents["views"][0]
    regions = view["layouts"][0]["regions"]
    shown = opened.locator("#names span").all_inner_texts()
    assert "heavy" in shown
    assert opened.locator("#names .chosen").inner_text() == "heavy"
    own = [each for each in regions if each["group"] == 0 and each["direction"] == "above"]
    largest = max(own, key=lambda each: len(each["neurons"]))
    side = opened.locator("#figure").bounding_box()["width"]
    left = opened.locator("#names .chosen").evaluate("(name) => parseFloat(name.style.left)")
    assert left == pytest.approx((largest["x"] + 0.03) / 1.06 * side, abs=30)
    opened.click("#names-button")
    assert opened.locator("#names span").count() == 0


def test_layers_are_turned_to_fit(browser, contents, tmp_path):
    made = json.loads(json.dumps(contents))
    other = made["views"][1] = json.loads(json.dumps(made["views"][0]))
    other["layer"] = "layer_1"
    turned = 1 - positions(other)[:, ::-1] * [1, 1]  # mirrored about a diagonal
    other["layouts"][0]["positions"] = single_precision(turned)
    path = tmp_path / "turned.html"
    path.write_text(explorer_page(made), encoding="utf-8")
    page = browser.open(path, "#tab=beside")
    first, second = (
        np.array(
            page.locator("#beside-layers canvas")
            .nth(number)
            .evaluate("(canvas) => [...canvas.getContext('2d').getImageData(0, 0, 100, 100).data]")
        ).reshape(100, 100, 4)
        for number in range(2)
    )
    both = (first[..., 3] > 0) & (second[..., 3] > 0)
    assert np.corrcoef(first[both][:, 0], second[both][:, 0])[0, 1] > 0.9
    page.close()


def test_the_system_decides_on_dark(browser, html):
    context = browser.browser.new_context(color_scheme="dark")
    page = context.new_page()
    browser.load(page, html)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 27)"
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("html[data-theme=light]")
    context.close()


def test_paper_is_white_without_controls_and_with_lines_in_place_of_pixels(browser, html):
    page = browser.open(html, "#theme=dark&tab=scores")
    assert page.locator("#panel-scores details").first.get_attribute("open") is None
    page.emulate_media(media="print")
    page.wait_for_selector("#printed svg")
    for hidden in ("#controls", "#tabs", "#lasso-button", "#png-button", "#plot"):
        assert not page.locator(hidden).is_visible()
    for shown in ("#title", "#large-title", "#maps canvas >> nth=0", "#scale"):
        assert page.locator(shown).is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#panel-scores table").first.is_visible(), "nothing is closed on paper"
    assert page.locator("#printed path").count() > 20
    dark = page.locator("#separation-dots canvas").first.evaluate(DARK_SHARE)
    assert dark > 0.002, "words on drawings are dark at once, which paper does not wait for"
    page.emulate_media(media="screen")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.locator("#printed svg").count() == 0
    assert not page.locator("#panel-scores table").first.is_visible()
    page.close()


def test_without_scripts_a_page_says_so(browser, html):
    context = browser.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(html.as_uri())
    assert "They are switched off" in page.inner_text("noscript")
    context.close()


def test_a_drawing_is_vectors_with_a_legend_and_the_chosen_groups(opened, tmp_path):
    opened.select_option("#second", "light")
    opened.click("#tab-region")
    opened.get_by_role("button", name="+1:").click()
    with opened.expect_download() as download:
        opened.click("#svg-button")
    download.value.save_as(tmp_path / "map.svg")
    svg = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert list(svg.iter(f"{SVG}image")) == []
    assert len(list(svg.iter(f"{SVG}path"))) > 50
    words = " ".join(each.text or "" for each in svg.iter(f"{SVG}text"))
    for part in (
        "Black lines: around the significant",
        "Green line: region +1",
        "Red: heavy is more",
    ):
        assert part in words
    frames = [each for each in svg.iter(f"{SVG}rect") if each.get("class") == "chosen"]
    assert [each.get("stroke-dasharray") for each in frames] == [None, "6 4"]
    right = max(float(each.get("x")) + float(each.get("width")) for each in frames)
    assert float(svg.get("width")) < right + 160, "no empty half"


def test_small_maps_are_fine_on_dense_screens(browser, html):
    context = browser.browser.new_context(device_scale_factor=2)
    page = context.new_page()
    browser.load(page, html)
    assert page.locator("#maps canvas").first.evaluate("(canvas) => canvas.width") == 200
    context.close()


def test_p_is_written_as_python_writes_it(opened):
    file = Path(page_module.__file__).with_name("browser") / "dom.js"
    code = re.sub(r"^export ", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    cases = [
        (p, least)
        for p in (1e-9, 2e-5, 0.0001, 1 / 10_000, 0.0002, 0.00123456, 0.0502, 0.5, 1.0)
        for least in (0.0, 0.0001, 0.001)
    ]
    for name, python in (("shortP", written_p), ("equalsP", equals_p)):
        script = f"(cases) => {{ {code}; return cases.map(([p, least]) => {name}(p, least)); }}"
        assert opened.evaluate(script, cases) == [python(*case) for case in cases]
    script = f"(cases) => {{ {code}; return cases.map(([p, least]) => holmP(3 * p, p, least)); }}"
    assert opened.evaluate(script, cases) == [holm_p(3 * p, p, least) for p, least in cases]
