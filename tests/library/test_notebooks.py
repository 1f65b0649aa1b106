"""The notebooks of `examples/notebooks` run as they stand, and docs/library.md shows their code."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples/notebooks"
NAMES = ["table", "images", "sentences"]
PAGES = {"table": "wine.html", "images": "digits.html", "sentences": "animals.html"}
MOST_LINES = 10


def code_of(name):
    """Code of the cells of a notebook."""
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def run_cells():
    sys.path.insert(0, str(FOLDER))
    try:
        from execute import executed
    finally:
        sys.path.remove(str(FOLDER))
    return executed


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_writes_its_page(name, run_cells, tmp_path, monkeypatch):
    if name != "table":
        pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    notebook, names = run_cells(FOLDER / f"{name}.ipynb")
    page = (tmp_path / PAGES[name]).read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    kinds = [
        kind for cell in notebook["cells"] for output in cell.get("outputs", ())
        for kind in output["data"]
    ]  # fmt: skip
    assert "image/png" in kinds
    assert (names["maps"].test()["p"] <= 0.001).all()
    if name == "images":  # whose first labels are wrong
        planted = (names["given"] != names["labels"][900:]).nonzero().ravel().tolist()
        found = names["maps"].suspicious_inputs()["index"].head(20)
        assert len({*planted} & {*found}) >= 18


@pytest.mark.parametrize("name", NAMES)
def test_from_arrays_to_the_page_are_ten_lines(name):
    first, *others = code_of(name)[1:]  # before them is the network, not the library
    page = [line for cell in others for line in cell.splitlines() if "explorer(" in line]
    assert first.startswith("import topomaps\n")
    assert len([*filter(str.strip, first.splitlines()), *page]) <= MOST_LINES


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_their_code(name):
    page = (ROOT / "docs/library.md").read_text(encoding="utf-8")
    assert code_of(name)[1] in page
