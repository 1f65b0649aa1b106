"""Tables of regions that somebody has named, as far as they are read before any job."""

import csv
from functools import cache
from pathlib import Path

from rules.configuration.sentences import guess
from scripts.topomaps.common.cells import read_cell

NEEDED = ("region", "layer", "neuron")


def named_layers(experiment, files):
    """What the table of named regions of an experiment calls its layers, by their file names.

    Layers without a named region are left out; all are where there is no table. `files` has the
    file name of each layer.
    """
    path = experiment["regions"].get("named")
    called = dict.fromkeys(row["layer"] for row in _rows(path)) if path else {}
    return {file: name for layer, file in files.items() for name in (layer, file) if name in called}


def named_region_errors(key, experiment, files):
    """Errors of the table of named regions of an experiment.

    Parameters
    ----------
    key : str
        The experiment in the configuration.
    experiment : dict
    files : dict of str -> str, or None
        File name of each of its layers; None if they are not known.
    """
    path, key = experiment["regions"].get("named"), f"{key}.regions.named"
    if path is None:
        return
    if not Path(path).is_file():
        yield f"{key}: the table {path!r} does not exist (looked for in {Path.cwd()})"
        return
    with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
        columns = next(csv.reader(file, delimiter="\t"), [])
    if missing := [column for column in NEEDED if column not in columns]:
        yield (
            f"{key}: {path} has no column {missing[0]!r}{guess(missing[0], columns)}; "
            f"tab-separated columns {', '.join(NEEDED)} are needed, there are: "
            f"{', '.join(columns) or 'none'}"
        )
        return
    yield from _row_errors(key, path, files)


def _row_errors(key, path, files):
    """Errors of the rows, each kind once."""
    rows = _rows(path)
    if not rows:
        yield f"{key}: {path} has no row; download a region, or leave the key out"
    known = None if files is None else {*files, *files.values()}
    for name in dict.fromkeys(row["layer"] for row in rows):
        if known is not None and name not in known:
            yield (
                f"{key}: {path} names the layer {name!r}{guess(name, files)}, which is none of "
                f"the experiment's; these are: {', '.join(files)}"
            )
    for line, row in enumerate(rows, 2):
        if not (row["neuron"] or "").isdecimal():
            yield (
                f"{key}: {path}, line {line}: {row['neuron']!r} is no number of a neuron; give "
                "whole numbers from 0"
            )
            return


def _rows(path):
    return _read(str(path), Path(path).stat().st_mtime_ns)


@cache
def _read(path, modified):
    with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [{**row, "layer": read_cell(row["layer"] or "")} for row in rows]
