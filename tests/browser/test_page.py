"""The page as a whole in a real Chromium: links, files, keys, names, widths, safety."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from expected import naps, on_figure, positions
from explorer_contents import synthetic_contents
from page_arrays import restored
from PIL import Image
from test_maps import put_mouse, screen, set_slider
from topomaps.explorer.page import explorer_page
from topomaps.explorer.quantise import quantised

HOSTILE = [
    "<script>document.title='broken'</script>", "<img src=x onerror=document.title='broken'>",
    "</script><script>document.title='broken'</script>", "$$x^2$$", "\\(y\\)", "a & b \u2028 c",
    "javascript:alert(1)", "'\"><svg onload=document.title='broken'>",
]  # fmt: skip
UNNAMED = """
() => [...document.querySelectorAll("button, select, input, canvas[role], [role=application]")]
  .filter((each) => !each.closest("[hidden]"))
  .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim()
    || each.labels?.length || each.title)).map((each) => each.outerHTML)
"""


def test_a_link_restores_what_is_seen(browser, opened, html, contents):
    view = contents["views"][0]
    opened.locator("#maps .map").nth(2).click()
    opened.locator("#maps .map").nth(0).click(modifiers=["Shift"])
    opened.select_option("#palette", "puor")
    opened.select_option("#range", "own")
    opened.select_option("#sort", "size")
    set_slider(opened, "level", 4)
    set_slider(opened, "threshold", 35)
    opened.click("#theme-button")
    put_mouse(opened, view, 30, click=True)
    opened.click("#zoom-in")
    opened.click("#tab-pair")
    opened.mouse.move(5, 5)
    opened.wait_for_timeout(500)
    hash = opened.evaluate("location.hash")
    other = browser.open(html, hash, height=1200)
    other.evaluate("document.getElementById('options').open = true")
    other.mouse.move(5, 5)
    other.wait_for_timeout(500)
    assert other.evaluate("location.hash") == hash
    difference = np.abs(screen(opened) - screen(other)).max(axis=-1)
    assert (difference > 8).mean() < 0.003, "the two look the same, but for a pixel of some text"
    other.close()
    browser.requests = [html.as_uri()]


def test_an_address_of_something_else_opens_the_page_all_the_same(browser, html):
    page = browser.open(
        html, "#layer=gone&group=gone&neuron=1e9&region=c_above_99&view=1_2&level=x&tab=no"
    )
    assert page.locator("#large-title").inner_text() == "“heavy” · layer_0"
    assert browser.faults == []
    page.close()


def test_png_and_svg_hold_what_is_seen(opened, contents, tmp_path):
    saved = {}
    for kind in ("png", "svg"):
        with opened.expect_download() as download:
            opened.click(f"#{kind}-button")
        saved[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[kind])
        assert saved[kind].name == f"made_up_layer_0_sorted_heavy.{kind}"
    texts = [
        each.text
        for each in ElementTree.parse(saved["svg"]).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert "“heavy” · layer_0" in texts
    assert "<script>alert(1)<…" in texts
    image = np.asarray(Image.open(saved["png"]).convert("RGB")).astype(int)
    red = (image[..., 0] > 220) & (image[..., 2] < 120)
    blue = (image[..., 2] > 220) & (image[..., 0] < 190)
    assert red.sum() > 1000
    assert blue.sum() > 1000


def test_palettes_and_themes_change_the_colours(opened):
    first = opened.locator("#maps .map canvas").first
    seen = set()
    for palette in ("bwr", "puor", "brbg", "berlin", "cividis"):
        opened.select_option("#palette", palette)
        seen.add(first.evaluate("(canvas) => canvas.toDataURL()"))
    assert len(seen) == 5
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert opened.evaluate(ground) == "rgb(255, 255, 255)"
    opened.click("#theme-button")
    assert opened.evaluate(ground) == "rgb(21, 23, 27)"


def test_everything_is_reached_by_keyboard(opened, contents):
    view = contents["views"][0]
    opened.evaluate("document.getElementById('options').open = false")
    opened.keyboard.press("?")
    assert opened.locator("#help").is_visible()
    assert "NAP" in opened.locator("#help").inner_text()
    opened.keyboard.press("Escape")
    opened.keyboard.press("/")
    opened.keyboard.type("7")
    assert opened.locator("#panel-neuron h2").inner_text() == "Neuron 7 of layer_0"
    opened.keyboard.press("Tab")  # options
    opened.keyboard.press("Tab")  # the chosen map
    assert opened.evaluate("document.activeElement.className") == "map"
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("Enter")
    assert opened.locator("#group").input_value() == "light"
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("Shift+Enter")
    assert opened.locator("#large-title").inner_text() == "“light” minus “10” · layer_0"
    opened.keyboard.press("Shift+Enter")
    assert opened.locator("#second").input_value() == ""
    opened.locator("#plot").focus()
    opened.keyboard.press("Escape")
    opened.keyboard.press("ArrowUp")
    best = int(np.abs(naps(view)[1]).argmax())
    assert opened.locator("#search").input_value() == str(best)
    opened.keyboard.press("r")
    assert "neurons of layer_0" in opened.locator("#region-title").inner_text()
    assert "Neuron" in opened.locator("#spoken").text_content()
    before = positions(view)[best]
    opened.keyboard.press("ArrowLeft")
    after = positions(view)[int(opened.locator("#search").input_value())]
    assert after[0] < before[0]
    opened.keyboard.press("Escape")
    opened.keyboard.press("ArrowUp")
    opened.keyboard.press("a")
    assert "by hand: 1 neurons" in opened.locator("#region-title").inner_text()


def test_controls_have_names_for_those_who_hear_the_page(opened):
    for tab in ("neuron", "region", "beside", "scores"):
        opened.click(f"#tab-{tab}")
        assert opened.evaluate(UNNAMED) == []
    label = opened.locator("#maps .map").first.text_content()
    assert label.startswith("heavy ")
    assert "inputs separation" in label
    assert opened.locator("[role=tab][aria-selected=true]").count() == 1


def test_hostile_names_stay_text(browser, tmp_path):
    contents = synthetic_contents(
        1, 40, len(HOSTILE), 8, names=HOSTILE, title="<b>t</b></title><script>1</script>"
    )
    path = tmp_path / "hostile.html"
    path.write_text(explorer_page(contents), encoding="utf-8")
    page = browser.open(path)
    names = page.locator("#maps .name").all_text_contents()
    assert names == HOSTILE
    for tab in ("neuron", "pair", "region", "beside", "scores"):
        page.click(f"#tab-{tab}")
        page.locator("#maps .map").nth(1).click(modifiers=["Shift"])
        page.fill("#search", "3")
    page.click("#png-button")
    page.wait_for_timeout(300)
    assert page.title() == "<b>t</b></title><script>1</script>"
    assert page.evaluate("document.images.length + document.scripts.length") < 40
    assert page.locator("#maps img, #maps script, h1 b").count() == 0
    assert browser.requests == [path.as_uri()]
    assert browser.faults == []
    page.close()


def test_the_policy_lets_nothing_out(browser, html):
    page = browser.open(html)
    tries = {
        "fetch": "() => fetch('http://127.0.0.1:9/').then(() => 'out', () => 'refused')",
        "picture": """() => new Promise((done) => { const image = new Image();
            image.onload = () => done('out'); image.onerror = () => done('refused');
            image.src = 'http://127.0.0.1:9/a.png'; })""",
        "script": """() => { const script = document.createElement('script');
            script.textContent = 'window.broken = 1'; document.body.append(script);
            return window.broken ? 'out' : 'refused'; }""",
    }
    for name, attempt in tries.items():
        assert page.evaluate(attempt) == "refused", name
    assert sum("Content Security Policy" in fault for fault in browser.faults) >= 3
    page.close()


def test_pages_about_people_warn(browser, tmp_path):
    contents = synthetic_contents(1, 40, 3, 4, about_people=True, pictures=False)
    path = tmp_path / "people.html"
    path.write_text(explorer_page(contents), encoding="utf-8")
    page = browser.open(path)
    assert "No cause" in page.locator("#warnings").inner_text()
    page.fill("#search", "3")
    assert page.locator("#neuron-inputs figcaption").count() > 0
    assert page.locator("img").count() == 0
    assert contents["why_no_pictures"] in page.locator("#subtitle").inner_text()
    page.close()


def test_an_empty_group_breaks_nothing(browser, tmp_path):
    contents = synthetic_contents(1, 40, 3, 4)
    view, group = contents["views"][0], contents["groupings"][0]["groups"][1]
    values, deviations, likeness = (restored(view[name]) for name in ("nap", "sd", "likeness"))
    values[1] = deviations[1] = likeness[1] = likeness[:, 1] = np.nan
    view |= {"nap": quantised(values), "sd": quantised(deviations), "likeness": quantised(likeness)}
    group["count"] = 0
    view["group_limits"][1] = view["separation"][1] = None
    view |= {"p": None, "tested": [], "test": None, "pairs": None, "order": [0, 2, 1]}
    path = tmp_path / "empty.html"
    path.write_text(explorer_page(contents), encoding="utf-8")
    page = browser.open(path, "#sort=likeness")
    names = page.locator("#maps .map .name").all_inner_texts()
    assert names == ["group 0", "group 2", "group 1"], "empty ones come last"
    page.fill("#search", "3")
    for tab in ("neuron", "pair", "region", "beside", "scores"):
        page.select_option("#group", "group 1")
        page.click(f"#tab-{tab}")
        page.select_option("#group", "group 0")
        page.select_option("#second", "group 1")
        page.select_option("#second", "")
    page.select_option("#group", "group 1")
    assert "This group is empty" in page.locator("#map-note").inner_text()
    assert browser.faults == []
    page.close()


@pytest.mark.parametrize("width", [1400, 1024, 390])
def test_the_page_fits_its_width(browser, html, width):
    page = browser.open(html, "#neuron=3", width=width)
    for tab in ("neuron", "pair", "region", "beside", "scores", "outcomes", "suspicious"):
        page.click(f"#tab-{tab}")
        page.locator("#maps .map").nth(1).click(modifiers=["Shift"])
        page.click(f"#tab-{tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
    for part in ("#maps", "#figure", "#tabs"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.locator("#figure").bounding_box()["width"] > 0.3 * min(width, 1000)
    page.close()


def test_a_finger_takes_a_neuron(browser, html, contents):
    context = browser.browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    browser.load(page, html)
    page.locator("#figure").scroll_into_view_if_needed()
    box = page.locator("#figure").bounding_box()
    page.touchscreen.tap(
        *on_figure(contents["views"][0], positions(contents["views"][0])[[17]], box)[0]
    )
    page.wait_for_selector("#tip:visible")
    assert page.locator("#panel-neuron h2").inner_text() == "Neuron 17 of layer_0"
    context.close()
