"""The site: made of the pages without a warning, whole, and without a network."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
import topomaps
import yaml
from PIL import Image
from running import ROOT

OUTSIDE = re.compile(r"^(https?:|mailto:|data:|#|javascript:)")


class Links(HTMLParser):
    """What a page links to and shows, and the anchors that it has."""

    def __init__(self):
        super().__init__()
        self.links, self.anchors = [], set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[key] for key in ("id", "name") if key in given}
        self.links += [given[key] for key in ("href", "src") if given.get(key)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Folder of the site, with a page in the place of the explorer."""
    folder = tmp_path_factory.mktemp("site")
    explorer = folder / "page.html"
    explorer.write_text("<p>maps</p>")
    call = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--quiet", ROOT / "docs"]
    done = subprocess.run(
        [*call, folder / "html"], env={**os.environ, "EXPLORER": str(explorer)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site):
    """Links and anchors of each page of the site."""
    found = {}
    for path in site.rglob("*.html"):
        found[path] = Links()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


def test_all_links_lead_to_pages_and_places_that_are_there(pages):
    for page, contents in pages.items():
        for link in contents.links:
            if OUTSIDE.match(link):
                continue
            file, _, anchor = unquote(link.split("?")[0]).partition("#")
            target = (page.parent / file).resolve()
            assert target.is_file(), f"{page.name} links to {link}"
            if anchor and target in pages:
                assert anchor in pages[target].anchors, f"{page.name} links to {link}"


def test_nothing_is_fetched_from_elsewhere(pages):
    for page in pages:
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r'<(?:script|img|iframe|link)[^>]*(?:src|href)="https?:[^"]*"', text)
        assert not fetched, page


def test_the_front_page_has_the_explorer(site):
    assert 'src="explorer_of_digits.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "explorer_of_digits.html").read_text() == "<p>maps</p>"


def test_the_reference_has_every_public_name(site):
    text = (site / "api.html").read_text(encoding="utf-8")
    for name in topomaps.__all__:
        assert f'id="topomaps.{name}"' in text or f'id="module-topomaps.{name}"' in text, name


def test_the_gallery_has_every_figure_and_its_settings():
    sys.path.insert(0, str(ROOT / "docs"))
    import pictures

    text = (ROOT / "docs/gallery.md").read_text(encoding="utf-8")
    from rules.configuration.figures import ALL_FIGURES

    shown = {each for figures in pictures.shown_figures().values() for each in figures}
    for figure in shown:
        assert f"(gallery/{figure}.png)" in text
        assert pictures.caption_of(figure) in text
    left_out = {"explorer", "tests", "comparison", "drawn_maps", "models"}
    assert set(ALL_FIGURES) - left_out <= shown
    experiments = yaml.safe_load((ROOT / pictures.GALLERY).read_text())["experiments"]
    for block in re.findall("```yaml\n(.*?)```", text, re.DOTALL):
        ((name, settings),) = yaml.safe_load(block).items()
        assert experiments[name] == settings


def test_one_command_makes_every_picture_of_the_pages():
    sys.path.insert(0, str(ROOT / "docs"))
    import explorer_pictures
    import library_pictures
    import pictures

    made = {name for run in pictures.RUNS.values() for name in run.pictures}
    made |= {*explorer_pictures.PICTURES, *library_pictures.SESSION, *library_pictures.CELLS}
    made |= {f"why_{name}" for name in ("planted", "faces") if name in pictures.SCRIPTS}
    assert made == {path.stem for path in (ROOT / "docs").glob("*.png")}
    pages = {page for run in pictures.RUNS.values() for page in run.pages}
    assert pages == {run for run, _ in explorer_pictures.PICTURES.values()}


def test_pictures_of_the_pages_keep_their_colours():
    for path in Path(ROOT / "docs").rglob("*.png"):
        with Image.open(path) as image:
            assert image.mode in ("RGB", "RGBA"), f"{path.name} is quantised"
