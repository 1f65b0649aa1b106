"""Digest of a user's image files, by which new and replaced ones are noticed.

Only names, sizes and times are read, so that a plan stays quick with many images.
"""

import csv
import hashlib
import os
from functools import cache
from pathlib import Path


@cache
def images_digest(source, path):
    """Digest of the names, sizes and times of modification of all image files of a dataset.

    Parameters
    ----------
    source : {"folder", "image_table", "table"}
        A table of numbers has no images. Those of a `.parquet` table are not known either, since
        reading it needs more than comes with Snakemake.
    path : str
        The folder of class folders, or the table.
    """
    if source == "folder":
        folders = [entry for entry in os.scandir(path) if entry.is_dir()]
        files = [file.path for folder in folders for file in os.scandir(folder)]
    elif source == "image_table" and Path(path).suffix in (".csv", ".tsv"):
        files = list(_listed(Path(path)))
    else:
        files = []
    states = "\n".join(sorted(map(_state, files)))
    return hashlib.sha256(states.encode(errors="surrogateescape")).hexdigest()[:16]


def _listed(table):
    """Files that a table lists."""
    delimiter = "\t" if table.suffix == ".tsv" else ","
    with open(table, newline="", encoding="utf-8-sig", errors="replace") as rows:
        for row in csv.DictReader(rows, delimiter=delimiter):
            yield str(table.parent / (row["file"] or ""))


def _state(path):
    """Name, size and time of a file; the name alone of one that is missing."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):  # ValueError: no possible name; the job reports both
        return path
    return f"{path}\t{found.st_size}\t{found.st_mtime_ns}"
