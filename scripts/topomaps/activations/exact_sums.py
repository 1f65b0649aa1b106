"""Sums of numbers without any rounding, so that neither order nor cuts can change them."""

from math import fsum

import numpy as np

SUMMED_TOGETHER = 256  # inputs


def inputs_of_block(batch_size):
    """Inputs, at least, that are summed before their sum is added exactly: whole batches.

    Exact sums take several times as long as others, so that single batches are not worth them.
    """
    return batch_size * -(-SUMMED_TOGETHER // batch_size)


class ExactSums:
    """Sums of many arrays of one shape, exact as long as no sum is beyond double precision's range.

    Each sum is kept as several numbers in double precision, the first one the sum as rounded so
    far, the others what rounding left over (Knuth's TwoSum). The second is mostly enough; more come
    as they are needed.

    Parameters
    ----------
    shape : tuple of int
        The first axis is that of the rows, the others are counted as columns.

    Attributes
    ----------
    parts : list of ndarray of float64
        Numbers whose sum is the exact one, at least one.
    """

    def __init__(self, shape):
        self.parts = [np.zeros(shape)]

    def add(self, values, columns=slice(None)):
        """Add values (G, k), of single or double precision, to all rows of k columns (a slice).

        Raises
        ------
        OverflowError
            If a value is not finite.
        """
        for part in self.parts:
            values = _add_to(_as_matrix(part)[:, columns], values)
            if not values.any():
                return
        if not np.isfinite(values).all():
            raise OverflowError("sums of activations are too large for single precision")
        rest = np.zeros_like(self.parts[0])
        _as_matrix(rest)[:, columns] = values
        self.parts.append(rest)

    def rounded(self):
        """Sums, each rounded once to the nearest number in double precision."""
        first, *others = self.parts
        if not others:
            return first.copy()
        sums = first + others[0]  # the one rounding, where there are no more parts
        if others[1:]:
            for place in zip(*np.nonzero(np.any(others[1:], axis=0)), strict=True):
                sums[place] = fsum(each[place] for each in self.parts)
        return sums


def _as_matrix(sums):
    """The sums as rows and columns, of the same memory."""
    return sums.reshape(len(sums), -1)


def _add_to(sums, values):
    """Add values to sums in place; what rounding left over of each."""
    total = sums + values
    of_values = total - sums
    rest = total - of_values
    np.subtract(sums, rest, out=rest)
    np.subtract(values, of_values, out=of_values)
    rest += of_values
    sums[...] = total
    return rest
