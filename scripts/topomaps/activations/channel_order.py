"""Where the channels of feature maps lie, as far as the shapes of layers speak for it."""

import numpy as np

from topomaps.activations.axes import FIRST, LAST, channels_last
from topomaps.common.user_warnings import warn_user

ROUNDING = 0.01  # of weights in half precision that sum to one


def likely_order(shape):
    """Order of the axes that the shape of feature maps speaks for.

    Parameters
    ----------
    shape : tuple of int, length 4
        Inputs, and three axes: mostly, height equals width, and the channels differ from both.

    Returns
    -------
    {"first", "last"} or None
        None where it speaks for neither.
    """
    _, first, second, third = shape
    if second == third != first:
        return FIRST
    return LAST if first == second != third else None


def likely_order_of_layers(shapes):
    """Order of the axes that feature maps of several layers, from the first on, speak for.

    From layer to layer, channels become more while height and width become less.

    Parameters
    ----------
    shapes : sequence of tuple of int, length 4

    Returns
    -------
    {"first", "last"} or None
    """
    if len(shapes) < 2:
        return None
    steps = np.diff([shape[1:] for shape in shapes], axis=0)
    grows, shrinks = (
        (sign * steps >= 0).all(axis=0) & (steps != 0).any(axis=0) for sign in (1, -1)
    )
    if grows[0] and shrinks[1:].all():
        return FIRST
    return LAST if grows[2] and shrinks[:2].all() else None


def are_attention_weights(values):
    """Whether an array (b, heads, t, t) is positive and sums to one over its last axis."""
    if values.ndim != 4 or not values.shape[2] == values.shape[3] > 1:
        return False
    values = np.asarray(values, dtype=np.float64)
    return bool((values >= 0).all() and (abs(values.sum(axis=-1) - 1) < ROUNDING).all())


def order_notes(shapes, orders):
    """Sentences on layers that are read in another order of axes than their shapes speak for.

    Parameters
    ----------
    shapes : dict of str -> tuple of int
        Of all layers, as they are stored.
    orders : dict of str -> {"first", "last"}
        As which they are read.

    Returns
    -------
    list of str
    """
    maps = {layer: shape for layer, shape in shapes.items() if len(shape) == 4}
    together = likely_order_of_layers([*maps.values()])
    found = {}
    for layer, shape in maps.items():
        likely = likely_order(shape) or together
        if likely not in (None, orders[layer]):
            found.setdefault(likely, []).append(layer)
    return [_note(likely, layers, maps) for likely, layers in found.items()]


def _note(likely, layers, shapes):
    names = ", ".join(f"{layer!r} {shapes[layer]}" for layer in layers[:5])
    more = f" and {len(layers) - 5} more" if len(layers) > 5 else ""
    other = LAST if likely == FIRST else FIRST
    return (
        f"the shapes of {names}{more} look as if the channels came {likely}, but they are read as "
        f"if they came {other}; if {likely} is right, set `channels: {likely}` (or by layer, "
        f"`channels: {{{layers[0]}: {likely}}}`), else these are maps of other things than neurons"
    )


def in_order(activations, channels):
    """Activations given to the library, with the axis of the neurons last.

    Parameters
    ----------
    activations : array-like, shape (n, ...)
    channels : {"last", "first"}

    Returns
    -------
    array-like, shape (n, ..., N)
        A warning says where feature maps look as if they were of the other order.

    Raises
    ------
    ValueError
        If `channels` is something else.
    """
    if channels not in (FIRST, LAST):
        raise ValueError(f"channels is {channels!r}; choose first or last")
    if activations.ndim == 4 and likely_order(activations.shape) not in (None, channels):
        other = LAST if channels == FIRST else FIRST
        warn_user(
            f"activations of the shape {activations.shape} look as if the channels came {other}, "
            f"but are read as if they came {channels}; give channels={other!r} if this is right"
        )
    return channels_last(activations) if channels == FIRST and activations.ndim > 2 else activations
