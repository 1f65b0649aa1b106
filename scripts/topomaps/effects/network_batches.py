"""Batches of a layer's activations, with the inputs of the network where these are needed."""

import numpy as np

CLOSE = 1e-3  # share of the largest output that what follows a layer may miss it by


class StoredBatches:
    """Batches of stored activations.

    Parameters
    ----------
    values : array-like, shape (n, ..., N)
    size : int
    shard, n_shards : int
        Which part of the batches, from 0 on, and of how many.
    """

    def __init__(self, values, size, shard=0, n_shards=1):
        n_batches = -(-len(values) // size)
        first, end = (n_batches * each // n_shards * size for each in (shard, shard + 1))
        self._values, self._size = values, size
        self.starts = range(first, min(end, len(values)), size)

    def __iter__(self):
        """Yield numbers (m,), activations (m, ..., N), and None."""
        for start in self.starts:
            rows = np.arange(start, min(start + self._size, len(self._values)))
            yield rows, np.asarray(self._values[rows]), None


class SeenBatches:
    """Batches of the inputs of a network, with stored activations, or with those of a layer anew.

    Parameters
    ----------
    batches : iterable
        As of `topomaps.activations.network_inputs.batches_for`.
    values : array-like, shape (n, ..., N), or None
        Stored activations; None where they are of tokens, and computed again.
    forward : callable, optional
        As of `forward` of a network, of the layer alone.
    layer : str
    """

    def __init__(self, batches, values, forward=None, layer=""):
        self._batches, self._values = batches, values
        self._forward, self._layer = forward, layer

    def __iter__(self):
        """Yield numbers (m,), activations (m, ..., N), and inputs."""
        for rows, inputs in self._batches:
            if self._forward is None:
                yield rows, np.asarray(self._values[rows]), inputs
                continue
            found = self._forward(inputs)[0][self._layer]
            yield rows, found[0] if isinstance(found, tuple) else found, inputs


def checked_batches(batches, run, outputs, layer):
    """The batches, where what follows the layer gives the network's outputs in the first of them.

    Raises
    ------
    ValueError
        Else.
    """
    is_first = True
    for rows, values, inputs in batches:
        if is_first and outputs is not None:
            found, expected = np.asarray(run(values, inputs)), np.asarray(outputs[rows])
            missed = np.abs(found - expected).max()
            if missed > CLOSE * max(1.0, np.abs(expected).max()):
                raise ValueError(
                    f"what follows layer {layer} gives outputs that miss those of the network by "
                    f"{missed:.3g}, so that nothing can be said of effects there; choose another "
                    "layer"
                )
            is_first = False
        yield rows, values, inputs
