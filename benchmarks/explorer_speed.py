"""Size, speed and memory of explorers in a headless browser, beside the goals.

`python benchmarks/explorer_speed.py` needs Debian's chromium, and Playwright of
requirements-test.txt; without them it says so. Times are medians of real events: from the moment
that the browser gets the mouse's move or the click until the next frame after the answer is in the
page. In brackets: the time that the page's main thread worked, whatever else the machine was doing.
"""

import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

import pandas as pd

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "results" / "benchmarks" / "explorer_speed.tsv"
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
    if find_spec("playwright") is None or shutil.which("chromium") is None:
        print("Not measured: Playwright (requirements-test.txt) or chromium is missing here.")
        return
    from browsers import Chromium

    with Chromium() as browser, tempfile.TemporaryDirectory() as folder:
        rows = []
        for number, (name, (size, goals)) in enumerate(SIZES.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(page_of(size), encoding="utf-8")
            measured = measure(browser, path)
            report(name, measured, goals)
            rows.append(row(name, measured, goals))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_csv(TARGET, sep="\t", index=False, float_format="%.4g")


def page_of(size):
    """A page of made-up contents."""
    from explorer_contents import synthetic_contents
    from topomaps.explorer.page import explorer_page

    return explorer_page(synthetic_contents(*size))


def measure(browser, path):
    """What `report` prints, by name: megabytes, seconds, milliseconds of each answer."""
    page = browser.new_page()
    watch = page.context.new_cdp_session(page)
    watch.send("Performance.enable", {"timeDomain": "threadTicks"})
    began = perf_counter()
    browser.load(page, path)
    usable = perf_counter() - began
    loading = worked(watch)
    box = page.locator("#figure").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(500)

    def move(k):
        page.mouse.move(x + 31 * (k % 5 - 2), y + 17 * k - 60)

    def choose(k):
        page.locator(".map").nth(k % 5 + 1).click()

    return {
        "size": path.stat().st_size / 1e6,
        "usable": usable,
        "loading": loading / 1000,
        "hover": answers(page, watch, "pointermove", "#tip", move),
        "change": answers(page, watch, "click", "#large-title", choose),
        "pan": panning(page, x, y),
        "memory": memory(watch),
    }


def worked(watch):
    """Milliseconds that the page's main thread has worked."""
    metrics = watch.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def answers(page, watch, action, selector, act):
    """Medians of milliseconds from an event until its answer, and of the main thread's work."""
    times = []
    for k in range(REPEATS):
        page.evaluate(UNTIL, [action, selector])
        before = worked(watch)
        act(k)
        waited = page.evaluate("window.answered")
        if waited is not None:
            times.append((waited, worked(watch) - before))
    return [median(each) for each in zip(*times, strict=True)]


def panning(page, x, y):
    """Milliseconds of a frame while a part of the map is dragged."""
    page.click("#zoom-in")
    page.click("#zoom-in")
    page.wait_for_timeout(500)
    page.mouse.move(x, y)
    page.mouse.down()
    began = perf_counter()
    for k in range(1, 11):
        page.mouse.move(x + 6 * k, y + 3 * k)
        page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))")
    spent = perf_counter() - began
    page.mouse.up()
    return 100 * spent


def memory(watch):
    """Megabytes that the page's objects and arrays take, after collecting what is unused."""
    watch.send("HeapProfiler.collectGarbage")
    usage = watch.send("Runtime.getHeapUsage")
    parts = ("usedSize", "embedderHeapUsedSize", "backingStorageSize")
    return sum(usage.get(part, 0) for part in parts) / 1e6


def row(name, measured, goals):
    """What was measured, and the goals, of one row of the table."""
    answers = {"hover_ms": measured["hover"][0], "change_ms": measured["change"][0]}
    sizes = {"size_mb": measured["size"], "usable_seconds": measured["usable"]}
    numbers = {**sizes, **answers, "memory_mb": measured["memory"]}
    return {
        "page": name, **numbers,
        **{f"goal_{key}": goal for key, goal in zip([*sizes, *answers], goals, strict=True)},
    }  # fmt: skip


def report(name, measured, goals):
    """Print what was measured, with the goals."""
    size, usable, hover, change = (f", goal {goal}" if goal else "" for goal in goals)
    (hover_ms, hover_work), (change_ms, change_work) = measured["hover"], measured["change"]
    print(name)
    print(f"  file                 {measured['size']:6.1f} MB{size}")
    print(f"  usable after         {measured['usable']:6.1f} s ({measured['loading']:.1f}){usable}")
    print(f"  answer to the mouse  {hover_ms:6.0f} ms ({hover_work:.0f}){hover}")
    print(f"  another group        {change_ms:6.0f} ms ({change_work:.0f}){change}")
    print(f"  frame of a pan       {measured['pan']:6.0f} ms")
    print(f"  memory               {measured['memory']:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
