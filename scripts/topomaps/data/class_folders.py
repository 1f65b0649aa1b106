"""Folders, and archives, whose top-level folders are classes: which images are in them."""

from dataclasses import dataclass, field

import pandas as pd

from topomaps.data.class_names import class_root, depth_in_class, is_beside, label_of
from topomaps.data.image_archives import open_images
from topomaps.data.image_formats import SUFFIXES, format_of, why_not_read
from topomaps.data.tables import LABEL
from topomaps.data.text_tables import FILE

LOOSE = "lies beside the class folders; move it into the folder of its class"
NESTED = (
    "lies in a folder within a class folder; set nested: true if such images belong to the class, "
    "or name the folder in which the class folders lie"
)


@dataclass(frozen=True)
class ClassFolders:
    """What was found in class folders.

    Attributes
    ----------
    table : pandas.DataFrame
        Columns `file` and `label`.
    left_out : dict
        Reason by name of a file that is none of the images.
    empty : list of str
        Class folders without images.
    notes : list of str
        What else a user may not expect, in sentences.
    """

    table: pd.DataFrame
    left_out: dict = field(default_factory=dict)
    empty: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def class_folders(path, *, nested=False):
    """Image files in a folder, or an archive, of class folders.

    A folder that alone wraps all class folders is none itself.

    Parameters
    ----------
    path : path-like
    nested : bool
        Whether images in folders within a class folder belong to the class.

    Returns
    -------
    ClassFolders

    Raises
    ------
    ValueError
        If there is no such folder or archive, or it has no images in its top-level folders.
    """
    with open_images(path) as images:
        beside = list(filter(is_beside, images.names))
        files = sorted(set(images.names).difference(beside), key=lambda name: name.split("/"))
        root = class_root(files, nested)
        reasons = {name: _reason(images, name, root, nested) for name in files}
        left_out = {name: reason for name, reason in reasons.items() if reason}
        left_out |= dict.fromkeys(images.others, "is no file, but a pipe, a device or a dead link")
        within = [*files, *images.others, *(f"{folder}/" for folder in images.folders)]
    labels = {name: label_of(name, root) for name, reason in reasons.items() if not reason}
    if not labels:
        raise ValueError(_no_images(path, left_out))
    table = pd.DataFrame(list(labels.items()), columns=[FILE, LABEL])
    folders = {label_of(name, root) for name in within if name.startswith(root)}
    empty = sorted(folders - {"", *labels.values()})
    return ClassFolders(table, left_out, empty, _notes(root, beside))


def _reason(images, name, root, nested):
    """Why a file is none of the images; None if it is one."""
    depth = depth_in_class(name, root)
    if not name.lower().endswith(SUFFIXES):
        head = images.start(name)
        if format_of(head) is None:
            return why_not_read(head)
    if depth < 1:
        return LOOSE
    return NESTED if depth > 1 and not nested else None


def _no_images(path, left_out):
    sentence = f"{path} has no folders with images in them; its top-level folders are the classes"
    if not left_out:
        return sentence
    name, reason = next(iter(left_out.items()))
    return f"{sentence}; {name} {reason}"


def _notes(root, beside):
    """Sentences on what a user may not expect."""
    notes = [f"the class folders are those in {root}"] if root else []
    if beside:
        notes.append(
            f"{len(beside):,} texts and tables beside the images are no inputs, the first is "
            f"{beside[0]}"
        )
    return notes
