"""Centred activations on a binary grid, on which sums have no rounding errors."""

import numpy as np

LARGEST_EXPONENT = 1000  # of a power of two that is surely a normal number of float64


class GridRows:
    """Rows rounded to a grid so fine that float64 adds all of them exactly.

    The grid of each column has 2^53 / n steps up to the column's largest value (40 bits for 5,000
    rows). Sums of such values, also with whole-number weights of total n, have no rounding error,
    so they do not depend on the order of summation, on blocks, or on threads.

    Parameters
    ----------
    blocks : iterable of (slice, ndarray (b, N))
        With `len` (the number n of rows); the arrays may be altered.
    largest : ndarray, shape (N,)
        Largest absolute value of each column.
    """

    def __init__(self, blocks, largest):
        self._rows, self.largest = blocks, largest
        bits = 53 - (len(blocks) - 1).bit_length()
        self._up, self._down = _powers(bits - np.frexp(largest)[1])
        self.n_neurons = len(largest)

    def __len__(self):
        """Return the number n of rows."""
        return len(self._rows)

    def __iter__(self):
        """Yield slices of the rows and their values (b, N) on the grid."""
        for rows, values in self._rows:
            for power in self._up:
                values *= power
            np.rint(values, out=values)
            for power in self._down:
                values *= power
            yield rows, values


class CentredRows(GridRows):
    """Activations minus the mean of their stratum, on a grid, computed when they are read.

    Parameters
    ----------
    layer : topomaps.statistics.grouped_layer.GroupedLayer
        Its moments say the means and the largest values.
    """

    def __init__(self, layer):
        super().__init__(_Centred(layer), layer.moments.largest())


class _Centred:
    """Rows minus the mean of their stratum."""

    def __init__(self, layer):
        self._blocks, self._strata = layer.rows, layer.strata
        self._means = layer.moments.centres()

    def __len__(self):
        return len(self._blocks)

    def __iter__(self):
        for rows, values in self._blocks:
            if len(self._means) == 1:
                yield rows, values - self._means[0]
            else:
                yield rows, values - self._means[self._strata[rows]]


def _powers(exponents):
    """Factors that together make 2^exponents (N,), and those that make 2^-exponents.

    Two each where one alone would be larger or smaller than float64 holds.
    """
    parts = [exponents]
    if np.abs(exponents).max() > LARGEST_EXPONENT:
        parts = [exponents // 2, exponents - exponents // 2]
    return tuple([np.ldexp(1.0, sign * part) for part in parts] for sign in (1, -1))
