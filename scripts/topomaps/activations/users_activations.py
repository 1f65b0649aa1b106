"""What is looked at once, before a user's activations are used: damage, order of axes, padding."""

from itertools import islice
from pathlib import Path

import numpy as np

from topomaps.activations.axes import FIRST, channels_last, order_of
from topomaps.activations.channel_order import are_attention_weights, order_notes
from topomaps.activations.layer_lists import LAYER, mask_name
from topomaps.activations.masks import unmasked_padding
from topomaps.activations.sparse_names import ENDS
from topomaps.activations.stored_arrays import array_of, open_mask, stored_parts
from topomaps.common.mapped_arrays import check_archive

PARTS_LOOKED_AT = 8  # files of a layer
OTHER_END = {"first": "last", "last": "first"}  # where padding does not matter
MASK_ROWS = 2**16  # that are read at a time


def check_archive_of(path, layers):
    """Compare what is read of a `.npz` file, of layers and of inputs, with its check sums.

    Raises
    ------
    ValueError
        If an array is damaged; names it.
    """
    path = Path(path)
    if path.is_dir() or path.suffix.lower() != ".npz":
        return
    read = {array_of(path, layer) for layer in layers}
    starts = tuple(f"{name}{end}" for name in read for end in ENDS)  # of the parts of sparse ones
    check_archive(
        path, lambda name: name in read or name.startswith(starts) or not name.startswith(LAYER)
    )


def notes_on_layers(path, layers, tokens=None, channels=None):
    """Sentences on layers that may not be what they are read as.

    Parameters
    ----------
    path : path-like
    layers : sequence of str
    tokens, channels
        As of `topomaps.activations.stored_arrays.open_layer`.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If one order is said of tokens and of feature maps alike, a mask does not fit its layer, or
        an input has no token.
    """
    shapes = {layer: next(stored_parts(path, layer)).shape for layer in layers}
    orders = {layer: order_of(channels, layer) for layer in layers}
    _check_one_order(channels, shapes)
    notes = []
    for layer in [layer for layer, shape in shapes.items() if len(shape) == 4]:
        if are_attention_weights(next(stored_parts(path, layer))[:1]):
            notes.append(
                f"layer {layer!r} {shapes.pop(layer)} looks like attention weights (inputs, heads, "
                "tokens, tokens), which are read as feature maps; take the layer that they serve"
            )
    notes += order_notes(shapes, orders)
    for layer in [layer for layer, shape in shapes.items() if len(shape) == 3]:
        notes += _padding_notes(path, layer, tokens, orders[layer])
    return [f"{path}: {note}" for note in notes]


def _check_one_order(channels, shapes):
    """Refuse `channels: first` of tokens and of feature maps in one breath."""
    by_axes = {len(shape): layer for layer, shape in shapes.items()}
    if channels == "first" and {3, 4} <= {*by_axes}:
        raise ValueError(
            f"channels is 'first' for {by_axes[4]!r} {shapes[by_axes[4]]} and for {by_axes[3]!r} "
            f"{shapes[by_axes[3]]}, whose tokens may come first; say it by layer, for example "
            f"`channels: {{{by_axes[4]}: first}}`"
        )


def _token_parts(path, layer, order):
    """Arrays (m, tokens, N) of a layer, one after another."""
    for part in stored_parts(path, layer):
        yield channels_last(part) if order == FIRST else part


def _padding_notes(path, layer, tokens, order):
    if mask_name(path, layer):
        _check_mask(path, layer, order)
        return []
    parts = islice(_token_parts(path, layer, order), PARTS_LOOKED_AT)
    ends = [end for end in map(unmasked_padding, parts) if end not in (None, OTHER_END.get(tokens))]
    if not ends:
        return []
    return [
        f"the {ends[0]} tokens of layer {layer!r} repeat in most inputs, as padding does, and "
        f"no mask says so: `tokens: {tokens}` takes padding for text; give an array "
        f"masks/{layer} (inputs, tokens) of 0 and 1, such as a tokenizer's attention_mask"
    ]


def _check_mask(path, layer, order):
    """Refuse a mask that does not fit its layer, or has an input without tokens."""
    mask, n_inputs = open_mask(path, layer), 0
    for part in _token_parts(path, layer, order):
        real = mask.beginning_at(n_inputs)
        for start in range(0, len(part), MASK_ROWS):
            real.rows(np.arange(start, min(start + MASK_ROWS, len(part))), part.shape[1])
        n_inputs += len(part)
    if n_inputs != len(mask.values):
        raise ValueError(
            f"{mask.source} has {len(mask.values)} rows, but layer {layer!r} {n_inputs} inputs"
        )
