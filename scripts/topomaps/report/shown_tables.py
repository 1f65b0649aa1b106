"""Cells of the tables of results as people read them, by the kind of the table."""

from typing import NamedTuple

from topomaps.report.tables_of_groups import TABLES_OF_GROUPS
from topomaps.report.tables_of_labels import TABLES_OF_LABELS
from topomaps.report.tables_of_methods import TABLES_OF_METHODS
from topomaps.report.tables_of_regions import TABLES_OF_REGIONS

# By the name of the table's caption.
TABLES = TABLES_OF_GROUPS | TABLES_OF_METHODS | TABLES_OF_LABELS | TABLES_OF_REGIONS
MAX_ROWS = 500
FEW = 3  # rows; in more, a text that all have is said once, above them
LONG = 40  # letters, of a text that is a sentence
EMPTY = ("", "–")


class Shown(NamedTuple):
    """A table to be shown.

    Attributes
    ----------
    titles : list of str
        Of the columns.
    are_numbers : list of bool
        Whether the cells of each column are numbers.
    rows : list of list of str
        At most `MAX_ROWS`.
    said : list of str
        What is the same in all rows.
    n_rows : int
        Of the whole table.
    """

    titles: list
    are_numbers: list
    rows: list
    said: list
    n_rows: int


def shown_table(kind, table):
    """A table of results with names in words and rounded numbers.

    Parameters
    ----------
    kind : str
        A key of `TABLES`.
    table : pandas.DataFrame of str
        As its file has it, empty cells as empty text.

    Returns
    -------
    Shown
        Without columns that have nothing to say.
    """
    cells, first = {}, table.head(MAX_ROWS)
    for column in TABLES[kind]:
        if set(column.sources) <= set(table.columns):
            parts = (first[source] for source in column.sources)
            cells[column] = [column.write(*each) for each in zip(*parts, strict=True)]
    kept = {column: own for column, own in cells.items() if not set(own) <= set(EMPTY)}
    same = {column: own[0] for column, own in kept.items() if _is_said_once(column, own)}
    shown = {column: own for column, own in kept.items() if column not in same}
    return Shown(
        titles=[column.title for column in shown],
        are_numbers=[column.is_number for column in shown],
        rows=[list(row) for row in zip(*shown.values(), strict=True)],
        said=_said(same),
        n_rows=len(table),
    )


def _is_said_once(column, cells):
    """Whether a column has the same text in all rows, which is said above them."""
    return not column.is_number and len(cells) >= FEW and len(set(cells)) == 1


def _said(same):
    """What columns say that have the same text (by column) in all rows: sentences by themselves."""
    sentences = [text for text in same.values() if len(text) > LONG]
    short = [f"{column.title}: {text}" for column, text in same.items() if len(text) <= LONG]
    return [*sentences, *([f"In all rows: {'; '.join(short)}."] if short else [])]
