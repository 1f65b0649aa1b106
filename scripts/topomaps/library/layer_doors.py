"""A layer's activations and what is said of their inputs, as tests and profiles take them."""

from typing import Any, NamedTuple

import numpy as np

from topomaps.activations.axes import LAST
from topomaps.activations.channel_order import in_order
from topomaps.activations.lazy_rows import LazyRows, chosen_rows
from topomaps.activations.masks import TokenMask, unmasked_padding
from topomaps.activations.tokens import reduced_on_reading
from topomaps.common.user_warnings import warn_user
from topomaps.groups.factors import each_its_own
from topomaps.library.array_doors import as_rows, layers_by_name, one_layer
from topomaps.library.label_doors import as_labels, table_without

# What a missing value means, and codes with one for it, as the workflow has it; others are refused.
WITHOUT = {
    "strata": ("they are a stratum of their own", lambda codes: codes + 1),
    "blocks": ("these inputs depend on no other", each_its_own),
}


class GivenInputs(NamedTuple):
    """Inputs that have a label.

    Attributes
    ----------
    layers : list of array-like (m, ...)
    names : list
        Of the layers, as given by a mapping, or their numbers.
    labels : ndarray, shape (m,)
    columns : dict of str -> ndarray (m,), or None where none is given
    kept : ndarray of int, shape (m,)
        Their places among the n inputs that were given.
    n_given : int
    """

    layers: list
    names: list
    labels: np.ndarray
    columns: dict[str, Any]
    kept: np.ndarray
    n_given: int


def given_inputs(activations, labels, columns, what="labels", several=False, **axes):
    """Inputs with their labels; those without one are left out, and counted in a warning.

    Parameters
    ----------
    activations : array-like (n, ...)
        As of `topomaps.library.array_doors.as_rows`; where `several` are allowed, a list or a
        mapping of them, too.
    labels, what
        As of `topomaps.library.label_doors.as_labels`.
    columns : dict of str -> array-like (n,), or None
        What else is said of the inputs; a missing value is one of `WITHOUT`, or refused.
    several : bool
    **axes
        channels, tokens, mask and keeps_axes, as of `as_layer`.

    Returns
    -------
    GivenInputs

    Raises
    ------
    ValueError
        If there is not one label for each input, and as of the functions above.
    """
    given = _layers(activations, several)
    source = next(iter(given.values()), None)
    labels_found, missing = as_labels(labels, what, source)
    used = [labels, *columns.values()]
    layers = [
        as_layer(table_without(each, used), len(labels_found), what, **axes)
        for each in given.values()
    ]
    kept = np.flatnonzero(~missing)
    if missing.any():
        warn_user(
            f"{missing.sum()} of {len(missing)} inputs have no label (None or NaN in {what}): they "
            "are left out"
        )
    found = {
        name: None if each is None else _column(name, each, source, len(missing), kept)
        for name, each in columns.items()
    }
    return GivenInputs(
        [chosen_rows(each, kept) for each in layers], list(given), labels_found[kept], found,
        kept, len(missing),
    )  # fmt: skip


def as_layer(
    values, n_inputs=None, what="labels", *, channels=LAST, tokens=None, mask=None, keeps_axes=False
):
    """Activations of a layer, as rows to be read: neurons last, tokens reduced, maps averaged.

    Parameters
    ----------
    values : array-like (n, N), (n, tokens, N) or (n, height, width, N)
    n_inputs : int, optional
        How many there must be.
    what : str
        What there is one of for each input, for sentences.
    channels : {"last", "first"}
        Which axis after the inputs is that of the neurons.
    tokens : str or int, optional
        What stands for the tokens, as of `topomaps.activations.tokens.reduced`; their mean if left
        out, or with `keeps_axes` each of them.
    mask : array-like, shape (n, tokens), optional
        Which tokens count; the others are padding.
    keeps_axes : bool
        Whether feature maps stay as they are.

    Returns
    -------
    array-like, shape (n, N), or (n, ..., N) with `keeps_axes`
    """
    rows = as_rows(one_layer(values))
    check_length(rows.shape, n_inputs, what)
    if rows.ndim == 1:
        raise ValueError(
            f"activations have the shape {rows.shape}; give a row for each input, (inputs, "
            f"neurons), of a single neuron ({len(rows)}, 1)"
        )
    rows = in_order(rows, channels)
    if rows.ndim == 3 and (mask is not None or tokens is not None):
        return _without_tokens(rows, tokens, mask)
    if mask is not None or tokens is not None:
        name = "tokens" if mask is None else "mask"
        raise ValueError(
            f"{name} is given, but the activations have the shape {rows.shape}; it is for "
            "(inputs, tokens, neurons)"
        )
    if rows.ndim == 3:
        warn_of_padding(rows)
    return rows if keeps_axes or rows.ndim == 2 else _averaged(rows)


def check_length(shape, n_inputs, what):
    """Raise a ValueError unless there are as many activations as labels."""
    if n_inputs is None or shape[0] == n_inputs:
        return
    turned = len(shape) == 2 and shape[1] == n_inputs
    raise ValueError(
        f"activations of the shape {tuple(shape)} are of {shape[0]} inputs, but there are "
        f"{n_inputs} {what}; give one for each input"
        + "; if the neurons come first, give activations.T"
        * turned
    )


def warn_of_padding(rows):
    """Warn where tokens (n, tokens, N) without a mask look like padding."""
    if end := unmasked_padding(rows):
        warn_user(
            f"the {end} tokens of most inputs are the same, as if they were padding, and count "
            "like the others; give mask=, as the attention_mask of the tokenizer"
        )


def _without_tokens(rows, tokens, mask):
    if mask is not None:
        mask = TokenMask(np.asarray(as_rows(mask, "mask")[:]), "the mask")
    return reduced_on_reading(rows, "mean" if tokens is None else tokens, mask)


def _averaged(rows):
    """Means of feature maps, taken when they are read, in double precision."""
    inner = tuple(range(1, rows.ndim - 1))

    def means(block, _):
        return np.asarray(block).mean(axis=inner, dtype=np.float64)

    return LazyRows(rows, means, rows.shape[-1:], np.float64)


def _layers(activations, several):
    """Layers by their names; a list is of several where these are allowed."""
    layers = layers_by_name(activations)
    if layers is not None and (several or len(layers) == 1):
        return layers
    if several and isinstance(activations, (list, tuple)) and _are_layers(activations):
        return dict(enumerate(activations))
    return {0: one_layer(activations)}


def _are_layers(values):
    """Whether a list holds layers, and not the rows of one layer."""
    return all(hasattr(each, "shape") or np.ndim(each) > 1 for each in values) and not all(
        len(getattr(each, "shape", ())) == 1 for each in values
    )


def _column(name, column, source, n_inputs, kept):
    """What is said of the inputs that have a label; ValueError if it may not be missing of one."""
    values, missing = as_labels(column, name, source)
    if len(values) != n_inputs:
        raise ValueError(f"there are {n_inputs} inputs, but {len(values)} {name}; give one each")
    values, missing = values[kept], missing[kept]
    if not missing.any():
        return values
    said = f"{missing.sum()} of {n_inputs} {name} are missing, the first of input "
    said += str(kept[missing.argmax()])
    if name not in WITHOUT:
        raise ValueError(f"{said}; give them a value, or leave these inputs out")
    means, completed = WITHOUT[name]
    warn_user(f"{said}: {means}")
    return completed(np.where(missing, -1, np.unique(values, return_inverse=True)[1]))
