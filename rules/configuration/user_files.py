"""States of a user's files, by which new, replaced and older ones are noticed.

Only names, sizes and times are read, so that a plan stays quick with many images. Snakemake alone
compares times with those of results, and so does not see a file that is replaced by an older one.
"""

import hashlib
import os
import stat
from functools import cache
from pathlib import Path

from rules.configuration.facts import dialect_of_dataset, table_columns
from scripts.topomaps.data.class_names import is_beside
from scripts.topomaps.data.file_names import NamesInFolder, contents
from scripts.topomaps.data.files_by_kind import ENDINGS, files_of_kind
from scripts.topomaps.data.image_formats import SUFFIXES
from scripts.topomaps.data.sources import SOURCES
from scripts.topomaps.data.text_tables import file_column, rows_of, table_ending

RESULTS = "results/"  # files of the workflow, whose changes Snakemake follows


def states(files):
    """Size and time of modification of a user's files; the same for all files of a folder.

    Parameters
    ----------
    files : iterable of path-like
        Those below results/ are left out.

    Returns
    -------
    dict of str -> str
    """
    return {path: _state_of(path) for path in map(str, files) if not path.startswith(RESULTS)}


@cache
def _state_of(path):
    if not Path(path).is_dir():
        return _state(path)
    found = (each for each in Path(path).rglob("*") if each.is_file())
    return _digest(map(str, found))


def images_digest(dataset):
    """Digest of names, sizes and times of modification of the files that hold a dataset's inputs.

    Parameters
    ----------
    dataset : dict
        Its settings. Images in an archive are one file (`states`). Of a `.parquet` table, all
        images of the folder count, since reading it needs more than comes with Snakemake.
    """
    source = SOURCES[dataset["source"]]
    if source.of_user and source.kind in ENDINGS and Path(dataset["path"]).is_dir():
        names = files_of_kind(dataset["path"], source.kind)
        return _digest(os.path.join(dataset["path"], name) for name in names)
    if not (source.of_user and source.in_files):
        return _digest(())
    path = dataset["path"]
    images = Path(dataset.get("images", Path(path).parent))
    if source.columns and table_ending(path) is None and images.is_dir():
        return _digest_of_all_images(str(images))
    if source.columns is None and Path(path).is_dir():
        return _digest_of_folder(path)
    if source.columns and table_columns(dataset) and images.is_dir():
        column = file_column(table_columns(dataset), dataset.get("file_column"))
        return _digest_of_table(path, images, dialect_of_dataset(dataset), column)
    return _digest(())


@cache
def _digest_of_folder(path):
    names = (name for name, _ in contents(path) if not is_beside(name))
    return _digest(os.path.join(path, name) for name in names)


@cache
def _digest_of_all_images(folder):
    """Digest of all images below a folder, but those that this workflow makes there."""
    made = os.path.relpath(RESULTS, folder) + "/"
    names = (name for name, _ in contents(folder) if not name.startswith(made))
    images = (name for name in names if name.lower().endswith(SUFFIXES))
    return _digest(os.path.join(folder, name) for name in images)


@cache
def _digest_of_table(path, images, dialect, column):
    return _digest(_listed(path, images, dialect, column))


def _digest(files):
    states = "\n".join(sorted(map(_state, files)))
    return hashlib.sha256(states.encode(errors="surrogateescape")).hexdigest()[:16]


def _listed(table, folder, dialect, column):
    """Files that a table lists."""
    place, find = dialect.columns.index(column), NamesInFolder(folder).path
    for row in rows_of(table, dialect):
        if len(row) > place:
            yield find(row[place])


def _state(path):
    """Name, size and time of a file; the name alone of a folder, and of what is missing."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):  # ValueError: no possible name; the job reports both
        return path
    if stat.S_ISDIR(found.st_mode):  # what lies in it has states of its own
        return path
    return f"{path}\t{found.st_size}\t{found.st_mtime_ns}"
