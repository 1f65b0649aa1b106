"""The explorer's page: contents, library and our own code in one HTML file without any network."""

import base64
import hashlib
import re
from html import escape
from pathlib import Path

import numpy as np
from bokeh.util.paths import bokehjs_path
from matplotlib import colormaps

from topomaps.explorer.quantise import json_text
from topomaps.maps.rendering import PALETTE

BROWSER = Path(__file__).with_name("browser")
LIBRARY = ("bokeh.min.js", "bokeh-api.min.js")
# Each module after those that it imports
MODULES = (
    "fields.js",
    "state.js",
    "dom.js",
    "words.js",
    "contents.js",
    "largemap.js",
    "names.js",
    "bands.js",
    "export.js",
    "multiples.js",
    "bars.js",
    "pictures.js",
    "panels.js",
    "evidence.js",
    "regions.js",
    "turned.js",
    "beside.js",
    "scores.js",
    "outcomes.js",
    "suspicious.js",
    "inputs.js",
    "instance_map.js",
    "findings.js",
    "choice.js",
    "controls.js",
    "explorer.js",
)
# Name in the address, words for a person, matplotlib's name; all but the first can be told apart by
# people who see no difference between red and green.
PALETTES = (
    ("bwr", "papers: blue – white – red", None),
    ("puor", "purple – white – orange", "PuOr_r"),
    ("brbg", "blue-green – white – brown", "BrBG_r"),
    ("berlin", "blue – black – red", "berlin"),
    ("cividis", "dark blue – grey – yellow", "cividis"),
)
_IMPORT = re.compile(r"^import\s[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|class|const)\b)", re.MULTILINE)


def explorer_page(contents):
    """One HTML file that shows the contents of an explorer, offline.

    Its content-security policy allows the scripts of this file alone, by their digests, and no
    address at all; all names in the contents stay text.

    Parameters
    ----------
    contents : dict
        As of `topomaps.explorer.contents.explorer_contents`; plain values that JSON can hold.

    Returns
    -------
    str
    """
    scripts = [*map(_library_code, LIBRARY), own_code()]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(contents['title'])}</title>",
            f"<style>\n{_file('explorer.css')}</style>",
            "</head>",
            "<body>",
            _file("explorer.html"),
            _data("palettes", palettes()),
            _data("contents", contents),
            *(f"<script>{script}</script>" for script in scripts),
            "</body>",
            "</html>",
            "",
        ]
    )


def own_code():
    """Our modules as one script: each is a file of its own for readers and linters.

    Names that a module exports are seen by the later ones, so `import` and `export` can go.
    """
    code = "".join(_EXPORT.sub("", _IMPORT.sub("", _file(name))) for name in MODULES)
    return f'(() => {{\n"use strict";\n{code}}})();\n'


def palettes():
    """Colours of each palette: name, words, and 256 levels of (red, green, blue) as base64."""
    return [
        {"name": name, "words": words, "levels": base64.b64encode(levels.tobytes()).decode()}
        for name, words, levels in (
            (name, words, PALETTE if source is None else _levels(source))
            for name, words, source in PALETTES
        )
    ]


def _levels(source):
    return np.rint(255 * colormaps[source](np.arange(256))[:, :3]).astype(np.uint8)


def _file(name):
    return (BROWSER / name).read_text(encoding="utf-8")


def _library_code(name):
    """The library's script as it is shipped in its package."""
    code = (bokehjs_path() / "js" / name).read_text(encoding="utf-8")
    # The address of a map of its sources would be asked for by a browser's tools for developers
    return re.sub(r"\n//# sourceMappingURL=.*", "", code)


def _policy(scripts):
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; media-src data:; base-uri 'none'; form-action 'none'"
    )


def _data(name, values):
    """Values as a script that is no code."""
    return f'<script type="application/json" id="{name}">{json_text(values)}</script>'
