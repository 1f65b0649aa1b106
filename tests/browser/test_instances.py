"""The map of a single input, by a click on it, in a real Chromium."""

import numpy as np
from expected import colors_at
from page_arrays import restored


def activations_of(contents, place):
    """Activations (N,) of an input of the page, minus the mean over groups."""
    found = contents["activations"][contents["views"][0]["activations"]]
    values = restored(found["low"]) + restored(found["step"]) * restored(found["levels"])[place]
    return values - restored(contents["views"][0]["mean"])[0]


def painted(page):
    """Colours (P, P, 3) of the map of the input."""
    pixels = page.evaluate(
        "() => { const c = document.getElementById('instance-map');"
        "return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data] }"
    )
    side = int((len(pixels) / 4) ** 0.5)
    return np.array(pixels).reshape(side, side, 4)[..., :3]


def test_a_click_on_an_input_shows_its_map(opened, contents):
    view = contents["views"][0]
    opened.click("#tab-region")
    opened.locator("#panel-region button[aria-pressed]").first.click()
    figure = opened.locator("#region-inputs figure").nth(1)
    place, title = int(figure.get_attribute("data-place")), figure.get_attribute("title")
    figure.click()
    assert opened.locator("#instance-title").inner_text() == f"Map of {title}"
    values = activations_of(contents, place)
    limit = np.percentile(np.abs(values), 99)
    shown = painted(opened)
    assert len(shown) == 320, "as fine as it is large"
    rows, columns = np.random.default_rng(1).integers(60, 260, (2, 100))
    points = np.column_stack([columns, 319 - rows]) / 319
    expected, inside = colors_at(view, values, limit, points)
    assert inside.sum() > 90
    assert np.abs(shown[rows, columns] - expected.astype(int))[inside].max() <= 4
    assert f"±{limit:.3g}" in opened.locator("#instance-words").inner_text()
    strongest = int(np.abs(values).argmax())
    assert opened.locator("#panel-instance tbody button").first.inner_text() == str(strongest)


def test_the_map_of_an_input_is_in_the_address(browser, html, contents):
    page = browser.open(html, "#input=3&tab=instance")
    assert page.locator("#instance-title").inner_text().startswith("Map of input")
    assert page.locator("#instance-input figure").get_attribute("data-place") == "3"
    page.close()


def test_inputs_are_chosen_by_keys_and_unknown_ones_are_named(browser, html):
    page = browser.open(html, "#input=9999&tab=instance")
    assert "holds no activations of this input" in page.locator("#instance-offer").inner_text()
    page.locator("#instance-offer figure").nth(2).focus()
    page.keyboard.press("Enter")
    assert page.locator("#instance-input figure").get_attribute("data-place") == "2"
    page.close()
