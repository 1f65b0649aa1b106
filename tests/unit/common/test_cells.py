import itertools

import pytest
from topomaps.common.cells import read_cell, written_cell


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"), ("@SUM(1)", "'@SUM(1)"), ("+a", "'+a"),
        ("-1+1", "'-1+1"), ("-5", "-5"), ("+1", "+1"), ("-.5e3", "-.5e3"), ("＝1", "'＝1"),
        ("'=1", "''=1"), ("'a", "'a"), ("a=1", "a=1"), ("a\tb\nc", r"a\tb\nc"),
        (r"C:\temp", r"C:\\temp"), (r"C:\data", r"C:\data"), ("\t=1", r"'\t=1"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula_or_breaks_a_row(text, written):
    assert written_cell(text) == written
    assert read_cell(written) == text


def test_every_text_comes_back_as_it_was():
    for letters in itertools.product("'=-5\t\n\\tn", repeat=4):
        text = "".join(letters)
        assert read_cell(written_cell(text)) == text
        assert not {*"\t\n"} & {*written_cell(text)}
