"""Image files in a folder or in an archive, read one at a time and never unpacked."""

import os
import stat
import tarfile
import zipfile
from functools import cached_property
from pathlib import Path

from topomaps.data.archive_kinds import TAR, ZIP, archive_kind
from topomaps.data.file_names import (
    FILE,
    FOLDER,
    OTHER,
    NamesInFolder,
    composed,
    contents,
    is_of_system,
    plain_name,
    wrapping_folders,
)
from topomaps.data.image_formats import HEAD, SUFFIXES
from topomaps.data.integrity import ARCHIVE_ERRORS, DamagedFile, check_member_names

MAX_BYTES = 100_000_000  # of one image file, unpacked
PIECE = 1_000_000  # bytes that are unpacked at once
UTF8_NAME, ENCRYPTED = 0x800, 0x1  # flags of an entry of a zip archive


class UnreadableFile(ValueError):
    """A file that cannot be read; the message is a sentence that begins with its verb."""


def open_images(path):
    """Open the folder or archive that image files lie in.

    Parameters
    ----------
    path : path-like
        A folder, or a `.zip` or `.tar` file.

    Returns
    -------
    ImageFolder, ZipImages or TarImages
        Context managers with `name in images`, `images.read(name)` and `images.start(name)`,
        which threads may share, and with `names`, `folders` and `others`.

    Raises
    ------
    ValueError
        If there is nothing of this name, it is of another kind, it is damaged, or it has links,
        names that lead out of it or a name twice.
    """
    path = Path(path)
    if path.is_dir():
        return ImageFolder(path)
    if not path.is_file():
        raise ValueError(f"there is no folder or archive {path} with images")
    return {ZIP: ZipImages, TAR: TarImages}[archive_kind(path)](path)


def image_names(path):
    """Names of the image files in an archive, in its order."""
    with open_images(path) as images:
        return [name for name in images.names if name.lower().endswith(SUFFIXES)]


class ImageFolder:
    """Image files below a folder; names are paths relative to it."""

    def __init__(self, path):
        self.path = path
        self._find = NamesInFolder(path).path

    def __enter__(self):  # noqa: D105
        return self

    def __exit__(self, *error):  # noqa: D105
        pass

    @cached_property
    def _contents(self):
        return tuple(contents(self.path))

    @property
    def names(self):
        """Names of all files, sorted."""
        return self._of_kind(FILE)

    @property
    def folders(self):
        """Names of all folders."""
        return self._of_kind(FOLDER)

    @property
    def others(self):
        """Names of pipes, devices and links that lead nowhere."""
        return self._of_kind(OTHER)

    def _of_kind(self, kind):
        return tuple(name for name, what in self._contents if what == kind)

    def __contains__(self, name):  # noqa: D105
        return os.path.isfile(self._find(name))

    def read(self, name):
        """Bytes of a file; raises UnreadableFile if there is none, or it is too large."""
        return _checked(self._read(name, MAX_BYTES + 1))

    def start(self, name):
        """The first bytes of a file."""
        return self._read(name, HEAD)

    def _read(self, name, n_bytes):
        path = self._find(name)
        if not os.path.isfile(path):  # a pipe would be waited for, a device has no end
            raise UnreadableFile("is no file" if os.path.exists(path) else "is not there")
        with open(path, "rb") as file:
            return file.read(n_bytes)


