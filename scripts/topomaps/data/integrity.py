"""Whether a file is what its source published: whole, and not altered."""

import csv
import gzip
import hashlib
import logging
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath

logger = logging.getLogger(__name__)

# What zipfile raises at truncated, damaged, encrypted or hostile archives.
ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)

MD5_LENGTH = 32  # hexadecimal digits


class DamagedFile(ValueError):
    """A file that is not what its source published, and must not be used."""


class TruncatedFile(DamagedFile):
    """A file that ends or breaks in the middle, as after an interrupted transfer."""


def content_digest(path, compressed=False, algorithm="sha256"):
    """Checksum of a file's content, decompressed first if `compressed` by gzip."""
    with (gzip.open if compressed else open)(path, "rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def check(name, file, path):
    """Raise DamagedFile unless `path` holds the published file.

    Parameters
    ----------
    name : str
        Published file name; decides whether the content is gzipped.
    file : topomaps.data.source_records.SourceFile
    path : path-like
        May have any name.
    """
    algorithm = "md5" if len(file.checksum) == MD5_LENGTH else "sha256"
    try:
        digest = content_digest(path, name.endswith(".gz"), algorithm)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise TruncatedFile(f"the file is truncated or damaged ({error})") from error
    if digest == file.checksum:
        return
    if not file.other_editions:
        raise DamagedFile(
            f"the file is damaged or altered ({algorithm.upper()} of its content {digest}, "
            f"published {file.checksum})"
        )
    _check_structure(name, path)
    logger.warning("%s is whole, but of an edition not known here: %s %s", name, algorithm, digest)


def paths_by_name(source, paths):
    """Paths of the downloaded files of a source by their names; raises ValueError if one lacks."""
    by_name = {Path(path).name: Path(path) for path in paths}
    for name in source.files:
        if name not in by_name:
            raise ValueError(f"source {source.name} needs the file {name}, which was not given")
    return by_name


def _check_structure(name, path):
    """Raise DamagedFile unless a zip archive or table is whole by its own structure."""
    if not name.endswith(".zip"):
        read_rows(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names, damaged = archive.namelist(), archive.testzip()
    except ARCHIVE_ERRORS as error:
        raise TruncatedFile(f"the archive is truncated or damaged ({error})") from error
    if damaged is not None:
        raise TruncatedFile(f"the archive is damaged (the checksum of {damaged} is wrong)")
    check_member_names("the archive", names)


def read_rows(path):
    """Rows of a comma-separated file, header first, as lists of str; empty lines are left out.

    Raises
    ------
    TruncatedFile
        If the file is no such table, has no row below its header, or a row of another length.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as stream:
            rows = [row for row in csv.reader(stream, strict=True) if row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise TruncatedFile(f"the table is truncated or damaged ({error})") from error
    if len(rows) < 2:
        raise TruncatedFile("the table has no rows")
    for row in rows:
        if len(row) != len(rows[0]):
            raise TruncatedFile(
                f"the table is truncated or damaged: it has {len(rows[0])} columns, "
                f"but {len(row)} cells in the row {','.join(row)!r}"
            )
    return rows


def check_member_names(path, names):
    """Raise DamagedFile unless each name stands for one file inside the archive or its folder.

    Parameters
    ----------
    path : path-like
        Where the names come from, for the message.
    names : iterable of str
    """
    for name, times in Counter(names).items():
        steps = PurePosixPath(name.replace("\\", "/"))
        if steps.is_absolute() or ".." in steps.parts or re.match("[A-Za-z]:", name):
            raise DamagedFile(
                f"{path} is refused: the file name {name!r} leads out of its folder; "
                f"take the file from a source that you trust"
            )
        if times > 1:
            raise DamagedFile(f"{path} is refused: it has the file name {name!r} {times} times")
