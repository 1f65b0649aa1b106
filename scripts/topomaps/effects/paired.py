"""Changes of the same inputs, before and after: their mean in each group, with an interval."""

import numpy as np
from scipy.stats import norm, t


class PairedChanges:
    """Sums of the changes of M numbers over the inputs of each of G groups.

    Parameters
    ----------
    n_groups : int
    are_counts : array of bool, shape (M,)
        Numbers that are 0 or 1 for each input, so that they change by -1, 0 or 1.
    units : ndarray of int, shape (n,), optional
        Block of each input, where inputs depend on each other; numbered from 0.

    Attributes
    ----------
    n : ndarray, shape (G,)
        Inputs that were added.
    """

    def __init__(self, n_groups, are_counts, units=None):
        self._are_counts = np.asarray(are_counts)
        self._units = units
        n_units = 0 if units is None else int(units.max()) + 1
        self.n = np.zeros(n_groups)
        self._sums, self._squares = np.zeros((2, n_groups, len(self._are_counts)))
        self._of_units = np.zeros((n_groups, n_units, 1 + len(self._are_counts)))

    def add(self, rows, groups, changes):
        """Add inputs `rows` with their groups (m,) and changes (m, M)."""
        np.add.at(self.n, groups, 1)
        np.add.at(self._sums, groups, changes)
        np.add.at(self._squares, groups, changes**2)
        if self._units is not None:
            counted = np.column_stack([np.ones(len(rows)), changes])
            np.add.at(self._of_units, (groups, self._units[rows]), counted)

    @property
    def means(self):
        """Mean change in each group (G, M)."""
        with np.errstate(invalid="ignore"):
            return self._sums / self.n[:, None]

    def intervals(self, confidence=0.95):
        """Interval (2, G, M) of the mean change: of paired shares, or Student's of numbers.

        That of shares adds half an input to each of the four ways in which an input can be before
        and after, so that it is not empty where none has changed (Agresti and Min 2005). Of blocks
        it is at least as wide as blocks vary. NaN for groups of one input or block.
        """
        n = self.n[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = (self._squares - self._sums**2 / n) / ((n - 1) * n)
        centre, tail = self.means, (1 - confidence) / 2
        freedom = self.n - 1
        if self._units is not None:
            variance, freedom = self._of_blocks()
        quantile = t.isf(tail, np.where(freedom > 0, freedom, np.nan))[:, None]
        half = quantile * np.sqrt(np.maximum(variance, 0))
        shares = (self._sums / (n + 2), self._shares_half(tail))
        centre = np.where(self._are_counts, shares[0], centre)
        half = np.where(
            self._are_counts, np.fmax(shares[1], half * (self._units is not None)), half
        )
        half = np.where(freedom[:, None] > 0, half, np.nan)
        return np.stack([centre - half, centre + half])

    def _shares_half(self, tail):
        n = self.n[:, None] + 2
        return norm.isf(tail) * np.sqrt((self._squares + 1 - self._sums**2 / n) / n**2)

    def _of_blocks(self):
        """Variance (G, M) of the means of whole blocks, and the degrees of freedom (G,)."""
        sizes, sums = self._of_units[..., :1], self._of_units[..., 1:]
        n_blocks = (sizes[..., 0] > 0).sum(axis=1)
        beyond = np.square(sums - sizes * self.means[:, None]).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = (n_blocks / (n_blocks - 1))[:, None] * beyond / self.n[:, None] ** 2
        return variance, n_blocks - 1
