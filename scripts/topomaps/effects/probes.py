"""Linear probes: what a layer tells of an attribute, where a network predicts nothing itself."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LinearProbe:
    """Probabilities of the values of an attribute, from activations of a layer of D neurons.

    Attributes
    ----------
    names : tuple of str, length C
        Values of the attribute.
    weights : ndarray, shape (D, C)
    intercept : ndarray, shape (C,)
    """

    names: tuple
    weights: NDArray[Any]
    intercept: NDArray[Any]

    def __call__(self, activations):
        """Probabilities (n, C); of feature maps or tokens (n, ..., D), of their mean."""
        inner = tuple(range(1, activations.ndim - 1))
        scores = activations.mean(axis=inner, dtype=np.float64) @ self.weights + self.intercept
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exponents / exponents.sum(axis=1, keepdims=True)
