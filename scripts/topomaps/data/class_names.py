"""Which classes the folders of a folder are, told by names alone.

Imports the standard library only, so that the rules can read it.
"""

# Relative, because the rules import this module as part of `scripts`.
from .file_names import FILE, composed, contents, wrapping_folders
from .image_formats import BESIDE


def class_root(names, nested=False):
    """Folder, with its `/`, whose folders are classes: one that alone wraps all, or ""."""
    return "" if nested else "".join(wrapping_folders(names, depth=2)[-1:])


def label_of(name, root):
    """Class of a file, or of what else lies in a class folder; "" of what lies beside them."""
    return composed(name[len(root) :].rpartition("/")[0].split("/")[0])


def is_beside(name):
    """Whether a file is no input by its name: a text or table beside the images."""
    return name.lower().endswith(BESIDE)


def depth_in_class(name, root):
    """How many folders deep a file lies in its class folder: 1 directly in it, 0 beside it."""
    return name.count("/") - root.count("/")


def class_names(folder, nested=False):
    """Names of the classes of a folder, sorted; of files that are not read, too."""
    files = [name for name, what in contents(folder) if what == FILE and not is_beside(name)]
    root = class_root(files, nested)
    within = [name for name in files if depth_in_class(name, root) == 1 or nested]
    return sorted({label_of(name, root) for name in within} - {""})
