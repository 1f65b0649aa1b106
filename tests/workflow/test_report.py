"""What a run leaves for others: the report, and the facts about the run."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from running import snakemake
from topomaps.report.page import LARGEST_FILE

# A proxy at which nobody listens, so that nothing can be fetched.
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def report(small_run, small_config, tmp_path_factory):
    """The report of the small run, in one file."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    snakemake(small_run, small_config, "--report", path)
    return path


@contextmanager
def opened(report, **options):
    """The report in a page of Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(**options)
        page.goto(report.as_uri())
        yield page
        browser.close()


@pytest.mark.parametrize("ending", ["html", "zip"])
def test_the_report_is_made_without_internet(small_run, small_config, tmp_path, ending):
    path = tmp_path / f"report.{ending}"
    env = {**os.environ, **OFFLINE}
    done = snakemake(small_run, small_config, "--report", path, env=env)
    assert done.returncode == 0, done.stdout
    assert path.stat().st_size < 30e6
    if ending == "zip":
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            figures = {os.path.basename(name) for name in names if name.endswith(".png")}
            assert {"method_comparison.png", "quality_float.png", "runtime.png"} <= figures
            page = archive.read(next(name for name in names if name.endswith("report.html")))
        text = page.decode()
    else:
        text = path.read_text()
    for words in ("Layout methods", "One group in the layouts of all methods", "small_quality"):
        assert words in text


BROWSER = shutil.which("chromium")


@pytest.mark.skipif(BROWSER is None, reason="the browser chromium is not installed")
def test_a_browser_shows_the_categories_of_the_report(small_run, small_config, tmp_path):
    path, picture = tmp_path / "report.html", tmp_path / "report.png"
    snakemake(small_run, small_config, "--report", path)
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000")
    call = [BROWSER, *options, "--dump-dom", f"--screenshot={picture}", path.as_uri()]
    page = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    shown = re.sub("(?s)<script.*?</script>", "", page)  # which holds all texts, shown or not
    for category in ("Layout methods", "Maps", "Tables"):
        assert f">{category}<" in shown
    assert picture.stat().st_size > 10_000


@pytest.mark.skipif(BROWSER is None, reason="the browser chromium is not installed")
def test_every_figure_stands_in_the_report_with_a_caption_of_its_own(small_run, report):
    """Snakemake shows one of the files whose labels are equal, without a word."""
    with opened(report) as page:
        categories, found = page.evaluate("categories"), page.evaluate("results")
        for category, experiments in categories.items():
            for experiment, files in experiments.items():
                page.goto(report.as_uri())
                page.get_by_text(category, exact=True).click()
                if len(experiments) > 1:
                    page.get_by_text(experiment, exact=True).first.click()
                page.locator("tbody tr").first.wait_for()
                rows = page.locator("tbody tr").all_inner_texts()
                labels = [" ".join(found[file]["labels"].values()) for file in files]
                assert words_of(rows) == words_of(labels), (category, experiment)
                assert len({*words_of(rows)}) == len(files), (category, experiment)
    captions = {}
    for each in found.values():
        captions.setdefault(each["caption"], set()).add(each["labels"]["shows"])
        assert "_" not in each["labels"]["shows"]
    assert all(len(names) == 1 for names in captions.values()), captions
    figures = small_run.rglob("results/figures/**/*.png")
    assert {str(each.relative_to(small_run)) for each in figures} <= {*found}


FIRST_CELLS = {  # of tables, by their page: the headings of some columns, and the first row's words
    "outcomes": ({"group", "share", "95 % interval"}, {"share of all inputs"}),
    "small_quality_summary": ({"trials", "measure", "method"}, {"same NAPs, new layouts"}),
    "small_errors_summary": ({"measure", "range"}, {"error under blur, in floating point"}),
    "tests": ({"measure", "first", "p (Holm)"}, {"PCA, then swarm"}),
    "seconds": ({"method", "median, s"}, {"PCA", "layout alone"}),
    "suspicious_inputs": ({"given label", "likelier label"}, {"yes"}),
    "subgroups": ({"group", "two modes", "p (Holm)"}, set()),
    "PCA_PSO": ({"region", "change", "p (Holm)", "finding"}, {"mean output of 0"}),
}


@pytest.mark.skipif(BROWSER is None, reason="the browser chromium is not installed")
def test_every_table_is_shown_in_words_with_rounded_numbers(small_run, report):
    with opened(report) as page:
        found = page.evaluate("results")
        tables = {name: each for name, each in found.items() if "/shown_tables/" in name}
        seen = set()
        for name, each in tables.items():
            page.goto(each["data_uri"])
            headings = page.locator("thead th").all_inner_texts()
            rows = page.locator("tbody tr").count()
            assert rows > 0 or "no rows" in page.inner_text("body"), name
            assert page.inner_text("h1") == each["labels"]["shows"]
            cells = page.locator("tbody tr:first-child > *").all_inner_texts()
            assert len(cells) == len(headings)
            assert not any("_" in heading for heading in headings), headings
            assert not any(re.search(r"\d\.\d{7}", cell) for cell in cells), cells
            titles, first = FIRST_CELLS.get(Path(name).stem, (set(), set()))
            assert titles <= {*headings}
            assert first <= {*cells, *page.inner_text("header").replace(";", ":").split(": ")}
            seen.add(Path(name).stem)
            data = (small_run / page.locator("code").last.inner_text()).read_bytes()
            if len(data) > LARGEST_FILE:
                continue
            with page.expect_download() as saved:
                page.get_by_role("link").click()
            assert Path(saved.value.path()).read_bytes() == data
    assert {*FIRST_CELLS} <= seen
    assert not [name for name in found if name.endswith(".tsv")]


@pytest.mark.skipif(BROWSER is None, reason="the browser chromium is not installed")
def test_a_line_of_the_report_opens_its_table_and_high_figures_begin_at_their_top(report):
    with opened(report, viewport={"width": 1400, "height": 300}) as page:
        page.get_by_text("Tables", exact=True).click()
        page.get_by_text("small quality", exact=True).first.click()
        line = page.locator("nav tbody tr").filter(has_text="Scores of layout methods")
        line.locator("a").first.click()
        table = page.frame_locator("iframe")
        table.get_by_text("random (baseline)").first.wait_for()
        page.goto(report.as_uri())
        page.get_by_text("Layout methods", exact=True).click()
        page.get_by_text("small methods", exact=True).first.click()
        line = page.locator("nav tbody tr").filter(has_text="One group by all methods")
        line.locator("a").first.click()
        picture = page.locator("img").last
        picture.wait_for()
        box = picture.bounding_box()
        assert box["height"] > 300
        assert box["y"] >= 0


def words_of(rows):
    """Words of each row of a table, whatever the order of its columns."""
    return sorted(tuple(sorted(row.split())) for row in rows)


def test_a_run_leaves_the_facts_about_itself(small_run, small_config):
    first = min((small_run / "results/provenance").glob("*.json"))
    facts = json.loads(first.read_text())
    assert facts["outcome"] == "complete"
    assert facts["packages"]["numpy"] == version("numpy")
    assert facts["configuration"]["experiments"].keys() == small_config["experiments"].keys()
    assert facts["seeds"]["base"] == facts["configuration"]["seed"]
    assert facts["machine"]["cores"] == os.cpu_count()
    seconds = {job["log"]: job["seconds"] for job in facts["jobs"]}
    assert 0 < seconds["results/logs/train_model/small_mlp.log"] < facts["seconds"]
