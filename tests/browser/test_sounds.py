"""Sounds in a real Chromium: their spectrograms, and players that play."""

import numpy as np
import pytest
from explorer_contents import synthetic_contents
from topomaps.data.sounds import Waveform
from topomaps.explorer.page import explorer_page

PLAYED = """async (audio) => {
  audio.muted = true;
  await audio.play();
  await new Promise((resolve) => audio.addEventListener("timeupdate", resolve, { once: true }));
  return [audio.duration, audio.error];
}"""


def test_sounds_are_seen_and_heard(browser, tmp_path):
    pytest.importorskip("soundfile", reason="sounds need the package soundfile")
    tone = np.sin(2 * np.pi * 500 * np.arange(16000) / 8000).astype(np.float32)
    sounds = [Waveform(tone, 8000, 1, 8000, is_cut) for is_cut in (False, True)]
    path = tmp_path / "sounds.html"
    contents = synthetic_contents(1, 60, 3, 24, sounds=sounds)
    path.write_text(explorer_page(contents), encoding="utf-8")
    page = browser.open(path)
    page.click("#tab-region")
    page.get_by_role("button", name="+1:").click()
    page.wait_for_selector("#region-inputs figure audio")
    figures = page.locator("#region-inputs figure.sound")
    assert figures.count() == figures.locator("img").count() == 6
    assert {*figures.locator(".player").all_inner_texts()} <= {"2.0 s", "first 2.0 s"}
    duration, error = figures.locator("audio").first.evaluate(PLAYED)
    assert (duration, error) == (pytest.approx(2, abs=0.3), None)
    assert browser.faults == []
    page.close()
