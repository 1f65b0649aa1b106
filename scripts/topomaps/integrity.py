"""Whether a file is what its source published: whole, and not altered."""

import gzip
import hashlib
import zlib


class DamagedFile(ValueError):
    """A file that is not what its source published, and must not be used."""


class TruncatedFile(DamagedFile):
    """A file that ends or breaks in the middle, as after an interrupted transfer."""


def content_sha256(path, compressed=False):
    """SHA-256 of a file's content, decompressed first if `compressed` by gzip."""
    with (gzip.open if compressed else open)(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check(name, file, path):
    """Raise DamagedFile unless `path` holds the published file.

    Parameters
    ----------
    name : str
        Published file name; decides whether the content is gzipped.
    file : topomaps.sources.SourceFile
    path : path-like
        May have any name.
    """
    try:
        digest = content_sha256(path, compressed=name.endswith(".gz"))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise TruncatedFile(f"the file is truncated or damaged ({error})") from error
    if digest != file.sha256:
        raise DamagedFile(
            f"the file is damaged or altered (SHA-256 of its content {digest}, "
            f"published {file.sha256})"
        )