class _Archive:
    """Members of an archive by their plain names; `_list` and `_read` depend on its kind."""

    others = ()

    def __init__(self, path):
        self.path = path
        try:
            members = [each for each in self._open() if not is_of_system(each[0])]
        except (*ARCHIVE_ERRORS, tarfile.TarError) as error:
            raise DamagedFile(
                f"{path} is no complete {self.kind} archive ({error}); delete it and run again, or "
                "make it anew"
            ) from error
        files = [each for each in members if each[2] != FOLDER]
        names = [plain_name(name) for name, _, _ in files]
        check_member_names(path, names)
        for name, _, what in files:
            if what != FILE:
                raise DamagedFile(
                    f"{path} is refused: {name!r} is a link or a device; pack the archive with the "
                    "files themselves"
                )
        self._members = {name: place for name, (_, place, _) in zip(names, files, strict=True)}
        self._composed = {composed(name): place for name, place in self._members.items()}
        self._wrapping = ("", *wrapping_folders([composed(name) for name in names]))
        self.folders = tuple(plain_name(name) for name, _, what in members if what == FOLDER)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    @property
    def names(self):
        """Names of all files, in the order of the archive."""
        return tuple(self._members)

    def _place(self, name):
        """Where a file lies; its letters, and a folder that wraps all, may be written otherwise."""
        plain = plain_name(name)
        if plain in self._members:
            return self._members[plain]
        found = (self._composed.get(folder + composed(plain)) for folder in self._wrapping)
        return next(filter(None, found), None)

    def __contains__(self, name):
        return self._place(name) is not None

    def read(self, name):
        """Bytes of a file; raises UnreadableFile if there is none, or it is too large."""
        return _checked(self._start(name, MAX_BYTES + 1))

    def start(self, name):
        """The first bytes of a file."""
        return self._start(name, HEAD)

    def _start(self, name, n_bytes):
        place = self._place(name)
        if place is None:
            raise UnreadableFile("is not there")
        return self._read(place, n_bytes)


class ZipImages(_Archive):
    """Image files in a zip archive."""

    kind = ZIP

    def _open(self):
        """Name, entry and what it is, of all that is in the archive."""
        self._file = zipfile.ZipFile(self.path)
        return [(_entry_name(each), each, _what(each)) for each in self._file.infolist()]

    def _read(self, entry, n_bytes):
        if entry.flag_bits & ENCRYPTED:
            raise UnreadableFile("is encrypted; unpack the archive and pack it without a password")
        try:
            # Not by the size that the entry states, which may be a lie.
            with self._file.open(entry) as file:
                return b"".join(_pieces(file, n_bytes))
        except (*ARCHIVE_ERRORS, NotImplementedError) as error:
            checksum = "CRC" in str(error)
            reason = "its checksum is wrong" if checksum else str(error)
            raise UnreadableFile(f"is damaged in the archive ({reason})") from error


def _pieces(file, n_bytes):
    """At most so many bytes of a file, unpacked a little at a time."""
    while n_bytes > 0 and (piece := file.read(min(PIECE, n_bytes))):
        yield piece
        n_bytes -= len(piece)


def _entry_name(entry):
    """Name of an entry of a zip archive; macOS writes it in UTF-8 and does not say so."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME and not name.isascii():
        try:
            return name.encode("cp437").decode()
        except UnicodeError:  # another code, or a name from a field that is in UTF-8
            return name
    return name


def _what(entry):
    if entry.is_dir() or entry.filename.endswith("\\"):
        return FOLDER
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return FILE if kind in (0, stat.S_IFREG) else OTHER


class TarImages(_Archive):
    """Image files in a tar archive, found by their offsets, which are listed once."""

    kind = TAR

    def _open(self):
        """Name, (offset, size) and what it is, of all that is in the archive."""
        with tarfile.open(self.path, "r:") as archive:
            entries = list(archive)
            archive.fileobj.seek(archive.offset)
            # tarfile takes a damaged header, and a file that breaks off, for the end.
            if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
                raise tarfile.ReadError(f"no file and no end is found at byte {archive.offset:,}")
        self._file = open(self.path, "rb")  # noqa: SIM115 (closed at exit)
        return [(each.name, (each.offset_data, each.size), _what_in_tar(each)) for each in entries]

    def _read(self, place, n_bytes):
        offset, size = place
        # leaves no position for threads to move
        return os.pread(self._file.fileno(), min(size, n_bytes), offset)


def _what_in_tar(entry):
    if entry.isdir():
        return FOLDER
    return FILE if entry.isreg() and not entry.issparse() else OTHER


def _checked(data):
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"is larger than {MAX_BYTES:,} bytes, too large for an image")
    return data
