"""A hint where groups differ less than chance: what makes all of them vary is no nuisance yet.

Where an attribute is balanced over the groups and makes inputs differ, as the gender of sentences
on occupations does, its own differences count as noise of every group, and the means of groups lie
closer together than those of groups that are permuted. Then p is near 1, whatever the groups do.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from topomaps.common.probabilities import written_p

NEAR_ONE = 0.95  # frequent among family-wise p of noise, too, which no attribute explains
LEAST_SHARE = 0.1  # of the variance, beyond what an attribute of so many values has by chance
MOST_VALUES = 0.5  # of the inputs: an attribute with more values names them one by one


class Hint(NamedTuple):
    """An attribute that may be missing among the nuisance.

    Attributes
    ----------
    attribute : str
    sentence : str
    """

    attribute: str
    sentence: str


def hint_on_nuisance(values, p, attributes, groups, strata=None):
    """Tell which attribute may be missing among the nuisance, if one is.

    Parameters
    ----------
    values : ndarray, shape (n, S)
        What was tested, such as mean activations of regions.
    p : ndarray
        All p of what was tested, family-wise; NaN counts for nothing.
    attributes : pandas.DataFrame
        A row for each input.
    groups : ndarray of int, shape (n,)
        Group of each input, -1 for none.
    strata : ndarray of int, shape (n,), optional
        Combination of the nuisance attributes of each.

    Returns
    -------
    Hint or None
    """
    known = np.asarray(p, float)[~np.isnan(p)]
    if not len(known) or known.min() < NEAR_ONE:
        return None
    strata = np.zeros(len(groups), dtype=int) if strata is None else strata
    rows = groups >= 0
    shares = {
        name: _share(values[rows], column[rows], strata[rows])
        for name, column in attributes.items()
        if _may_be_nuisance(column[rows], groups[rows], strata[rows])
    }
    name = max(shares, key=shares.get, default=None)
    if name is None or shares[name] < LEAST_SHARE:
        return None
    return Hint(
        name,
        f"p is {written_p(known.min())} and more: {name!r} makes {shares[name]:.0%} of the "
        "variance in all groups, which hides how they differ; add it to `nuisance`",
    )


def _may_be_nuisance(column, groups, strata):
    """Whether an attribute varies within groups and strata, and does not name single inputs."""
    codes = pd.factorize(column)[0]
    n_values = codes.max() + 1
    if n_values < 2 or n_values > MOST_VALUES * len(codes):
        return False
    return all(len({*zip(each, codes, strict=True)}) > len({*each}) for each in (groups, strata))


def _share(values, column, strata):
    """Share of the variance within strata that an attribute explains (η²), beyond chance."""
    centred = values - _means(values, strata)
    codes = pd.factorize(column, use_na_sentinel=False)[0]
    explained = (_means(centred, codes) ** 2).sum() / ((centred**2).sum() or 1.0)
    return explained - codes.max() / max(1, len(codes) - 1)


def _means(values, codes):
    """Mean (n, S) of the rows that have the same code."""
    codes = np.unique(codes, return_inverse=True)[1]
    sums = np.zeros((codes.max(initial=0) + 1, values.shape[1]))
    np.add.at(sums, codes, values)
    return (sums / np.bincount(codes, minlength=len(sums))[:, None])[codes]
