"""What a network gives for the inputs of each group, as sums that batches and shards add up to."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Inputs:
    """What is known of n inputs of a network with C outputs.

    Attributes
    ----------
    groups : ndarray of int, shape (n,)
        Place among the names; -1 of inputs in no group.
    names : tuple
        Of the groups.
    labels : ndarray of int, shape (n,), or None
        Right class: place among the outputs; -1 where the label is missing.
    outputs : tuple
        Names of the outputs that are counted one by one.
    units : ndarray of int, shape (n,), or None
        Blocks of inputs that depend on each other, numbered from 0.
    kept : ndarray of int, or None
        Places of these outputs among all of the network's; None where they are all.
    """

    groups: NDArray[Any]
    names: tuple
    labels: NDArray[Any] | None
    outputs: tuple
    units: NDArray[Any] | None
    kept: NDArray[Any] | None = None

    def masks(self, rows):
        """Whether each of the inputs `rows` is in each group (G, m)."""
        return (self.groups[rows] == np.arange(len(self.names))[:, None]).astype(float)


@dataclass(frozen=True)
class Summed:
    """Sums over the inputs of G groups, of S sets of neurons, bootstrap draws or the like.

    Attributes
    ----------
    n : ndarray, shape (..., G)
        Inputs, or their weights.
    outputs, predicted : ndarray, shape (..., G, C)
        Outputs; and inputs for which each output is predicted.
    labelled, predicted_labelled, hits : ndarray, shape (..., G, C), or None
        Inputs by label; inputs with a label by prediction; inputs whose label is predicted.
    right : ndarray, shape (..., G), or None
        Inputs whose label is predicted.
    known : ndarray, shape (..., G), or None
        Inputs with a label.
    """

    n: NDArray[Any]
    outputs: NDArray[Any]
    predicted: NDArray[Any]
    labelled: NDArray[Any] | None = None
    predicted_labelled: NDArray[Any] | None = None
    hits: NDArray[Any] | None = None
    right: NDArray[Any] | None = None
    known: NDArray[Any] | None = None

    @classmethod
    def of(cls, sums, n_outputs):
        """The same, of sums (..., G, W) of what `counted` gives."""
        n, outputs, predicted, *more = np.split(sums, 1 + n_outputs * np.arange(6), axis=-1)
        if sums.shape[-1] == 1 + 2 * n_outputs:
            return cls(n[..., 0], outputs, predicted)
        return cls(n[..., 0], outputs, predicted, *more[:3], more[3][..., 0], more[3][..., 1])


def counted(outputs, labels, threshold, kept=None):
    """Numbers (S, m, W) of inputs that `Summed` has the sums of.

    Parameters
    ----------
    outputs : ndarray, shape (S, m, C)
    labels : ndarray of int, shape (m,), or None
        As of `Inputs`.
    threshold : float
        Above which a single output counts as predicted.
    kept : ndarray of int, optional
        Outputs that are counted one by one; all if left out.
    """
    is_one = outputs.shape[-1] == 1  # it stands for class 1 of 0 and 1
    predicted = (outputs[..., 0] > threshold) if is_one else outputs.argmax(axis=-1)
    kept = np.arange(outputs.shape[-1]) if kept is None else kept
    classes = np.array([1]) if is_one else kept
    chosen = predicted[..., None] == classes
    parts = [np.ones((*predicted.shape, 1)), outputs[..., kept], chosen]
    if labels is not None:
        known = np.broadcast_to((labels >= 0)[:, None], (*predicted.shape, 1))
        own = np.broadcast_to(labels[:, None] == classes, chosen.shape)
        right = known & (predicted == labels)[..., None]
        parts += [own, chosen & known, own & chosen, right, known]
    return np.concatenate(parts, axis=-1)


def threshold_of(low, high):
    """Above which a single output counts as predicted: one half of a probability, else zero."""
    return 0.5 if low >= 0 and high <= 1 else 0.0
