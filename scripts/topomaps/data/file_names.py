"""Names of files as systems differ in writing them, and what lies in a folder.

Imports the standard library only, so that the rules can read it.
"""

import os
import unicodedata
from itertools import takewhile
from pathlib import PurePosixPath

# Made by systems beside people's files, in folders and in archives.
OF_SYSTEMS = ("__macosx", "thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin")
FILE, FOLDER, OTHER = "file", "folder", "other"


def plain_name(name):
    """Name of a file as archives differ in writing it: `./a.png` and `.\\a.png` are `a.png`."""
    name = name.replace("\\", "/")
    is_plain = not name.startswith(("./", "/")) and "//" not in name and "/." not in name
    return name if is_plain else str(PurePosixPath(name))


def composed(name):
    """Name with letters and their accents as one character each (NFC), as most systems write it."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def is_of_system(name):
    """Whether a file, or a folder above it, is hidden or made by a system: `.DS_Store`."""
    parts = plain_name(name).split("/")
    return any(
        (part.startswith(".") and part not in (".", "..")) or part.lower() in OF_SYSTEMS
        for part in parts
    )


def contents(folder, prefix="", above=frozenset()):
    """All that lies in a folder and the folders in it, but for files of systems.

    Yields
    ------
    name : str
        Relative to the folder, with `/`.
    what : {"file", "folder", "other"}
        The last are pipes, devices, links to nothing and links that lead back.
    """
    above = above | {os.path.realpath(folder)}
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = prefix + entry.name
        if is_of_system(entry.name):
            continue
        if not entry.is_dir():
            yield name, FILE if entry.is_file() else OTHER
        elif os.path.realpath(entry.path) in above:
            yield name, OTHER
        else:
            yield name, FOLDER
            yield from contents(entry.path, f"{name}/", above)


class NamesInFolder:
    """Finds files of a folder by names that another system wrote.

    Parameters
    ----------
    folder : path-like
    """

    def __init__(self, folder):
        self._folder, self._listed = str(folder), {}

    def path(self, name):
        """Path of the file `name`; where there is none, the path that it would have."""
        path = os.path.join(self._folder, name)
        if os.path.exists(path):
            return path
        path = self._folder
        for part in plain_name(name).split("/"):
            exact = os.path.join(path, part)
            path = exact if os.path.exists(exact) else self._alike(path, part)
        return path

    def _alike(self, folder, part):
        """Path of the entry of a folder with the same letters."""
        if folder not in self._listed:
            names = os.listdir(folder) if os.path.isdir(folder) else []
            self._listed[folder] = {composed(each): each for each in names}
        return os.path.join(folder, self._listed[folder].get(composed(part), part))


def wrapping_folders(names, depth=1):
    """Folders that wrap all files, from the outermost on, each with its `/`: `a/`, `a/b/`.

    Parameters
    ----------
    names : sequence of str
        Of files.
    depth : int
        How many folders deep each file lies at least in what they wrap, plus 1.
    """
    if not names:
        return ()
    folders = [name.split("/")[:-depth] for name in names]
    both = zip(min(folders), max(folders), strict=False)
    wrapping = [one for one, _ in takewhile(lambda each: each[0] == each[1], both)]
    return tuple("/".join(wrapping[: n + 1]) + "/" for n in range(len(wrapping)))
