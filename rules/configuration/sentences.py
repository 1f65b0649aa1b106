"""Parts of the sentences that refuse a configuration."""

import difflib

MOST_SHOWN = 200  # characters of a value that is refused


def guess(name, allowed):
    """The allowed name that was probably meant, as a question in brackets, or nothing."""
    folded = {}  # names without capital letters, of which one may be wrong
    for each in map(str, allowed):
        folded.setdefault(each.casefold(), each)
    close = difflib.get_close_matches(str(name).casefold(), folded, n=1)
    return f" (did you mean {folded[close[0]]!r}?)" if close else ""


def shown(value):
    """A value as Python writes it, of a long one its beginning."""
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


def unknown(key, name, known):
    """Sentence for a name that nothing defines."""
    return (
        f"{key}: {name!r} is not defined{guess(name, known)}; defined: {', '.join(known) or 'none'}"
    )


def no_layer(key, model, layer, known):
    """Sentence for a layer that a model does not have."""
    return f"{key}: {model} has no layer {layer!r}{guess(layer, known)}; it has: {', '.join(known)}"


def no_column(key, name, columns):
    """Sentence for an attribute that a user's inputs do not have."""
    there = ", ".join(columns) or "none"
    return (
        f"{key}: there is no attribute or column {name!r}{guess(name, columns)}; there are: {there}"
    )
