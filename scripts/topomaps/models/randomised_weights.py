"""Networks with randomised weights: each array of weights keeps its numbers, in another order.

So their sizes stay what they were, and a network that has learned nothing is one like all others.
Networks give their `weights(layer)`: those that a layer depends on, from the input to the layer.
"""

from collections.abc import Callable
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np


class Weights(NamedTuple):
    """An array of weights of a network.

    Attributes
    ----------
    name : str
    read : callable
        Gives the array.
    write : callable
        Takes another one of its shape.
    """

    name: str
    read: Callable
    write: Callable


@contextmanager
def randomised(weights, generator):
    """Permute the numbers of each array while a block runs; then all is as it was.

    Parameters
    ----------
    weights : list of Weights
    generator : numpy.random.Generator
    """
    kept = [np.array(each.read()) for each in weights]
    try:
        for each, values in zip(weights, kept, strict=True):
            each.write(generator.permutation(values.ravel()).reshape(values.shape))
        yield
    finally:
        for each, values in zip(weights, kept, strict=True):
            each.write(values)
