"""Parts of the sentences that refuse a configuration."""

import difflib


def guess(name, allowed):
    """The allowed name that was probably meant, as a question in brackets, or nothing."""
    close = difflib.get_close_matches(str(name), [str(each) for each in allowed], n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def unknown(key, name, known):
    """Sentence for a name that nothing defines."""
    return f"{key}: {name!r} is not defined{guess(name, known)}; defined: {', '.join(known)}"


def no_layer(key, model, layer, known):
    """Sentence for a layer that a model does not have."""
    return f"{key}: {model} has no layer {layer!r}{guess(layer, known)}; it has: {', '.join(known)}"


def no_column(key, name, columns):
    """Sentence for an attribute that a user's inputs do not have."""
    there = ", ".join(columns) or "none"
    return (
        f"{key}: there is no attribute or column {name!r}{guess(name, columns)}; there are: {there}"
    )
