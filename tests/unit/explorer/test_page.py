"""The page as text; what it does is tested in browsers (tests/browser)."""

import base64
import hashlib
import json
import re
from collections import Counter

import numpy as np
from matplotlib import colormaps
from topomaps.explorer import page
from topomaps.maps.rendering import PALETTE

CONTENTS = {"title": "</title><script>1</script>", "names": ["</script><b>"]}


def scripts_of(text):
    """Contents of the scripts, those that are data left out."""
    return re.findall(r"<script>(.*?)</script>", text, re.DOTALL)


def test_equal_contents_give_equal_pages():
    assert page.explorer_page(CONTENTS) == page.explorer_page(dict(CONTENTS))


def test_the_policy_allows_the_scripts_of_the_page_alone():
    text = page.explorer_page(CONTENTS)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    rules = dict(analysis.strip().split(" ", 1) for analysis in policy.split(";"))
    allowed = rules["script-src"].split()
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts_of(text)]
    assert allowed == [f"'sha256-{base64.b64encode(each).decode()}'" for each in digests]
    assert rules["default-src"] == "'none'"
    assert not re.search(r"https?:|\*", policy)


def test_names_end_no_element():
    text = page.explorer_page(CONTENTS)
    assert len(scripts_of(text)) == 3
    assert text.count("</title>") == 1
    assert "</script><b>" not in text
    held = re.search(r'id="contents">(.*?)</script>', text, re.DOTALL).group(1)
    assert json.loads(held) == CONTENTS


def test_our_modules_share_no_name_and_keep_no_import():
    code = page.own_code()
    names = re.findall(r"(?m)^(?:async )?(?:function|class|const|let) (\w+)", code)
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert not re.search(r"(?m)^(import|export)\b", code)


def test_each_module_comes_after_those_that_it_imports():
    found = sorted(path.name for path in page.BROWSER.glob("*.js"))
    assert sorted(page.MODULES) == found
    for place, name in enumerate(page.MODULES):
        code = (page.BROWSER / name).read_text()
        for needed in re.findall(r'from "\./([\w.]+)"', code):
            assert needed in page.MODULES[:place], f"{name} imports {needed}"


def test_the_papers_palette_is_that_of_the_maps():
    levels = {each["name"]: base64.b64decode(each["levels"]) for each in page.palettes()}
    assert levels["bwr"] == PALETTE.tobytes()
    assert len({*levels.values()}) == len(levels)
    last = np.rint(255 * np.array(colormaps["cividis"](255)[:3])).astype(np.uint8)
    assert levels["cividis"][-3:] == last.tobytes()


def test_no_name_stands_in_two_modules():
    pattern = r"^(?:export )?(?:async )?(?:function|const|class|let) (\w+)"
    folder = page.BROWSER
    names = [
        name
        for file in sorted(folder.glob("*.js"))
        for name in re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(names) == sorted(set(names))
    assert {file.name for file in folder.glob("*.js")} == set(page.MODULES)
