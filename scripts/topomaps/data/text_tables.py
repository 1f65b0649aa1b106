"""How a table in a text file is written: its encoding, its separator, its columns.

Imports the standard library only, so that a plan reads tables as the jobs do.
"""

import codecs
import csv
import gzip
import os
import re
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import NamedTuple

# Endings of tables, and the separator that each is named after; None is found in the file.
ENDINGS = {".csv": ",", ".tsv": "\t", ".txt": None}
SEPARATORS = (",", "\t", ";", "|")
BLANKS = r"\s+"
CELLS = {"skipinitialspace": True}  # a quote may follow a blank: 1, "a, b"
FILE = "file"
UNNAMED = "Unnamed: "  # begins what a column without a name is called, as pandas does
FILE_NAMES = (FILE, "filename", "file_name", "image_id", "image", "filepath", "file_path", "path")
TEXT_NAMES = ("text", "sentence", "sentences", "texts", "document", "prompt", "review")
SAMPLE = 2**16  # bytes from which the encoding is told
N_LINES = 30  # from which the separator is told


class Unreadable(ValueError):
    """A table cannot be read; the sentence names it."""


class Dialect(NamedTuple):
    """How a table is written.

    Attributes
    ----------
    encoding : str
    separator : str
        A character, or `BLANKS`.
    columns : tuple of str
    skipped : int
        Lines before the first row.
    note : str
        What a reader should know of how the table was read; mostly empty.
    """

    encoding: str
    separator: str
    columns: tuple
    skipped: int
    note: str = ""


def table_ending(path):
    """Ending of a text table, without `.gz`; None for other files."""
    name = str(path).lower().removesuffix(".gz")
    return next((ending for ending in ENDINGS if name.endswith(ending)), None)


def dialect_of(path, separator=None, encoding=None):
    """Dialect of a table in a text file.

    Parameters
    ----------
    path : path-like
        Ends in one of `ENDINGS`, perhaps followed by `.gz`.
    separator, encoding : str, optional
        Found in the file if left out.

    Raises
    ------
    ValueError
        If the file has no header, or is not in the encoding that was found or given.
    """
    found = os.stat(path)
    return _dialect(str(path), separator, encoding, found.st_size, found.st_mtime_ns)


@cache
def _dialect(path, separator, encoding, *_state):
    encoding = encoding or _encoding(path)
    with open_text(path, encoding) as file:
        lines = list(islice(file, N_LINES))
    before = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    lines = lines[before:]
    if not lines:
        raise Unreadable(f"the table {path} is empty: its first line should name the columns")
    if said := re.fullmatch(r"sep=(.)", lines[0].strip("\r\n")):  # as Excel reads and writes it
        separator, before, lines = separator or said[1], before + 1, lines[1:]
    if lines[0].strip().isdecimal() and len(lines[1:2] and lines[1].split()) > 1 and not separator:
        return _of_counted(path, encoding, lines, before)
    separator = separator or _separator(path, lines)
    own, note = ENDINGS[table_ending(path)], ""
    if own not in (None, separator):
        note = f"{path} is read with {separator!r} between its columns"
    columns = _header(lines[0], separator, file_of=path)
    return Dialect(encoding, separator, columns, before + 1, note)


def _of_counted(path, encoding, lines, before):
    """Dialect of CelebA's tables: a line with the number of rows, then names, then rows."""
    names = lines[1].split()
    first = len(lines[2].split()) - len(names) if len(lines) > 2 else 0
    if first not in (0, 1):
        raise Unreadable(
            f"the table {path} names {len(names)} columns, but its first row has "
            f"{len(names) + first} cells"
        )
    note = f"{path} begins with the number of its rows, and its cells are separated by blanks"
    return Dialect(encoding, BLANKS, (*[FILE] * first, *names), before + 2, note)


