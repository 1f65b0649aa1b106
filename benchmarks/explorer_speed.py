"""Size, speed and memory of explorers in a headless browser, beside the goals.

`python benchmarks/explorer_speed.py` needs Debian's chromium and Playwright (requirements-test.txt);
without them it says so and measures nothing. Times are medians of real events: from the moment that
the browser gets the mouse's move or the click until the next frame after the answer is in the page.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(ROOT / "tests/browser")]

# layers, neurons, groups, inputs with pictures; and the goals: MB, s until usable, ms for an answer
# to the mouse, ms for a change of the group
SIZES = {
    "5 layers x 512 neurons x 20 groups, 500 pictures": ((5, 512, 20, 500), (8, 2, None, None)),
    "10,000 neurons x 100 groups": ((1, 10_000, 100, 100), (None, None, 50, 200)),
    "100,000 neurons x 10 groups": ((1, 100_000, 10, 20), (None, None, None, None)),
}
REPEATS = 7
UNTIL = """
([action, selector]) => {
  const target = document.querySelector(selector);
  window.answered = new Promise((resolve) => {
    let began = null;
    setTimeout(() => resolve(null), 5000); // nothing changed: another place is tried
    const note = (event) => { began ??= event.timeStamp; };
    document.addEventListener(action, note, { capture: true, once: true });
    new MutationObserver((_, observer) => {
      if (began === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    }).observe(target, { childList: true, characterData: true, subtree: true });
  });
}
"""


def main():
    """Print a table of what was measured, each number beside its goal."""
    from browsers import Chromium  # noqa: PLC0415 what is missing is said, not raised

    with Chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for number, (name, (size, goals)) in enumerate(SIZES.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(page_of(size), encoding="utf-8")
            report(name, measure(browser, path), goals)


def page_of(size):
    """A page of made-up contents."""
    from explorer_contents import synthetic_contents  # noqa: PLC0415
    from topomaps.explorer.page import explorer_page  # noqa: PLC0415

    return explorer_page(synthetic_contents(*size))


def measure(browser, path):
    """Size in MB; seconds until usable; ms of an answer to the mouse, a change of group, a pan; MB."""
    began = perf_counter()
    page = browser.open(path)
    usable = perf_counter() - began
    box = page.locator("#figure").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.wait_for_timeout(500)
    hover = [
        answer(page, "pointermove", "#tip", lambda k=k: page.mouse.move(middle[0] + 31 * (k % 5 - 2), middle[1] + 17 * k - 60))
        for k in range(REPEATS)
    ]  # fmt: skip
    change = [
        answer(page, "click", "#large-title", lambda k=k: page.locator(".map").nth(k % 5 + 1).click())
        for k in range(REPEATS)
    ]  # fmt: skip
    pan = panning(page, middle)
    heap = memory(page)
    page.close()
    return {
        "MB": path.stat().st_size / 1e6,
        "usable": usable,
        "hover": median(time for time in hover if time is not None),
        "change": median(time for time in change if time is not None),
        "pan": pan,
        "heap": heap,
    }


def answer(page, action, selector, act):
    """Milliseconds from an event until the frame after what it changes in an element."""
    page.evaluate(UNTIL, [action, selector])
    act()
    return page.evaluate("window.answered")


def panning(page, middle):
    """Milliseconds of a frame while a part of the map is dragged."""
    page.click("#zoom-in")
    page.click("#zoom-in")
    page.wait_for_timeout(500)
    page.mouse.move(*middle)
    page.mouse.down()
    began = perf_counter()
    for k in range(1, 11):
        page.mouse.move(middle[0] + 6 * k, middle[1] + 3 * k)
        page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))")
    spent = perf_counter() - began
    page.mouse.up()
    return 100 * spent


def memory(page):
    """Megabytes that the page's objects take, after collecting what is no longer used."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return (
        usage["usedSize"]
        + usage.get("embedderHeapUsedSize", 0)
        + usage.get("backingStorageSize", 0)
    ) / 1e6


def report(name, measured, goals):
    """Print what was measured, with the goals in brackets."""
    size, usable, hover, change = (f" (goal {goal})" if goal else "" for goal in goals)
    print(
        f"{name}\n"
        f"  file {measured['MB']:.1f} MB{size}, usable after {measured['usable']:.1f} s{usable},\n"
        f"  answer to the mouse {measured['hover']:.0f} ms{hover}, other group {measured['change']:.0f} ms"
        f"{change}, frame of a pan {measured['pan']:.0f} ms, memory {measured['heap']:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
