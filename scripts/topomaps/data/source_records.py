"""What is known of a source of inputs, and of its files.

Imports the standard library only, so that the rules can read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# Relative, because the rules import this module as part of `scripts`.
from .kinds import IMAGE, KINDS


@dataclass(frozen=True)
class SourceFile:
    """A file of a source.

    Attributes
    ----------
    role : str
        What the file holds, for example `train_inputs`.
    urls : tuple of str
        Addresses, tried in this order after the mirror.
    checksum : str
        SHA-256 of the content, or MD5 where the publisher gives no other, decompressed where the
        name ends in `.gz`: the same images compressed anew are the same file.
    other_editions : bool
        Whether a file of another checksum is accepted too if it is whole by its own structure,
        because the checksum of the publisher's own edition is not known.
    max_bytes : int
        More than any edition has; a server that sends more sends something else.
    """

    role: str
    urls: tuple[str, ...]
    checksum: str
    other_editions: bool = False
    max_bytes: int = 2_000_000_000

    def content(self):
        """All that decides what the file holds, as text; not where it comes from."""
        return repr(replace(self, urls=(), max_bytes=0))


@dataclass(frozen=True)
class Source:
    """A source of inputs, or of weights: published, or files of a user's.

    Attributes
    ----------
    name : str
        Name in the configuration, and of the folder in a mirror.
    class_names : tuple of str
        Empty for images that have attributes instead.
    image_shape : tuple of int
        (height, width) in pixels.
    scale : float
        Largest pixel value; the input of a model is the image divided by it.
    files : mapping of str to SourceFile
        By file name; empty for images that come along with a library.
    attributes : mapping of str to tuple of str
        Columns of the label table and the values that they may have, in their natural order.
    n_published : int
        Number of labelled images as published, if the files may hold a subset.
    kind : str
        Name of the kind of its inputs.
    prepared_by : str
        How it is read into the form of all datasets; see `topomaps.data.preparation`.
    keys : tuple of str
        Keys of the configuration that decide what is read.
    of_user : bool
        Whether it is files of a user's.
    in_files : bool
        Whether each input is a file, read while a network runs.
    columns : tuple of str, or None
        Columns that a user's table must have; None where the source is no table of a user's.
    groups_by_default : bool
        Whether all other columns of a table are attributes unless some are named.
    people : bool
        Whether its inputs are people.
    """

    name: str
    class_names: tuple[str, ...] = ()
    image_shape: tuple[int, int] = ()
    scale: float = 1.0
    files: Mapping[str, SourceFile] = field(default_factory=dict)
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    n_published: int = 0
    kind: str = IMAGE
    prepared_by: str = "arrays"
    keys: tuple[str, ...] = ()
    of_user: bool = False
    in_files: bool = False
    columns: tuple[str, ...] | None = None
    groups_by_default: bool = False
    people: bool = False

    @property
    def input(self):
        """The kind of its inputs, as a record."""
        return KINDS[self.kind]

    def content(self):
        """All that decides what the data are, as text; not where they come from."""
        files = {name: file.content() for name, file in self.files.items()}
        return repr(replace(self, files=files))
