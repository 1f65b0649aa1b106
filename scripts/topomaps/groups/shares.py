"""Shares of inputs by group and outcome, and what is known of them where inputs depend."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.stats import norm, t
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

# ASSUME: a tenth of a block counts as one more error, lest few errors hide that inputs depend.
OF_A_BLOCK = 0.1
HARDLY_ANY = 1e-9  # inputs that a single block tells as much as


class Shares(NamedTuple):
    """How many inputs of G groups have each of K outcomes.

    Attributes
    ----------
    counts : ndarray of int, shape (G, K)
        Inputs with the outcome.
    n, n_units : ndarray of int, shape (G,)
        All inputs that are judged, and the blocks that they are of.
    like : ndarray, shape (G, K)
        Independent inputs whose share would vary as much (Kish 1965); NaN where n is 0.
    freedom : ndarray, shape (G,)
        Degrees of freedom of that estimate; infinite of independent inputs.
    """

    counts: np.ndarray
    n: np.ndarray
    n_units: np.ndarray
    like: np.ndarray
    freedom: np.ndarray

    @property
    def shares(self):
        """Share of each outcome (G, K); NaN where n is 0."""
        with np.errstate(invalid="ignore"):
            return self.counts / self.n[:, None]

    def sizes(self, confidence):
        """Independent inputs (G, K) whose intervals are as wide as those of these are to be.

        Those of blocks are fewer by the ratio of the normal's to Student's quantile, since how much
        blocks vary is estimated, too (Korn and Graubard 1998).
        """
        tail = (1 - confidence) / 2
        ratio = norm.isf(tail) / t.isf(tail, np.maximum(self.freedom, HARDLY_ANY))
        return np.maximum(self.like * np.square(ratio)[:, None], HARDLY_ANY)

    def intervals(self, confidence):
        """Wilson's interval (2, G, K) of each share."""
        sizes = self.sizes(confidence)
        return np.stack(
            proportion_confint(self.shares * sizes, sizes, 1 - confidence, method="wilson")
        )

    def gaps(self, outcome, confidence):
        """Differences of shares of one outcome between pairs of groups, with intervals.

        Returns
        -------
        gap, low, high : ndarray, shape (G (G − 1) / 2,)
            Share of the first minus share of the second, in the order of `pairs`; the interval is
            that of Newcombe (1998, method 10).
        """
        sizes, shares = self.sizes(confidence)[:, outcome], self.shares[:, outcome]
        samples = [each[index] for index in pairs(len(self.n)) for each in (shares * sizes, sizes)]
        with np.errstate(invalid="ignore"):
            limits = confint_proportions_2indep(
                *samples, method="newcomb", compare="diff", alpha=1 - confidence
            )
        first, second = pairs(len(self.n))
        return shares[first] - shares[second], *limits


def pairs(n_groups):
    """Places of the first and of the second group of each pair."""
    return np.triu_indices(n_groups, 1)


def shares_of(groups, outcomes, n_groups, n_outcomes, blocks=None):
    """Shares of m judged inputs.

    Parameters
    ----------
    groups, outcomes : ndarray of int, shape (m,)
        Group of each input, and its outcome; -1 is an outcome that is not counted.
    n_groups, n_outcomes : int
    blocks : ndarray of int, shape (m,), optional
        Block of each input, where inputs depend on each other.

    Returns
    -------
    Shares
    """
    n = np.bincount(groups, minlength=n_groups)
    hits = _counted(groups, outcomes, n_groups, n_outcomes)
    counts = hits.toarray().astype(np.int64)
    if blocks is None:
        like = np.where(n > 0, n, np.nan)[:, None] * np.ones(n_outcomes)
        return Shares(counts, n, n, like, np.full(n_groups, np.inf))
    both, first, unit = np.unique(
        np.stack([groups, blocks]), axis=1, return_index=True, return_inverse=True
    )[:3]
    size = np.bincount(unit, minlength=both.shape[1]).astype(float)
    hits = _counted(unit, outcomes, len(size), n_outcomes)
    return Shares(counts, n, *_of_blocks(groups[first], size, hits, counts, n))


def _counted(rows, outcomes, n_rows, n_outcomes):
    """Sparse counts (n_rows, n_outcomes) of inputs by row and outcome."""
    known = outcomes >= 0
    places = (rows[known], outcomes[known])
    return csr_array((np.ones(known.sum()), places), shape=(n_rows, n_outcomes))


def _of_blocks(group, size, hits, counts, n):
    """Blocks (G,), independent inputs that tell as much (G, K), and degrees of freedom (G,).

    The squared deviations of the blocks' hits from what the group's share lets expect are compared
    with those of single inputs. Both get a fraction of a block that is all hits or none, so that
    blocks count as single inputs where hardly any input differs from the others.
    """
    of_group = csr_array(
        (np.ones(len(group)), (group, np.arange(len(group)))), (len(n), len(group))
    )
    n_units, squares = np.bincount(group, minlength=len(n)), of_group @ size**2
    inputs = np.where(n > 0, n, np.nan)
    share = counts / inputs[:, None]
    beyond = (of_group @ hits.power(2)).toarray() + share**2 * squares[:, None]
    beyond -= 2 * share * (of_group @ hits.multiply(size[:, None]).tocsr()).toarray()
    parts = np.maximum(n_units, 2)
    between = beyond * (parts / (parts - 1) / inputs)[:, None]
    largest = (squares / inputs)[:, None]  # as many inputs tell of one block as of a single input
    added = OF_A_BLOCK * largest / inputs[:, None]
    effect = (between + added * largest) / (share * (1 - share) + added)
    like = np.where(n_units > 1, inputs / np.maximum(effect, 1).T, HARDLY_ANY).T
    like[n == 0] = np.nan
    return n_units, like, np.where(n > 0, inputs**2 / np.maximum(squares, 1) - 1, 0.0)
