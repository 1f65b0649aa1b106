"""Draw the pictures of docs/library.md from its session and from the notebooks that it names."""

import os
import re
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

DOCS = Path(__file__).resolve().parent
NOTEBOOKS = DOCS.parent / "examples/notebooks"
sys.path[:0] = [str(DOCS), str(NOTEBOOKS), str(DOCS.parent / "scripts")]
DPI = 300
SESSION = {"library_maps": "maps", "library_significant": "significant"}
# Picture -> notebook, and the cell that shows it
CELLS = {
    "library_wine": ("table", "maps.plot.significant()"),
    "library_suspicious": ("images", 'maps.plot.suspicious("conv2")'),
    "library_sentences": ("sentences", "maps.plot.regions()"),
}


def draw_session():
    """Run the cells of the page, and keep the figures that it writes."""
    from pictures import write_picture

    names = {}
    for cell in re.findall(r"```python\n(.*?)```", (DOCS / "library.md").read_text(), re.DOTALL):
        exec(compile(cell, "docs/library.md", "exec"), names)
    for picture, file in SESSION.items():
        write_picture(f"{file}.png", DOCS / f"{picture}.png")


def draw_notebook(picture, notebook, cell):
    """Run a notebook, and draw what one of its cells shows."""
    from execute import executed
    from pictures import write_picture

    run, names = executed(NOTEBOOKS / f"{notebook}.ipynb")
    if cell not in ["".join(each["source"]) for each in run["cells"]]:
        raise ValueError(
            f"{notebook}.ipynb has no cell {cell!r}; name one that it has in {__file__}"
        )
    eval(cell, names).savefig("cell.png", dpi=DPI, bbox_inches="tight")
    write_picture("cell.png", DOCS / f"{picture}.png")


def main():
    """Draw all pictures; files that the session writes go to a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with plt.rc_context({"savefig.dpi": DPI}):
            draw_session()
        for picture, (notebook, cell) in CELLS.items():
            draw_notebook(picture, notebook, cell)
        os.chdir(DOCS)


if __name__ == "__main__":
    main()
