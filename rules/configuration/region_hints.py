"""What a run says in the end of named regions whose p says nothing, for want of a nuisance.

Imports the standard library only, so that a dry run needs nothing else.
"""

import csv


def hints_on_regions(tables):
    """Lines about the attributes that tests of named regions miss.

    Parameters
    ----------
    tables : iterable of path-like
        Those of the rule `compare_regions`; what is not there is passed over.

    Returns
    -------
    str
        Empty where none is missing.
    """
    lines = {}
    for path in tables:
        for row in _rows(path):
            if row.get("missing_nuisance"):
                lines[path, row["region"]] = f"  {path}, region {row['region']}: {row['note']}"
    return "\n".join(
        ["Named regions that differ less than chance:", *lines.values()] if lines else []
    )


def _rows(path):
    """Rows of a table as dictionaries; none where there is no such table."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t"))
    except OSError:  # not made yet
        return []
