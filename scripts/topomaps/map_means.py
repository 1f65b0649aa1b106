"""Mean activations of feature maps."""

import numpy as np

CHUNK = 1024  # inputs read at once


def map_means(activations):
    """Activations (n, N) of each neuron, feature maps averaged, read in chunks.

    Parameters
    ----------
    activations : array, shape (n, N) or (n, height, width, N)
        Possibly memory-mapped.

    Returns
    -------
    ndarray of float64, shape (n, N)

    Raises
    ------
    ValueError
        If one of them is not finite; names the first such input.
    """
    inner = tuple(range(1, activations.ndim - 1))
    means = np.empty((len(activations), activations.shape[-1]))
    for start in range(0, len(activations), CHUNK):
        part = slice(start, start + CHUNK)
        means[part] = activations[part].mean(axis=inner, dtype=np.float64)
    finite = np.isfinite(means).all(axis=1)
    if not finite.all():
        raise ValueError(
            f"the activations of input {finite.argmin()} contain NaN or infinite values; leave "
            "this input out, or check the model"
        )
    return means
