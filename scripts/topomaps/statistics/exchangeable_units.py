"""What a permutation test may exchange: single inputs, or whole blocks of inputs that depend.

Images of one person, frames of a video, or near copies of an original are no independent inputs.
Where all inputs of a block have one label, the blocks are exchanged as wholes; where labels vary
within the blocks, they are permuted within each of them.
"""

from dataclasses import dataclass, replace
from math import lgamma, log

import numpy as np

from topomaps.statistics.fixed_point import GridRows


@dataclass(frozen=True, eq=False)
class Units:
    """U units that are permuted, of n inputs.

    Attributes
    ----------
    values : iterable of (slice, ndarray (b, N)), with `len` and `largest`
        Sums of the centred activations of each unit's inputs.
    sizes : ndarray of int, shape (U,)
        Inputs of each unit.
    codes, strata : ndarray of int, shape (U,)
        Group of each unit, and the stratum within which it is permuted.
    """

    values: object
    sizes: np.ndarray
    codes: np.ndarray
    strata: np.ndarray

    @property
    def n_permutable(self):
        """Inputs in strata where a permutation can change anything: those of several groups."""
        return int(self.sizes[_mixed(self.codes, self.strata)].sum())

    def log_arrangements(self):
        """Natural logarithm of the number of labellings that differ, the observed one included."""
        return log_arrangements(self.codes, self.strata)


def permuted_within(codes, strata, blocks):
    """Strata (n,) of the inputs, and whether blocks are to be exchanged as wholes.

    Parameters
    ----------
    codes, strata, blocks : ndarray of int, shape (n,)
        Group, stratum and block of each input; `blocks` may be None.

    Raises
    ------
    ValueError
        If the labels of some blocks vary and those of others, with most of the inputs, do not; or
        if blocks that are to be exchanged hold inputs of several strata.
    """
    if blocks is None:
        return strata, False
    varied = _mixed(codes, blocks)
    if varied.any():
        if 2 * varied.sum() < len(codes):
            raise ValueError(
                f"In {len(np.unique(blocks[varied])):,} of {len(np.unique(blocks)):,} blocks the "
                f"inputs have several labels, but most inputs ({(~varied).sum():,} of "
                f"{len(codes):,}) are in blocks of one label, so that neither blocks nor the "
                "inputs within them can be exchanged. Give each block one label, or leave out "
                "the blocks of one kind."
            )
        pairs = strata.astype(np.int64) * (int(blocks.max()) + 1) + blocks
        return np.unique(pairs, return_inverse=True)[1], False
    if _mixed(strata, blocks).any():
        raise ValueError(
            "Blocks of one label hold inputs of several strata, so that they cannot be exchanged "
            "within strata. Name nuisance attributes that all inputs of a block share, or none."
        )
    return strata, True


def exchangeable_units(values, codes, strata, blocks=None):
    """Units of centred activations.

    Parameters
    ----------
    values : topomaps.statistics.fixed_point.GridRows
        n rows, centred within strata.
    codes, strata : ndarray of int, shape (n,)
    blocks : ndarray of int, shape (n,), optional
        Blocks to be exchanged as wholes; inputs are if left out.
    """
    units = units_alone(codes, strata, blocks)
    if blocks is None:
        return replace(units, values=values)
    block = np.unique(blocks, return_inverse=True)[1]
    sums = np.zeros((len(units.sizes), values.n_neurons))
    for rows, part in values:
        np.add.at(sums, block[rows], part)
    return replace(units, values=_InMemory(sums))


def units_alone(codes, strata, blocks=None):
    """`exchangeable_units` of inputs whose activations are not needed: `values` is None."""
    if blocks is None:
        return Units(None, np.ones(len(codes), dtype=np.int64), codes, strata)
    _, first, sizes = np.unique(blocks, return_index=True, return_counts=True)
    return Units(None, sizes, codes[first], strata[first])


def permuted_labels(codes, strata, blocks, stream, size):
    """Labellings (size, n) in which what can be exchanged is exchanged at random.

    Parameters
    ----------
    codes, strata, blocks : ndarray of int, shape (n,)
        As of `permuted_within`; `blocks` may be None.
    stream : numpy.random.Generator
    size : int
    """
    within, are_wholes = permuted_within(codes, strata, blocks)
    first = place = np.arange(len(codes))
    if are_wholes:
        _, first, place = np.unique(blocks, return_index=True, return_inverse=True)
    units, within = np.tile(codes[first], (size, 1)), within[first]
    for stratum in np.unique(within):
        own = np.flatnonzero(within == stratum)
        units[:, own] = stream.permuted(units[:, own], axis=1)
    return units[:, place] if are_wholes else units


class MomentRows(GridRows):
    """Per unit its sum y, y² and, where units differ in size, size·y, on a grid; (U, 2N or 3N)."""

    def __init__(self, units):
        self._sizes, largest = units.sizes, units.values.largest
        self._weighted = bool((units.sizes != units.sizes[0]).any())
        parts = [largest, largest**2, largest * units.sizes.max()]
        super().__init__(
            _Moments(units, self._weighted), np.concatenate(parts if self._weighted else parts[:2])
        )

    def split(self, sums):
        """Σ y, Σ y² and Σ size·y, each (..., N), of sums (..., 2N or 3N) over units."""
        parts = np.split(sums, 3 if self._weighted else 2, axis=-1)
        return parts if self._weighted else (*parts, self._sizes[0] * parts[0])


class _Moments:
    """Rows of `MomentRows` before they are rounded."""

    def __init__(self, units, weighted):
        self._units, self._weighted = units, weighted

    def __len__(self):
        return len(self._units.codes)

    def __iter__(self):
        for rows, values in self._units.values:
            parts = [values, np.square(values)]
            if self._weighted:
                parts.append(values * self._units.sizes[rows, None])
            yield rows, np.concatenate(parts, axis=1)


class _InMemory:
    """Rows of an array as one block."""

    def __init__(self, values):
        self._values, self.n_neurons = values, values.shape[1]
        self.largest = np.abs(values).max(axis=0)

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        yield slice(0, len(self._values)), self._values.copy()


def log_arrangements(codes, strata):
    """Natural logarithm of the number of labellings within strata (codes (n,) of both) that differ.

    Groups of the same sizes in all strata may swap their names: no statistic sees it.
    """
    table = np.zeros((int(strata.max()) + 1, int(codes.max()) + 1), dtype=np.int64)
    np.add.at(table, (strata, codes), 1)
    labellings = sum(
        lgamma(row.sum() + 1) - sum(lgamma(n + 1) for n in row[row > 1]) for row in table
    )
    alike = np.unique(table, axis=1, return_counts=True)[1]
    return float(labellings - sum(lgamma(n + 1) for n in alike))


def least_p(log_n, n_permutations):
    """Smallest p that can come out, of a number of labellings and of permutations."""
    return max(1 / (n_permutations + 1), np.exp(-min(log_n, -log(np.finfo(float).tiny))))


def _mixed(codes, strata):
    """Whether each input (n,) is in a stratum that holds several codes."""
    distinct = np.unique(np.stack([strata, codes]), axis=1)[0]
    return np.isin(strata, distinct[1:][distinct[1:] == distinct[:-1]])