def _header(line, separator, file_of):
    """Names of the columns; a quoted name may go on in the next line, which is refused."""
    if separator == BLANKS:
        return tuple(line.split())
    names = next(csv.reader([line.rstrip("\r\n")], delimiter=separator, **CELLS), [])
    if line.count('"') % 2:
        raise Unreadable(f"the table {file_of} has a column whose name is never closed by a quote")
    return tuple(name.strip() or f"{UNNAMED}{place}" for place, name in enumerate(names))


def _separator(path, lines):
    """Separator that cuts the first lines into equally many columns, and into most of them.

    Where none does, it is the one that cuts the header into most. The ending's own goes first.
    """
    own, header = ENDINGS[table_ending(path)], lines[0]
    counts = {each: _n_columns(lines, each) for each in SEPARATORS}
    if max(counts.values()) < 2:
        counts = {each: len(_header(header, each, path)) for each in SEPARATORS}
    best = max(counts.values())
    if best > 1:
        return own if own and counts[own] == best else max(SEPARATORS, key=counts.get)
    if own is None and len(header.split()) > 1:
        return BLANKS
    return own or ","


def _n_columns(lines, separator):
    """Number of cells in each of some lines; 0 where they have not equally many."""
    try:
        found = {len(row) for row in csv.reader(lines, delimiter=separator, **CELLS) if row}
    except csv.Error:
        return 0
    return found.pop() if len(found) == 1 else 0


def _encoding(path):
    """Encoding of a text file: UTF-16 by its mark or its empty bytes, else UTF-8."""
    with _open_bytes(path) as file:
        sample = file.read(SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"


def _open_bytes(path):
    return gzip.open(path) if str(path).lower().endswith(".gz") else open(path, "rb")


@contextmanager
def open_text(path, encoding):
    """Open a table as text, whether it is compressed or not; a wrong encoding is a sentence."""
    how = {"mode": "rt", "newline": "", "encoding": encoding}
    is_packed = str(path).lower().endswith(".gz")
    try:
        with gzip.open(path, **how) if is_packed else open(path, **how) as file:
            yield file
    except UnicodeError as error:
        raise Unreadable(wrong_encoding(path, encoding, error)) from error


def wrong_encoding(path, encoding, error):
    """Sentence for a table that is in another encoding."""
    name = encoding.removesuffix("-sig").upper()
    return (
        f"the table {path} is not in {name} ({error}); save it in UTF-8, or name a "
        "dataset's encoding by the key encoding (cp1252 is that of Windows in Western Europe)"
    )


def rows_of(path, dialect):
    """Yield the rows of a table as lists of text; cells without the blanks around them.

    Empty lines are no rows, except in a table of one column, where they are missing values.
    """
    with open_text(path, dialect.encoding) as file:
        for _ in range(dialect.skipped):
            file.readline()
        if dialect.separator == BLANKS:
            rows = (line.split() for line in file)
        else:
            rows = csv.reader(file, delimiter=dialect.separator, **CELLS)
        for row in rows:
            if row:
                yield [cell.strip() for cell in row]
            elif len(dialect.columns) == 1:
                yield [""]


def named_columns(columns):
    """Columns that have a name; others number the rows or are empty, and are no attributes."""
    return [name for name in columns if not str(name).startswith(UNNAMED)]


def file_column(columns, named=None):
    """Column that names the files of inputs: the one that the configuration names, or a usual one.

    Returns
    -------
    str or None
        None where there is none of `FILE_NAMES`, or several and none of them is `file`.
    """
    if named is not None:
        return named
    if FILE in columns:
        return FILE
    usual = [name for name in columns if name.lower() in FILE_NAMES]
    return usual[0] if len(usual) == 1 else None


def text_column(columns, named=None):
    """Column of texts: the one that the configuration names, or a usual one, `text` before others.

    Returns
    -------
    str or None
        None where there is none of `TEXT_NAMES`.
    """
    if named is not None:
        return named
    found = {name.lower(): name for name in map(str, columns)}
    return next((found[name] for name in TEXT_NAMES if name in found), None)
