"""Mean activations, and how much neurons vary, of inputs that come in batches."""

import numpy as np


def moments(batches):
    """Mean of activations, and mean and deviation of each neuron.

    Parameters
    ----------
    batches : iterable of ndarray, shape (m, ..., N)

    Returns
    -------
    mean : ndarray, shape (..., N)
        Over all inputs.
    own, deviations : ndarray, shape (N,)
        Mean and standard deviation of each neuron, of feature maps over their places, too.
    """
    n, total, squares, first = 0, 0.0, 0.0, None
    for batch in batches:
        batch = np.asarray(batch, dtype=np.float64)
        first = batch[0] if first is None else first
        beyond = batch - first  # near zero, so that squares keep their digits
        n, total = n + len(batch), total + beyond.sum(axis=0)
        squares = squares + np.square(beyond).sum(axis=0)
    mean, inner = first + total / n, tuple(range(first.ndim - 1))
    own = mean.mean(axis=inner)
    variance = squares / n - np.square(total / n) + np.square(mean - own)
    return mean, own, np.sqrt(np.maximum(variance.mean(axis=inner), 0))
