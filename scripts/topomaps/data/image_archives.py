"""Image files in a folder or in an archive, read one at a time and never unpacked."""

import os
import stat
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from topomaps.data.integrity import ARCHIVE_ERRORS, DamagedFile, check_member_names

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
COMPRESSED_TARS = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst")
MAX_BYTES = 100_000_000  # of one image file, unpacked


def open_images(path):
    """Open the folder or archive that image files lie in.

    Parameters
    ----------
    path : path-like
        A folder, or a `.zip` or `.tar` file.

    Returns
    -------
    ImageFolder, ZipImages or TarImages
        Context managers with `name in images` and `images.read(name)`, which threads may share;
        archives also have `names`.

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
    if path.name.lower().endswith(COMPRESSED_TARS):
        raise ValueError(
            f"{path} is compressed as a whole, so that no single image can be read from it; "
            "undo the compression (gunzip, for example) and name the .tar file that this leaves"
        )
    kinds = {".zip": ZipImages, ".tar": TarImages}
    if path.suffix.lower() not in kinds:
        raise ValueError(f"{path} is neither a folder nor an archive ({', '.join(kinds)})")
    return kinds[path.suffix.lower()](path)


def image_names(path):
    """Names of the image files in an archive, in its order."""
    with open_images(path) as images:
        return [name for name in images.names if name.lower().endswith(SUFFIXES)]


def plain_name(name):
    """Name of a file as archives differ in writing it: `./a.png` and `.\\a.png` are `a.png`."""
    name = name.replace("\\", "/")
    is_plain = not name.startswith(("./", "/")) and "//" not in name and "/." not in name
    return name if is_plain else str(PurePosixPath(name))


class ImageFolder:
    """Image files below a folder; names are paths relative to it."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):  # noqa: D105
        return self

    def __exit__(self, *error):  # noqa: D105
        pass

    def __contains__(self, name):  # noqa: D105
        return (self.path / name).is_file()

    def read(self, name):
        """Bytes of a file; raises OSError if there is none, ValueError if it is too large."""
        _check_size((self.path / name).stat().st_size)
        return (self.path / name).read_bytes()


class _Archive:
    """Members of an archive by their plain names; `_list` and `_read` depend on its kind."""

    def __init__(self, path):
        self.path = path
        try:
            members = self._open()
        except (*ARCHIVE_ERRORS, tarfile.TarError) as error:
            raise DamagedFile(
                f"{path} is no complete {path.suffix[1:].lower()} archive ({error}); delete it and "
                "run again, or make it anew"
            ) from error
        names = [plain_name(name) for name, _, _ in members]
        check_member_names(path, names)
        for name, _, is_file in members:
            if not is_file:
                raise DamagedFile(
                    f"{path} is refused: {name!r} is a link or a device; pack the archive with the "
                    "files themselves"
                )
        self._members = {name: place for name, (_, place, _) in zip(names, members, strict=True)}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    @property
    def names(self):
        """Names of all files, in the order of the archive."""
        return tuple(self._members)

    def __contains__(self, name):
        return plain_name(name) in self._members

    def read(self, name):
        """Bytes of a file; raises ValueError if there is none, or it is too large."""
        place = self._members.get(plain_name(name))
        if place is None:
            raise ValueError("the archive has no such file")
        return self._read(place)


class ZipImages(_Archive):
    """Image files in a zip archive."""

    def _open(self):
        """Name, entry and whether it is a file, of everything but folders."""
        self._file = zipfile.ZipFile(self.path)
        entries = [entry for entry in self._file.infolist() if not entry.is_dir()]
        return [
            (each.filename, each, not stat.S_ISLNK(each.external_attr >> 16)) for each in entries
        ]

    def _read(self, entry):
        _check_size(entry.file_size)
        return self._file.read(entry)


class TarImages(_Archive):
    """Image files in a tar archive, found by their offsets, which are listed once."""

    def _open(self):
        """Name, (offset, size) and whether it is a file, of everything but folders."""
        with tarfile.open(self.path, "r:") as archive:
            entries = [entry for entry in archive if not entry.isdir()]
            archive.fileobj.seek(archive.offset)
            # tarfile takes a damaged header, and a file that breaks off, for the end.
            if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
                raise tarfile.ReadError(f"no file and no end is found at byte {archive.offset:,}")
        self._file = open(self.path, "rb")  # noqa: SIM115 (closed at exit)
        places = [(entry.offset_data, entry.size) for entry in entries]
        regular = [entry.isreg() and not entry.issparse() for entry in entries]
        return list(zip([entry.name for entry in entries], places, regular, strict=True))

    def _read(self, place):
        offset, size = place
        _check_size(size)
        return os.pread(self._file.fileno(), size, offset)  # leaves no position for threads to move


def _check_size(size):
    if size > MAX_BYTES:
        raise ValueError(f"{size:,} bytes are too many for an image")
