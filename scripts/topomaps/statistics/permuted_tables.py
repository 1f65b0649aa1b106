"""Tables of outcomes and groups, permuted: counts of lines of inputs or blocks in each group.

Inputs of one outcome cannot be told apart, so that a permutation is a table of outcomes and groups
with the sums of the observed one. Such tables are drawn at once (Patefield 1981), whatever the
number of inputs. Where blocks are exchanged as wholes, each block is a line of the table.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, hstack
from scipy.stats import random_table


class Lines(NamedTuple):
    """T lines of the table of a stratum: kinds of inputs, or blocks.

    Attributes
    ----------
    table : ndarray of int, shape (T, G)
        Inputs or blocks of each line in each group.
    sizes : ndarray, shape (T,)
        Inputs that each of a line stands for.
    hits : scipy.sparse.csr_array, shape (T, K)
        How many of these have each outcome.
    columns : scipy.sparse.csr_array, shape (T, C)
        What is summed over each group: sizes and hits; of blocks also size², hits², size · hits.
    share : ndarray, shape (K,)
        Share of each outcome among the inputs of the stratum.
    """

    table: np.ndarray
    sizes: np.ndarray
    hits: csr_array
    columns: csr_array
    share: np.ndarray

    @property
    def n_inputs(self):
        """All inputs."""
        return int(self.table.sum(axis=1) @ self.sizes)

    @property
    def variance(self):
        """Σ share · (1 − share) over the inputs (K,)."""
        return self.share * (1 - self.share) * self.n_inputs

    @property
    def is_mixed(self):
        """Whether there are several groups."""
        return (self.table.sum(axis=0) > 0).sum() > 1


def rows_by_stratum(within):
    """Indices of the inputs of each stratum."""
    order = np.argsort(within, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(within[order])) + 1)


def lines_of(groups, outcomes, unit, are_wholes, shape):
    """`Lines` of the inputs of a stratum, shape (G, K); inputs of one unit make a line."""
    n_groups, n_outcomes = shape
    line, inputs = np.unique(unit, return_inverse=True, return_counts=True)[1:]
    known, n_lines = outcomes >= 0, len(inputs)
    hits = _counted(line[known], outcomes[known], (n_lines, n_outcomes))
    table = _counted(line, groups, (n_lines, n_groups)).toarray().astype(np.int64)
    share, sizes = hits.sum(axis=0) / len(groups), np.ones(n_lines)
    if are_wholes:
        table, sizes = np.minimum(table, 1), inputs.astype(float)
    else:
        hits = (hits / inputs[:, None]).tocsr()
    size, squares = csr_array(sizes[:, None]), []
    if are_wholes:
        squares = [size.power(2), hits.power(2), hits * sizes[:, None]]
    return Lines(table, sizes, hits, hstack([size, hits, *squares], format="csr"), share)


def _counted(rows, columns, shape):
    """Sparse counts of pairs of a row and a column."""
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def permuted_table(table, size, stream):
    """Tables (size, T, G) with the sums of lines and groups of a table (T, G).

    Those of a single line or group are all alike; SciPy 1.17 draws negative numbers for them.
    """
    sums, present = table.sum(axis=1), table.any(axis=0)
    drawn = np.repeat(table[None], size, axis=0)
    if len(sums) > 1 and present.sum() > 1:
        of_groups = table.sum(axis=0)[present]
        drawn[..., present] = random_table.rvs(sums, of_groups, size=size, random_state=stream)
    return drawn


def sums_of_groups(tables, lines):
    """Sums (b, G, C) of the columns of all strata's lines, of tables (b, T, G).

    What the stratum's share lets expect is taken out of the hits, and of their products.
    """
    found = 0.0
    for table, each in zip(tables, lines, strict=True):
        b, n_lines, n_groups = table.shape
        by_line = np.moveaxis(table, 1, 0).reshape(n_lines, b * n_groups).astype(float)
        sums = (each.columns.T @ by_line).T.reshape(b, n_groups, -1)
        found = found + _beyond(sums, each.share)
    return found


def _beyond(sums, share):
    """Sums (b, G, C) with hits minus size · share in place of the hits."""
    n_outcomes = len(share)
    size, hits = sums[..., :1], sums[..., 1 : 1 + n_outcomes]
    parts = [size, hits - share * size]
    if sums.shape[-1] > 1 + n_outcomes:
        square, (squares, products) = (
            sums[..., 1 + n_outcomes : 2 + n_outcomes],
            np.split(sums[..., 2 + n_outcomes :], 2, axis=-1),
        )
        parts += [square, squares - 2 * share * products + share**2 * square]
        parts += [products - share * square]
    return np.concatenate(parts, axis=-1)
