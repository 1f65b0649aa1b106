"""What a run says of its inputs in the end: how many were used, and what became of the others.

Imports the standard library only, so that a dry run needs nothing else.
"""

import csv
from pathlib import Path

from scripts.topomaps.groups.account_rows import (
    DROPPED,
    GROUPED,
    INPUTS,
    LEFT_OUT,
    NO_GROUP,
    NOTE,
    TRAINING,
)

N_NAMED = 5  # groups that a line lists before "…"


def account_of_inputs(tables):
    """Lines about the inputs of all groupings: one for each source where nothing is lost.

    Parameters
    ----------
    tables : dict of str to (str, path-like)
        By the name of a grouping, the source of its inputs in words and its table of inputs; those
        that are not there are passed over.

    Returns
    -------
    str
        Empty where there are no tables.
    """
    sources = {}
    for name, (source, path) in tables.items():
        if rows := read_rows(path):
            sources.setdefault(source, {})[name] = rows, Path(path)
    lines = [line for source, found in sources.items() for line in _lines(source, found)]
    return "\n".join(
        ["Inputs of the experiments:", *(f"  {each}" for each in lines)] if lines else []
    )


def read_rows(path):
    """Rows of a table of inputs as dictionaries; none where there is no such table."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return [{**row, "n": int(row["n"])} for row in csv.DictReader(file, delimiter="\t")]
    except (OSError, KeyError, ValueError):  # not made yet, or by a job that was cut short
        return []


def _lines(source, found):
    """Yield what is said of a source, then of each grouping that does not use all of it."""
    rows, path = next(iter(found.values()))
    n_inputs, left_out = _count(rows, INPUTS), _of(rows, LEFT_OUT)
    n_lost, n_training = _count(rows, LEFT_OUT), _count(rows, TRAINING)
    n_seen = n_inputs - n_lost - n_training
    fewer = {
        name: each
        for name, (each, _) in found.items()
        if _count(each, GROUPED) < n_seen or _of(each, DROPPED)
    }
    training = f", {n_training:,} of them to train on" if n_training else ""
    if n_lost:
        table = path.with_name("left_out.tsv")
        said = (
            f"{n_inputs - n_lost:,} of {n_inputs:,} inputs are used{training}; left out ({table}):"
        )
    else:
        said = (
            f"{n_inputs:,} inputs{training}"
            if fewer
            else f"all {n_inputs:,} inputs are used{training}"
        )
    yield f"{source}: {said}"
    yield from (f"  {each['reason']}: {each['n']:,} ({each['names']})" for each in left_out)
    notes = [each["reason"] for of_grouping, _ in found.values() for each in _of(of_grouping, NOTE)]
    yield from (f"  {each}" for each in dict.fromkeys(notes))  # of all models that see the source
    for name, of_grouping in fewer.items():
        yield from _lines_of_grouping(name, of_grouping, n_seen)


def _lines_of_grouping(name, rows, n_seen):
    """Yield what is said of a grouping that leaves inputs or groups out."""
    yield f"  {name}: {_count(rows, GROUPED):,} of {n_seen:,} inputs are in groups"
    for each in _of(rows, NO_GROUP):
        if each["names"]:  # the others are those of the groups that are left out
            yield f"    {each['reason']}: {each['n']:,} ({each['names']})"
    dropped = _of(rows, DROPPED)
    for reason in dict.fromkeys(each["reason"] for each in dropped):
        groups = [_sized(each) for each in dropped if each["reason"] == reason]
        number = "1 group is" if len(groups) == 1 else f"{len(groups):,} groups are"
        shown = ", ".join(groups[:N_NAMED]) + (", …" if len(groups) > N_NAMED else "")
        yield f"    {number} left out, {reason}: {shown}"


def _sized(group):
    return f"{group['names']} ({group['n']:,})" if group["n"] else group["names"]


def _of(rows, what):
    return [row for row in rows if row["what"] == what]


def _count(rows, what):
    return sum(row["n"] for row in _of(rows, what))
