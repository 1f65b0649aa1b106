"""How the site is made of the pages in this folder: `make docs`."""

import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "scripts"))

import topomaps  # noqa: E402

project = "Topographic activation maps"
author = copyright = "the authors; licence MIT"
release = version = topomaps.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["README.md"]
html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = False
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
napoleon_use_ivar = True  # attributes that are described and found are one
autodoc_typehints = "none"  # docstrings give types and shapes

# The explorer of the small run; without it, the front page shows its picture.
EXPLORER = Path(os.environ.get("EXPLORER", ROOT / "results/explorer/quick_mlp.html"))
MARK = "<!-- explorer -->"
FRAME = """
```{raw} html
<iframe src="explorer_of_digits.html" class="explorer" title="Explorer of maps of ten digits"
        loading="lazy"></iframe>
<p><a href="explorer_of_digits.html">The explorer in a window of its own</a></p>
```
"""
REFERENCE = """# Library, every public function

Look up here what each function of `import topomaps` takes and gives. The page [Use it from
Python](library.md) shows how they go together.

{entries}
"""
ENTRY = """```{{eval-rst}}
.. auto{kind}:: topomaps.{name}
{options}```
"""


# A link to a page of the repository that is none of the site.
OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\.md[^)]*\)")
# A link that names the file of a page, as one reads it in the repository.
NAMED = re.compile(r"\[[\w-]+\.md\](\([\w-]+\.md(?:#[\w-]+)?\))")


def adapt_page(app, page, source):
    """Name what lies outside of the site and links by titles; show the explorer in front."""
    source[0] = NAMED.sub(r"[]\1", OUTSIDE.sub(r"\1", source[0]))
    if page == "index" and EXPLORER.is_file():
        before, after = source[0].split(MARK)
        _, after = after.split("\n\n", 1)
        source[0] = f"{before}{FRAME}\n{after}"


def copy_explorer(app, problem):
    """Copy the explorer beside the front page."""
    if EXPLORER.is_file() and not problem:
        (Path(app.outdir) / "explorer_of_digits.html").write_bytes(EXPLORER.read_bytes())


def keep_underscores(app, what, name, value, options, lines):
    """Say to reStructuredText that a name which ends in an underscore is no link."""
    lines[:] = [re.sub(r"(?<![`\w])(\w+)_(?![\w`])", r"\1\\_", line) for line in lines]


def write_reference(app):
    """Write the page of all public functions, which thus cannot miss one."""
    entries = []
    for name in sorted(topomaps.__all__, key=str.lower):
        value = getattr(topomaps, name)
        is_module = type(value).__name__ == "module"
        kind = "module" if is_module else "class" if isinstance(value, type) else "function"
        kind = kind if callable(value) or is_module else "data"
        options = "   :members:\n" if kind in ("module", "class") else ""
        entries.append(ENTRY.format(kind=kind, name=name, options=options))
    text = REFERENCE.format(entries="\n".join(entries))
    path = HERE / "api.md"
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


def setup(app):
    """Connect what this site adds to Sphinx."""
    write_reference(app)
    app.connect("source-read", adapt_page)
    app.connect("autodoc-process-docstring", keep_underscores, priority=400)
    app.connect("build-finished", copy_explorer)
