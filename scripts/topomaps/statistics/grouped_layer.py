"""A layer with the groups of its inputs: checked once, its moments read once for all tests."""

from dataclasses import dataclass

import numpy as np

from topomaps.statistics.exchangeable_units import permuted_within
from topomaps.statistics.labelled import check_finite, check_groups, encode
from topomaps.statistics.row_blocks import RowBlocks, parts_by_code, sums_by_code


@dataclass(frozen=True, eq=False)
class CellMoments:
    """Moments of the inputs of C cells: what is in one group and one stratum.

    Attributes
    ----------
    groups, strata, counts : ndarray of int, shape (C,)
        Group and stratum of each cell, and its inputs.
    means, squares, least, most : ndarray, shape (C, N)
        Mean, squared deviations from it, and extremes.
    """

    groups: np.ndarray
    strata: np.ndarray
    counts: np.ndarray
    means: np.ndarray
    squares: np.ndarray
    least: np.ndarray
    most: np.ndarray

    def of(self, groups):
        """The cells of some groups, with these and their strata numbered anew."""
        chosen = np.isin(self.groups, groups)
        parts = [each[chosen] for each in vars(self).values()]
        parts[:2] = (np.unique(each, return_inverse=True)[1] for each in parts[:2])
        return CellMoments(*parts)

    def centres(self):
        """Mean of each stratum (S, N); of one whose inputs are all equal, exactly their value."""
        least, most = self._extremes()
        sums = _summed(self.counts[:, None] * self.means, self.strata)
        means = sums / np.bincount(self.strata, self.counts)[:, None]
        return np.where(least == most, least, means)

    def largest(self):
        """Largest absolute deviation (N,) from the mean of the stratum."""
        centres, (least, most) = self.centres(), self._extremes()
        return np.maximum(most - centres, centres - least).max(axis=0)

    def variance(self):
        """Variance (N,) within strata, as if their means were known: Σ deviations² / (n − 1)."""
        shifts = self.means - self.centres()[self.strata]
        squares = self.squares + self.counts[:, None] * shifts**2
        return squares.sum(axis=0) / max(1, self.counts.sum() - 1)

    def group_means(self):
        """Means (G, N) of the groups, the mean of each stratum taken out."""
        shifts = self.means - self.centres()[self.strata]
        sums = _summed(self.counts[:, None] * shifts, self.groups)
        return sums / np.bincount(self.groups, self.counts)[:, None]

    def group_variances(self):
        """Variances (G, N) of the centred inputs of each group, with n − 1 degrees of freedom."""
        shifts = self.means - self.centres()[self.strata] - self.group_means()[self.groups]
        squares = _summed(self.squares + self.counts[:, None] * shifts**2, self.groups)
        return squares / (np.bincount(self.groups, self.counts) - 1)[:, None]

    def _extremes(self):
        """Least and largest values (S, N) of the strata."""
        shape = int(self.strata.max()) + 1, self.means.shape[1]
        least, most = np.full(shape, np.inf), np.full(shape, -np.inf)
        np.minimum.at(least, self.strata, self.least)
        np.maximum.at(most, self.strata, self.most)
        return least, most


@dataclass(frozen=True, eq=False)
class GroupedLayer:
    """Activations of n inputs in G groups, and what may be exchanged.

    Attributes
    ----------
    rows : topomaps.statistics.row_blocks.RowBlocks
    names : ndarray, shape (G,)
        Of the groups, sorted.
    codes, strata : ndarray of int, shape (n,)
        Group of each input, and the stratum within which it is exchanged.
    wholes : ndarray of int, shape (n,), or None
        Block of each input, where blocks are exchanged as wholes.
    nuisance, blocks : ndarray of int, shape (n,)
        Strata and blocks as they are given; blocks may be None.
    moments : CellMoments
    """

    rows: RowBlocks
    names: np.ndarray
    codes: np.ndarray
    strata: np.ndarray
    wholes: np.ndarray | None
    nuisance: np.ndarray
    blocks: np.ndarray | None
    moments: CellMoments

    def of(self, groups):
        """The inputs of some groups, given by their codes in increasing order."""
        chosen = np.flatnonzero(np.isin(self.codes, groups))
        columns = [self.codes, self.strata, self.wholes, self.nuisance, self.blocks]
        codes, *others = (None if each is None else _renumbered(each[chosen]) for each in columns)
        codes = codes.astype(self.codes.dtype)
        return GroupedLayer(
            self.rows.of(chosen), self.names[list(groups)], codes, *others, self.moments.of(groups)
        )


def grouped_layer(activations, labels, strata=None, blocks=None):
    """Check activations and groups, and read the moments that all tests of them need.

    Parameters and errors as of `topomaps.statistics.significance.group_separation`.

    Returns
    -------
    GroupedLayer
    """
    values, names, codes, stratum = check_groups(activations, labels, strata)
    block = None if blocks is None else encode("blocks", blocks, len(values))[1]
    within, are_wholes = permuted_within(codes, stratum, block)
    rows = RowBlocks(values)
    moments = _cell_moments(rows, codes, within)
    wholes = block if are_wholes else None
    return GroupedLayer(rows, names, codes, within, wholes, stratum, block, moments)


def _cell_moments(rows, codes, strata):
    """`CellMoments` by two readings."""
    keys, cells = np.unique(np.stack([codes, strata]).astype(np.int64), axis=1, return_inverse=True)
    cells = cells.ravel()
    sums, least, most = _sums_and_extremes(rows, cells, keys.shape[1])
    if not np.isfinite(sums).all():
        check_finite(rows)
    counts = np.bincount(cells)
    means = np.where(least == most, least, sums / counts[:, None])
    deviations = ((some, np.square(part - means[cells[some]])) for some, part in rows)
    with np.errstate(over="ignore"):
        squares = sums_by_code(deviations, cells, len(counts))
    return CellMoments(*keys, counts, means, squares, least, most)


def _sums_and_extremes(rows, cells, n_cells):
    """Sums, least and largest values (C, N) of the rows of each cell."""
    least = np.full((n_cells, rows.n_neurons), np.inf)
    most = -least

    def seen():
        for some, part in rows:
            for cell, own in parts_by_code(part, cells[some]):
                np.minimum(least[cell], own.min(axis=0), out=least[cell])
                np.maximum(most[cell], own.max(axis=0), out=most[cell])
            yield some, part

    with np.errstate(over="ignore", invalid="ignore"):
        return sums_by_code(seen(), cells, n_cells), least, most


def _summed(values, codes):
    """Sums (K, N) of rows (C, N) of each code."""
    sums = np.zeros((int(codes.max()) + 1, values.shape[1]))
    np.add.at(sums, codes, values)
    return sums


def _renumbered(codes):
    return np.unique(codes, return_inverse=True)[1]
