"""Kinds of input: what an input is, whatever source it comes from.

Imports the standard library only, so that the rules can read it. By the names of kinds, inputs in
files are decoded by `topomaps.data.batches`, and shown by `topomaps.data.pictures`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

IMAGE, NUMBERS, TEXT, SOUND = "image", "numbers", "text", "sound"


@dataclass(frozen=True)
class Kind:
    """A kind of input.

    Attributes
    ----------
    name : str
    plural : str
        What inputs of the kind are called in sentences.
    architectures : tuple of str
        Those trained here that take them.
    applications : bool
        Whether the networks of keras.applications take them.
    refused : mapping of str to str
        Keys of a user's dataset that make no sense for the kind, and why.
    needed_to_train : mapping of str to str
        Keys of a user's dataset without which no model can be trained on it, and what they say.
    """

    name: str
    plural: str
    architectures: tuple[str, ...]
    applications: bool = False
    refused: Mapping[str, str] = field(default_factory=dict)
    needed_to_train: Mapping[str, str] = field(default_factory=dict)


_NO_IMAGES = "a table of numbers has no images; leave it out"
_NO_NUMBERS = "texts have neither images nor numbers; leave it out"
_NO_PIXELS = "sounds have neither images nor numbers nor texts; leave it out"
_ALL = (
    Kind(
        IMAGE,
        "images",
        ("mlp", "cnn"),
        applications=True,
        needed_to_train={"image_size": "the size [height, width] of the images"},
    ),
    Kind(
        NUMBERS,
        "numbers",
        ("mlp",),
        refused=dict.fromkeys(
            ("image_size", "images", "white", "background", "nested", "text"), _NO_IMAGES
        ),
    ),
    Kind(
        TEXT,
        "texts",
        (),
        refused=dict.fromkeys(
            ("image_size", "images", "white", "background", "features", "scale"), _NO_NUMBERS
        ),
    ),
    Kind(
        SOUND,
        "sounds",
        (),
        refused=dict.fromkeys(
            ("image_size", "white", "background", "features", "scale", "text"), _NO_PIXELS
        ),
    ),
)
KINDS = {kind.name: kind for kind in _ALL}
