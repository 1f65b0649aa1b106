"""Texts in the cells of tables that are written, so that no program takes them for more than text.

Imports the standard library only, so that the rules read tables as the jobs write them.
"""

import re

# A spreadsheet takes text that begins so for a formula; but plain numbers, which stay numbers.
_NUMBER = r"[+-](?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z"
_START = r"[=+\-@\t\r\n＝＋－＠]"
FORMULA = re.compile(rf"(?!{_NUMBER})'*{_START}")
MARKED = re.compile(rf"'+{_START}")
# Tabs and line breaks would end a cell or a row for programs that go by lines.
BREAKS = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\v": r"\v", "\f": r"\f", "\\": r"\\"}
_BACK = {written: text for text, written in BREAKS.items()}
_ESCAPED = re.compile(r"\\[tnrvf\\]")
_BROKEN = re.compile(r"[\t\n\r\v\f]|\\[tnrvf\\]")
_TO_ESCAPE = re.compile(r"[\t\n\r\v\f\\]")


def written_cell(text):
    r"""A text as it is written into a table; `read_cell` gives it back.

    One that begins like a formula gets an apostrophe in front, which a spreadsheet takes for "this
    is text". Tabs and line breaks become `\t` and `\n`; in such a text, and in one that holds these
    letters already, each backslash becomes two.
    """
    if FORMULA.match(text):
        text = f"'{text}"
    if _BROKEN.search(text):
        text = _TO_ESCAPE.sub(lambda found: BREAKS[found[0]], text)
    return text


def read_cell(text):
    """The text that was written as this cell."""
    text = _ESCAPED.sub(lambda found: _BACK[found[0]], text)
    return text[1:] if MARKED.match(text) else text
