"""A network of one hidden layer in NumPy, which is asked as all others are."""

import numpy as np
from topomaps.attributions.loaded_inputs import LoadedInput
from topomaps.attributions.parts import feature_parts
from topomaps.models.randomised_weights import Weights


class HiddenLayer:
    """Units max(0, inputs @ kernel + bias) of a layer `hidden`."""

    name = "hidden layer"

    def __init__(self, kernel, bias):
        self.kernel, self.bias = np.asarray(kernel, float), np.asarray(bias, float)

    def forward(self, layers, preprocess=None, *, outputs=True):
        """As of all networks."""
        return lambda inputs: (
            {"hidden": np.maximum(np.asarray(inputs) @ self.kernel + self.bias, 0)}, None,
        )  # fmt: skip

    def input_gradients(self, layer, preprocess=None, tokens=None):
        """As of `KerasNetwork`."""

        def call(inputs, neurons):
            drive = np.asarray(inputs) @ self.kernel + self.bias
            on = (drive > 0)[:, neurons]
            activity = (drive[:, neurons] * on).mean(axis=1)
            return activity, on @ self.kernel[:, neurons].T / len(neurons)

        return call

    def weights(self, layer):
        """As of `KerasNetwork`."""
        return [
            Weights(name, lambda name=name: getattr(self, name),
                    lambda values, name=name: setattr(self, name, values))
            for name in ("kernel", "bias")
        ]  # fmt: skip


class Rows:
    """Loader of the rows of a table."""

    are_aligned = has_gradients = True

    def __init__(self, inputs, names=None):
        self.inputs, self.names, self.baseline = inputs, names, inputs.mean(axis=0)

    def read(self, numbers):
        """Yield the rows of these numbers."""
        for number in numbers:
            yield self.inputs[[number]]

    def load(self, number):
        """One row and its parts."""
        parts = feature_parts(self.inputs[number], self.baseline, self.names)
        return LoadedInput(self.inputs[[number]], parts, parts)

    load_rough = load
