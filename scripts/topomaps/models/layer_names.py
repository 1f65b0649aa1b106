"""File names of layers; imports the standard library only, for the rules."""

import hashlib
import re

# Names of other files in a folder of activations.
RESERVED = re.compile(r"inputs|network\.outputs|.*\.(means|sums)", re.IGNORECASE)
LONGEST = 120  # characters; most file systems allow 255, suffixes included
_FOREIGN = re.compile(r"[^A-Za-z0-9_.-]+")


def file_names(layers):
    """Name of each layer as a part of paths: letters, digits, `_`, `.` and `-` alone.

    `outer/inner` becomes `outer-inner`, `/a/b:0` becomes `a-b-0`. No two names are alike, nor
    differ by capital letters only, which some file systems do not tell apart: a changed name that
    another layer has, too, ends in a digest of the layer's true name.

    Parameters
    ----------
    layers : iterable of str
        All layers of a model, or of a source of activations.

    Returns
    -------
    dict of str -> str
    """
    alike = {}
    for layer in dict.fromkeys(layers):
        alike.setdefault(_plain(layer).casefold(), []).append(layer)
    names = {}
    for group in alike.values():
        safe = [layer for layer in group if _plain(layer) == layer]
        kept = group if len(group) == 1 else safe if len(safe) == 1 else []
        names |= {
            layer: _plain(layer) if layer in kept else _with_digest(layer, alike) for layer in group
        }
    return names


def _plain(layer):
    """A name in plain characters; overlong ones are cut, those of other files get an ending."""
    name = _FOREIGN.sub("-", layer).lstrip("-.").rstrip("-")
    if not name:
        return f"layer-{_digest(layer)[:8]}"
    if len(name) > LONGEST:
        name = f"{name[:LONGEST]}-{_digest(layer)[:8]}"
    return f"{name}-layer" if RESERVED.fullmatch(name) else name


def _with_digest(layer, taken):
    """A name with so much of a digest as no plain name has."""
    plain, digest = _plain(layer), _digest(layer)
    names = (f"{plain}-{digest[:length]}" for length in range(8, len(digest)))
    return next(name for name in names if name.casefold() not in taken)


def _digest(layer):
    return hashlib.sha256(layer.encode(errors="surrogatepass")).hexdigest()
