"""Small image files and archives of them, for tests."""

import io
import tarfile
import zipfile

from PIL import Image


def image_bytes(value=0, mode="RGB", size=(6, 4), kind="PNG"):
    """An image file of one colour; `size` is (width, height)."""
    stream = io.BytesIO()
    Image.new(mode, size, value).save(stream, kind)
    return stream.getvalue()


def write_zip(path, members):
    """Zip archive of the files name -> bytes; returns its path."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def write_tar(path, members, mode="w"):
    """Tar archive of the files name -> bytes; returns its path."""
    with tarfile.open(path, mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def write_folder(path, members):
    """Folder of the files name -> bytes; returns its path."""
    for name, data in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


WRITERS = {"folder": write_folder, "zip": write_zip, "tar": write_tar}


def written(kind, folder, members):
    """The files as a folder or an archive of a kind, in a folder."""
    name = "images" if kind == "folder" else f"images.{kind}"
    return WRITERS[kind](folder / name, members)
