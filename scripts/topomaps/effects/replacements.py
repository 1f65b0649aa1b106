"""Activations in which some neurons are replaced: by their mean, by zero, by other inputs'."""

import numpy as np

REPLACEMENTS = ("mean", "zero", "resampled")


class Replacements:
    """What neurons are set to, in batches of inputs.

    Parameters
    ----------
    activations : array-like, shape (n, N) or (n, height, width, N)
        Read by rows.
    kind : {"mean", "zero", "resampled"}
        The mean over all inputs (of feature maps, at each place), zero, or the values of another
        input, drawn anew for each input and the same for all sets of neurons.
    mean : ndarray, shape (N,) or (height, width, N)
    generator : numpy.random.Generator
        Draws the other inputs.

    Raises
    ------
    ValueError
        If the kind is unknown.
    """

    def __init__(self, activations, kind, mean, generator):
        if kind not in REPLACEMENTS:
            raise ValueError(f"replacement is {kind!r}; choose one of {', '.join(REPLACEMENTS)}")
        self._activations, self._kind, self._mean = activations, kind, mean
        # Of some other input: a shift by 1 to n − 1 places never meets the input itself.
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


def altered(values, replaced, neurons):
    """Activations (m, ..., N) with some neurons, of feature maps whole ones, replaced."""
    result = np.array(values)
    result[..., neurons] = np.broadcast_to(replaced, result.shape)[..., neurons]
    return result
