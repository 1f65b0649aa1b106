"""Texts in a real Chromium: whole words, shades of their tokens, the direction they are read in."""

import pytest
from explorer_contents import synthetic_contents
from topomaps.explorer.page import explorer_page

TEXTS = ["She is <b>a nurse</b> here", "אמא שלי רופאה", "彼女は 看護師", "word " * 200]


@pytest.fixture
def page(browser, tmp_path):
    """A page of 24 texts whose later tokens excite all neurons more; its first region is chosen."""
    contents = synthetic_contents(1, 60, 3, 24, texts=TEXTS)
    path = tmp_path / "texts.html"
    path.write_text(explorer_page(contents), encoding="utf-8")
    page = browser.open(path)
    page.click("#tab-region")
    page.get_by_role("button", name="+1:").click()
    page.wait_for_selector("#region-inputs figure")
    yield page
    assert browser.faults == []
    page.close()


def test_texts_are_shown_with_their_tokens_shaded(page):
    texts = page.locator("#region-inputs figure .text")
    assert texts.count() == 6
    shown = set(texts.all_inner_texts())
    assert shown <= {*(each.strip() for each in TEXTS[:3]), *(s for s in shown if s.endswith("…"))}
    shades = page.locator("#region-inputs figure .token").evaluate_all(
        "tokens => tokens.map(each => parseFloat(each.style.getPropertyValue('--shade')))"
    )
    assert min(shades) == 0
    assert 60 <= max(shades) <= 70
    assert "The darker a token" in page.locator("#region-inputs").inner_text()


def test_long_texts_are_cut_and_whole_on_hover_and_hebrew_begins_at_the_right(page):
    for text in page.locator("#region-inputs figure .text").all():
        title = text.get_attribute("title")
        direction = text.evaluate("each => getComputedStyle(each).direction")
        assert direction == ("rtl" if title == TEXTS[1] else "ltr")
        assert len(text.inner_text()) <= 301
        assert title.startswith(text.inner_text().removesuffix("…").strip()[:20])
