"""Folders of texts or of sounds, whose top-level folders are classes, told by names alone.

Imports the standard library only, so that the rules can read it.
"""

# Relative, because the rules import this module as part of `scripts`.
from .file_names import FILE, composed, contents
from .kinds import SOUND, TEXT

ENDINGS = {TEXT: (".txt",), SOUND: (".wav", ".flac", ".ogg", ".oga", ".mp3", ".aif", ".aiff")}


def files_of_kind(folder, kind):
    """Names of the files of a kind of input below a folder, paths relative to it, sorted."""
    names = (name for name, what in contents(folder) if what == FILE)
    return sorted(name for name in names if name.lower().endswith(ENDINGS[kind]))


def label_of_file(name):
    """Class of a file, its top-level folder; "" of one that lies in none."""
    folder, _, _ = name.partition("/")
    return composed(folder) if "/" in name else ""


def classes_of_folder(folder, kind):
    """Names of the classes of a folder of texts or of sounds, sorted."""
    return sorted({*map(label_of_file, files_of_kind(folder, kind))} - {""})
