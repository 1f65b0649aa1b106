"""How far two groups lie apart in standard deviations (Hedges' g), beside what chance gives."""

from dataclasses import dataclass

import numpy as np

ROUNDING = 1e-12  # share of a neuron's variance below which nothing is left within the groups
CHANCE = (0.5, 0.95)


@dataclass(frozen=True)
class Contrast:
    """What Hedges' g needs to know of two groups, besides the difference of their means.

    Attributes
    ----------
    n, n_strata : int
        Inputs, and strata of them.
    left : float
        Share of the contrast between the groups that is left within strata, 1 for one stratum: by
        it, means that are taken out in strata shrink the difference of the groups.
    """

    n: int
    n_strata: int
    left: float

    @property
    def freedom(self):
        """Degrees of freedom of the standard deviations."""
        return self.n - self.n_strata - 1


def contrast(codes, strata):
    """`Contrast` of inputs with the codes 0 and 1 (n,) in strata (n,)."""
    table = np.zeros((int(strata.max()) + 1, 2))
    np.add.at(table, (strata, codes), 1)
    sizes, whole = table.sum(axis=1), table.sum(axis=0)
    within = (table[:, 0] * table[:, 1] / np.maximum(sizes, 1)).sum()
    return Contrast(len(codes), int((sizes > 0).sum()), within * len(codes) / whole.prod())


def absolute_g(differences, sizes, variance, given):
    """|Hedges' g| of each neuron: difference of means in pooled standard deviations (Hedges 1981).

    With strata it is the difference within them, in the standard deviations that strata and groups
    leave (as analysis of covariance has it). Corrected for small samples by 1 − 3 / (4·ν − 1).

    Parameters
    ----------
    differences : ndarray, shape (b, N)
        Of the means of activations that are centred within strata, in b labellings.
    sizes : ndarray, shape (b, 2)
        Inputs of both groups.
    variance : ndarray, shape (N,)
        Of the centred activations, with n − 1 degrees of freedom.
    given : Contrast

    Returns
    -------
    ndarray, shape (b, N)
        0 for a neuron that is constant in both groups, infinite for one that only differs between
        them; NaN where there are no degrees of freedom, or strata leave no contrast.
    """
    if given.freedom < 2 or given.left <= 0:
        return np.full(differences.shape, np.nan)
    alive = variance > 0
    squares = differences**2 * alive / np.where(alive, variance * (given.n - 1), 1.0)
    rest = 1 - squares * (sizes.prod(axis=-1) / (given.n * given.left))[:, None]
    rest = np.where(rest < ROUNDING, 0, rest)
    with np.errstate(divide="ignore"):
        g = np.sqrt(given.freedom * squares / rest) / given.left
    return g * (1 - 3 / (4 * given.freedom - 1))


def mean_and_largest(naps, sizes, variance, given):
    """Mean and largest |g| (b, 2) over neurons, of the NAPs (b, 2, N) of two groups."""
    g = absolute_g(naps[:, 1] - naps[:, 0], sizes, variance, given)
    return np.stack([g.mean(axis=1), g.max(axis=1)], axis=1)


def typical_g(effects, sizes, given):
    """Root mean square of g over neurons, from effects that noise is taken out of.

    Parameters
    ----------
    effects : ndarray
        As of `topomaps.statistics.separation.Separation`: mean shares of a neuron's variance, here
        a quarter of the squared difference of two means. Those below 0 give 0.
    sizes : array-like, shape (2,)
        Inputs of both groups.
    given : Contrast

    Returns
    -------
    ndarray
        Exact where all neurons differ alike, a little small where they do not.
    """
    if given.freedom < 2 or given.left <= 0:
        return np.full(np.shape(effects), np.nan)
    squares = 4 * np.maximum(effects, 0) / (given.n - 1)
    rest = 1 - squares * (np.prod(sizes, dtype=float) / (given.n * given.left))
    return np.sqrt(given.freedom * squares / np.maximum(rest, ROUNDING)) / given.left


def effect_sizes(test, sizes, given, alpha):
    """Effect sizes of a pair as columns of a table, each beside what chance gives.

    Parameters
    ----------
    test : topomaps.statistics.separation.Separation
        Of two groups, by which `mean_and_largest` was measured.
    sizes : array-like, shape (2,)
    given : Contrast
    alpha : float
        The interval has the confidence 1 − alpha.

    Returns
    -------
    dict
        `typical_g` with its interval, and what 1 − alpha of the permutations stay below; mean and
        largest |g| with the median of the permutations and what 95 % of them stay below.
    """
    summary = test.summary(alpha)
    ends = ("", "_low", "_high", "_by_chance")
    typical = typical_g(np.array([summary[f"effect{end}"] for end in ends]), sizes, given)
    columns = dict(zip((f"typical_g{end}" for end in ends), typical, strict=True))
    # Values themselves, because some may be infinite.
    levels = np.quantile(test.null_measured, CHANCE, axis=0, method="higher")
    for name, own, level in zip(("mean", "max"), test.measured, levels.T, strict=True):
        columns |= {
            f"{name}_abs_g": own,
            f"{name}_abs_g_chance": level[0],
            f"{name}_abs_g_chance_high": level[1],
        }
    return columns
