"""File names of layers; imports the standard library only, for the rules."""

import hashlib
import re

# Names of other files in a folder of activations.
RESERVED = re.compile(r"inputs|network\.outputs|.*\.(means|sums)", re.IGNORECASE)
LONGEST = 120  # characters; most file systems allow 255, suffixes included
_FOREIGN = re.compile(r"[^A-Za-z0-9_.-]+")


def file_name(layer):
    """Name of a layer as a part of paths: letters, digits, `_`, `.` and `-` alone.

    `outer/inner` becomes `outer-inner`, `/a/b:0` becomes `a-b-0`. Overlong names are cut, and end
    in a digest of the whole name; those of other files in a folder of activations get an ending.

    Raises
    ------
    ValueError
        If nothing of the name is left.
    """
    name = _FOREIGN.sub("-", layer).lstrip("-.").rstrip("-")
    if not name:
        raise ValueError(
            f"the layer {layer!r} has no letter, digit or underscore in its name, so that no file "
            "can be named after it; rename it in the model"
        )
    if len(name) > LONGEST:
        digest = hashlib.sha256(layer.encode()).hexdigest()[:8]
        name = f"{name[:LONGEST]}-{digest}"
    return f"{name}-layer" if RESERVED.fullmatch(name) else name


def check_file_names(layers):
    """Raise ValueError if two layers of one experiment would share their files."""
    first = {}
    for layer in layers:
        other = first.setdefault(file_name(layer), layer)
        if other != layer:
            raise ValueError(
                f"the layers {other!r} and {layer!r} would share files named {file_name(layer)!r}; "
                "name one of them in another experiment, or rename it in the model"
            )
