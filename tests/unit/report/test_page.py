"""The page of a table."""

import re
from base64 import b64decode

from topomaps.report.page import LARGEST_FILE, table_page
from topomaps.report.shown_tables import Shown

SHOWN = Shown(["group", "p"], [False, True], [["<b>", "≤ 0.001"]], ["Said once."], 3)
WORDS = {
    "title": "Pairs & more",
    "of": "digits",
    "text": "See ``a.tsv``.",
    "file": "results/t/a.tsv",
}


def test_a_page_has_the_table_its_caption_and_the_file():
    page = table_page(SHOWN, **WORDS, data=b"group\tp\n")
    assert "<h1>Pairs &amp; more</h1>" in page
    assert "See <code>a.tsv</code>." in page
    assert "<p>Said once.</p>" in page
    assert "The first 1 of 3 rows." in page
    assert '<th scope="col">group</th><th scope="col" class="n">p</th>' in page
    assert '<th scope="row" class="s">&lt;b&gt;</th><td class="n">≤ 0.001</td>' in page
    ((name, data),) = re.findall('download="([^"]+)" href="[^"]+base64,([^"]+)"', page)
    assert (name, b64decode(data)) == ("t_a.tsv", b"group\tp\n")


def test_a_page_asks_for_nothing():
    page = table_page(SHOWN, **WORDS, data=b"")
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    assert "<script" not in page


def test_a_large_file_is_named():
    page = table_page(SHOWN, **WORDS, data=bytes(LARGEST_FILE + 1))
    assert "All digits are in <code>results/t/a.tsv</code>." in page
    assert "base64" not in page


def test_a_table_without_rows_says_so():
    page = table_page(Shown([], [], [], [], 0), **WORDS, data=b"")
    assert "The table has no rows." in page
    assert "<table" not in page
