"""A layer's activations, as they are stored: whole, or as means of its feature maps."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from topomaps.activations.array_files import open_file
from topomaps.activations.axes import as_activations
from topomaps.activations.layer_lists import MEANS, files_of
from topomaps.activations.lazy_rows import LazyRows
from topomaps.activations.number_types import check_finite
from topomaps.activations.stored_arrays import open_layer


@dataclass(frozen=True, eq=False)
class LayerActivations:
    """Activations of n inputs in a layer of N neurons, to be read by rows.

    Rows that are read are finite: else a ValueError names the file, the layer and the input.

    Attributes
    ----------
    means : array-like, shape (n, N)
        Activation of each neuron, feature maps averaged.
    values : array-like, shape (n, N) or (n, height, width, N), or None
        Whole activations; None where only means are kept.
    """

    means: Any
    values: Any = None


def open_layer_activations(path, layer, tokens=None, channels=None):
    """Open what is stored of a layer, of an extraction or of a user.

    Parameters
    ----------
    path, layer, tokens, channels
        As of `topomaps.activations.stored_arrays.open_layer`. A folder may have means of feature
        maps (n, N) as `<layer>.means.npy`, beside whole activations or in their place.

    Returns
    -------
    LayerActivations

    Raises
    ------
    ValueError
        As of `open_layer`, or if means and whole activations do not fit.
    """
    path = Path(path)
    file = path / f"{layer}{MEANS}.npy"
    means = _finite(as_activations(open_file(file), file), file, layer) if file.is_file() else None
    if means is not None and not files_of(path, layer)[0].is_file():
        return LayerActivations(means)
    if means is None:
        return layer_of(open_layer(path, layer, tokens, channels), path, layer)
    values = _finite(open_layer(path, layer, tokens, channels), path, layer)
    if means.shape != (len(values), values.shape[-1]):
        raise ValueError(
            f"{file} has the shape {means.shape}, which does not fit activations of shape "
            f"{values.shape}; delete both and run again"
        )
    return LayerActivations(means, values)


def layer_of(values, source, layer):
    """Activations of a layer whose values (array-like, (n, N) or (n, height, width, N)) are known.

    `source` and `layer` name them in sentences.
    """
    values = _finite(values, source, layer)
    return LayerActivations(pool_maps(values), values)


def pool_maps(values):
    """Activation of each neuron (n, N), feature maps (n, height, width, N) averaged on reading."""
    if values.ndim == 2:
        return values
    inner = tuple(range(1, values.ndim - 1))
    return LazyRows(
        values,
        lambda block, _: block.mean(axis=inner, dtype=np.float64),
        values.shape[-1:],
        np.float64,
    )


def _finite(values, source, layer):
    """Array-like that refuses values that are not finite when they are read."""

    def checked(block, rows):
        check_finite(block, rows, f"{source}: the activations of layer {layer!r}")
        return block

    return LazyRows(values, checked, values.shape[1:], values.dtype)
