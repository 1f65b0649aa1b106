"""A layer that does what an operation of TensorFlow does in a model of Keras 2."""

import json
from operator import attrgetter

from topomaps.models.backend import keras, tf
from topomaps.models.keras2_operations import ADDITION, FUNCTIONS, SLICES, SLICING


class TensorOperation(keras.layers.Layer):
    """A function of TensorFlow from the list of harmless ones.

    Parameters
    ----------
    function : str
        In `topomaps.models.keras2_operations.FUNCTIONS`.

    Raises
    ------
    ValueError
        If it is not in the list.
    """

    def __init__(self, function, **options):
        super().__init__(**options)
        if function not in FUNCTIONS:
            raise ValueError(f"the operation {function!r} of TensorFlow is not rebuilt here")
        self.function = function
        self.built = True

    def call(self, x, first=None, **arguments):
        """Apply the function to a tensor or a list of them.

        Parameters
        ----------
        x : tensor or list of tensors
        first : float or list, optional
            A constant that is the first argument, in the place of `x`, which is the second then.
        **arguments
            Of the function.
        """
        if self.function == SLICING:
            parts = json.loads(arguments[SLICES])
            return x[tuple(map(_part, parts if isinstance(parts, list) else [parts]))]
        compute = tf.math.add if self.function == ADDITION else attrgetter(self.function)(tf)
        if first is not None:
            return compute(tf.constant(first, x.dtype), x, **arguments)
        return compute(x, **arguments)

    def get_config(self):
        """What makes the layer anew."""
        return {**super().get_config(), "function": self.function}


def _part(spec):
    """One index of a slicing, as Keras 2 writes it."""
    if isinstance(spec, dict):
        if spec.get("class_name") == "__ellipsis__":
            return Ellipsis
        return slice(spec.get("start"), spec.get("stop"), spec.get("step"))
    return tf.newaxis if spec is None else spec
