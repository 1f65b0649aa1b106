"""A layer's activations, as they are stored: whole, or as means of its feature maps."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from topomaps.activations.chunks import chunks, mean_chunks
from topomaps.activations.stored_arrays import open_array, open_layer
from topomaps.activations.layer_lists import MEANS, array_names

SUMS = ".sums.npz"  # ends the name of a file of group means by experiment


@dataclass(frozen=True, eq=False)
class LayerActivations:
    """Activations of n inputs in a layer of N neurons.

    Attributes
    ----------
    path : pathlib.Path
    layer : str
    values : array-like, shape (n, N) or (n, height, width, N), or None where only means are kept
    channel_means : array-like, shape (n, N), or None where only whole activations are kept
    """

    path: Path
    layer: str
    values: Any
    channel_means: Any

    def __len__(self):
        return len(self._smaller)

    @property
    def n_neurons(self):
        """Number N of units or feature maps."""
        return self._smaller.shape[-1]

    def chunks(self, rows=None):
        """Whole activations of the given inputs, or of all, in chunks.

        Yields
        ------
        ndarray, shape (m, …)

        Raises
        ------
        ValueError
            If only means are kept, or an activation is not finite; names the file, the layer and
            the first such input.
        """
        if self.values is None:
            raise ValueError(
                f"{self.path} has only means of the feature maps of layer {self.layer!r}, not its "
                "whole activations"
            )
        rows = np.arange(len(self)) if rows is None else rows
        yield from self._named(chunks(self.values, rows))

    def means(self, rows=None):
        """Activation of each neuron, feature maps averaged, of the given inputs or of all.

        Yields
        ------
        ndarray of float64, shape (m, N)

        Raises
        ------
        ValueError
            If an activation is not finite, as of `chunks`.
        """
        yield from self._named(mean_chunks(self._smaller, rows))

    def group_means(self, name):
        """Mean activations of an experiment's groups, kept at the extraction.

        Returns
        -------
        ndarray, shape (G, height, width, N), or None where there are none of this name
        """
        file = self.path / f"{self.layer}{SUMS}"
        if not file.is_file() or name not in array_names(file):
            return None
        return np.array(open_array(file, name))

    @property
    def _smaller(self):
        return self.values if self.channel_means is None else self.channel_means

    def _named(self, parts):
        try:
            yield from parts
        except ValueError as error:
            raise ValueError(f"{self.path}, layer {self.layer!r}: {error}") from error


def open_layer_activations(path, layer, tokens=None):
    """Open what is stored of a layer, of the workflow's own activations or of a user's.

    Parameters
    ----------
    path, layer, tokens
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
    means = open_layer(file, layer) if file.is_file() else None
    is_whole = means is None or (path / f"{layer}.npy").is_file() or (path / layer).is_dir()
    values = open_layer(path, layer, tokens) if is_whole else None
    if None not in (means, values) and means.shape != (len(values), values.shape[-1]):
        raise ValueError(
            f"{file} has the shape {means.shape}, which does not fit activations of shape "
            f"{values.shape}; delete the folder and run again"
        )
    return LayerActivations(path, layer, values, means)
