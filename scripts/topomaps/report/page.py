"""A table as a page for a browser, which asks for nothing and has the file itself in it."""

import re
from base64 import b64encode
from html import escape

SHORT, LONG = 28, 60  # letters of a cell
LARGEST_FILE = 400_000  # bytes, in the page: browsers open none of 2 MB within another page
STYLE = """
body {margin: 1.2rem; font: 14px/1.45 system-ui, sans-serif; color: #1c2430; background: #fff}
header {position: sticky; left: 1.2rem; max-width: min(68ch, calc(100vw - 2.6rem))}
h1 {font-size: 1.35rem; margin: 0 0 .1rem}
.of {color: #56606e; margin: 0 0 .8rem}
p {margin: .5rem 0}
a {color: #0b5cad}
code {font-size: .92em; overflow-wrap: anywhere}
table {border-collapse: collapse; margin-top: 1rem; font-variant-numeric: tabular-nums}
th, td {padding: .25rem .55rem; text-align: left; vertical-align: top; max-width: 26rem}
td, tbody th {border-top: 1px solid #dde2e8}
thead th {position: sticky; top: 0; background: #eef1f5; vertical-align: bottom;
  min-width: 4rem; max-width: 9.5rem}
tbody th {font-weight: 600}
.n {text-align: right; white-space: nowrap}
.s {white-space: nowrap}
.l {min-width: 20rem}
thead .n {white-space: normal}
tbody tr:nth-child(even) {background: #f7f8fa}
@media print {thead th {position: static} a {display: none}}
"""


def table_page(shown, *, title, of, text, file, data):
    """The page of a table.

    Parameters
    ----------
    shown : topomaps.report.shown_tables.Shown
    title, of : str
        What it shows, and of which experiment, layer and method.
    text : str
        A paragraph, in which what stands between two backticks is code.
    file : str
        Path of the file that has all digits.
    data : bytes
        Its content.

    Returns
    -------
    str
    """
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        f'<header><h1>{escape(title)}</h1><p class="of">{escape(of)}</p>',
        f"<p>{_marked_up(text)}</p>",
        *(f"<p>{escape(each)}</p>" for each in shown.said),
        f"<p>{_rows_in_words(shown)} {_link(file, data)}</p></header>",
        _table(shown) if shown.rows else "",
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _rows_in_words(shown):
    """How many rows there are, where not all of them are shown."""
    if not shown.n_rows:
        return "The table has no rows."
    n_shown = len(shown.rows)
    return f"The first {n_shown:,} of {shown.n_rows:,} rows." if n_shown < shown.n_rows else ""


def _link(file, data):
    """Link to the file, which stands in the page; of a large one, its path."""
    if len(data) > LARGEST_FILE:
        return f"All digits are in <code>{escape(file)}</code>."
    name = file.removeprefix("results/").replace("/", "_")
    address = f"data:text/tab-separated-values;charset=utf-8;base64,{b64encode(data).decode()}"
    return (
        f'<a download="{escape(name)}" href="{address}">Save as {escape(name)}</a>, with all '
        f"digits (<code>{escape(file)}</code>)."
    )


def _table(shown):
    kinds = [' class="n"' if each else "" for each in shown.are_numbers]
    columns = zip(kinds, shown.titles, strict=True)
    head = "".join(f'<th scope="col"{kind}>{escape(title)}</th>' for kind, title in columns)
    rows = "\n".join(_row(row, shown.are_numbers) for row in shown.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _row(cells, are_numbers):
    """A row, whose first cell names it; short cells stay in one line, and long ones have room."""
    parts = []
    for place, (cell, is_number) in enumerate(zip(cells, are_numbers, strict=True)):
        kind = "n" if is_number else "s" if len(cell) <= SHORT else "l" if len(cell) > LONG else ""
        tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
        parts.append(f'<{tag}{scope} class="{kind}">{escape(cell)}</{tag}>')
    return f"<tr>{''.join(parts)}</tr>"


def _marked_up(text):
    """A paragraph as HTML: what stands between backticks is code."""
    return re.sub("``([^`]+)``", r"<code>\1</code>", escape(text))
