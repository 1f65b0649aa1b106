"""A network as it is now, trained or with randomised weights, asked for the activity of regions."""

import numpy as np

from topomaps.activations.tokens import reduced


class NetworkState:
    """What a layer of a network does, while its weights stay as they are.

    Parameters
    ----------
    network
        As of `topomaps.models.networks.open_network`.
    layer : str
    preprocess : topomaps.models.preprocessing.Preprocessing, optional
    tokens : str or int, optional
        What stands for the tokens of an input.
    with_gradients : bool
    """

    def __init__(self, network, layer, preprocess=None, tokens=None, with_gradients=False):
        self._layer, self._tokens = layer, tokens
        self._forward = network.forward([layer], preprocess, outputs=False)
        self._derived = None
        if with_gradients:
            self._derived = network.input_gradients(layer, preprocess, tokens)

    def means(self, inputs):
        """Activation of each neuron (b, N) for inputs as the network takes them, maps averaged."""
        found = self._forward(inputs)[0][self._layer]
        values, real = found if isinstance(found, tuple) else (found, None)
        if values.ndim == 3 and self._tokens is not None:
            values = reduced(values, self._tokens, real)
        inner = tuple(range(1, values.ndim - 1))
        return values.mean(axis=inner, dtype=np.float64) if inner else values.astype(np.float64)

    def measure(self, neurons):
        """Function from inputs to a region's activity (b,)."""
        return lambda inputs: self.means(inputs)[:, neurons].mean(axis=1)

    def measures(self, sets):
        """Function from inputs to the activity (b, S) of several sets of neurons at once."""

        def call(inputs):
            means = self.means(inputs)
            return np.stack([means[:, neurons].mean(axis=1) for neurons in sets], axis=1)

        return call

    def derived(self, neurons):
        """Function from inputs to a region's activity (b,) and its gradients (b, ...)."""

        def call(inputs):
            return self._derived(inputs, neurons)

        return call
