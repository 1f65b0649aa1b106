"""Folders of text files, whose top-level folders are classes, told by names alone.

Imports the standard library only, so that the rules can read it.
"""

# Relative, because the rules import this module as part of `scripts`.
from .file_names import FILE, composed, contents

ENDING = ".txt"


def text_files(folder):
    """Names of the text files below a folder, paths relative to it, sorted."""
    names = (name for name, what in contents(folder) if what == FILE)
    return sorted(name for name in names if name.lower().endswith(ENDING))


def label_of_text(name):
    """Class of a text file, its top-level folder; "" of one that lies in none."""
    folder, _, _ = name.partition("/")
    return composed(folder) if "/" in name else ""


def text_classes(folder):
    """Names of the classes of a folder of texts, sorted."""
    return sorted({*map(label_of_text, text_files(folder))} - {""})
