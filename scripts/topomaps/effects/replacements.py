"""Activations in which some neurons are replaced: by their mean, by zero, by other inputs'."""

import numpy as np

REPLACEMENTS = ("mean", "zero", "resampled")


class Replacements:
    """What neurons are set to, in batches of inputs.

    Parameters
    ----------
    activations : array-like, shape (n, ..., N)
        Read by rows, for other inputs' values alone.
    kind : {"mean", "zero", "resampled"}
        The mean over all inputs (of feature maps, at each place), zero, or the values of another
        input, drawn anew for each input and the same for all sets of neurons.
    mean : ndarray, shape (..., N)
    generator : numpy.random.Generator
        Draws the other inputs.

    Raises
    ------
    ValueError
        If the kind is unknown.
    """

    def __init__(self, activations, kind, mean, generator):
        if kind not in REPLACEMENTS:
            raise ValueError(f"replace is {kind!r}; choose one of {', '.join(REPLACEMENTS)}")
        self._activations, self._kind, self._mean = activations, kind, mean
        # A shift by 1 to n - 1 places never meets the input itself.
        n = len(activations)
        self._donors = (np.arange(n) + generator.integers(1, max(n, 2), n)) % n

    def of(self, rows):
        """What the neurons of the inputs `rows` are set to; of a shape that fits these inputs."""
        if self._kind == "zero":
            return np.zeros_like(self._mean)
        if self._kind == "mean":
            return self._mean
        donors, places = np.unique(self._donors[rows], return_inverse=True)
        return np.asarray(self._activations[donors])[places]


def altered(values, replaced, sets):
    """Activations (S, m, ..., N) of m inputs, in which the neurons of each of S sets are replaced.

    Of feature maps, whole ones are replaced. The type is that of `values` (m, ..., N).
    """
    result = np.repeat(values[None], len(sets), axis=0)
    replaced = np.broadcast_to(replaced, values.shape)
    for each, neurons in zip(result, sets, strict=True):
        each[..., neurons] = replaced[..., neurons]
    return result
