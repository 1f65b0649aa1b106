"""What a page says of the attributes that its tests account for, and of those that they do not."""

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from topomaps.common.reader_names import variable_name
from topomaps.statistics.missing_nuisance import MOST_VALUES, NEAR_ONE, hint_on_nuisance

LEAST_V = 0.1  # ASSUME: of Cramér's V, below which an attribute hardly goes along with groups
LEVEL = 0.01  # of all attributes of a grouping together, at which one is named
BINS, FEW_VALUES = 5, 10  # of numbers: more values than FEW_VALUES are cut into BINS as large


def words_on_nuisance(attributes, groups, declared, used):
    """Sentences on what the tests of groups account for, and on what else tells the groups apart.

    Parameters
    ----------
    attributes : pandas.DataFrame
        A row for each input.
    groups : ndarray of int, shape (n,)
        Group of each input, -1 for none.
    declared, used : list of str
        Attributes that are nuisance, and those that make the groups or the blocks.

    Returns
    -------
    list of str
    """
    rows = groups >= 0
    others = {
        name: _codes(column[rows])
        for name, column in attributes.items()
        if name not in (*declared, *used)
    }
    several = {name: codes for name, codes in others.items() if _is_several(codes)}
    nested = [name for name, codes in several.items() if _is_nested(codes, groups[rows])]
    along = {
        name: cramers_v(codes, groups[rows])
        for name, codes in several.items()
        if name not in nested and _goes_along(codes, groups[rows], LEVEL / len(several))
    }
    return [
        *([f"The tests permute within {_listed(declared)} (nuisance)."] if declared else []),
        *([_of_others(along)] if along else []),
        *([_of_nested(nested)] if nested else []),
    ]


def hint_on_layer(test, activations, attributes, groups, declared):
    """Why no group differs at all from the mean, where an attribute hides it; "" where none does.

    Parameters
    ----------
    test : topomaps.explorer.analyses.Tested or None
    activations : array-like, shape (n, N)
    attributes, groups, declared
        As of `words_on_nuisance`.

    Returns
    -------
    str
    """
    p = np.array([]) if test is None else test.of_groups["p"].dropna().to_numpy()
    if not len(p) or p.min() < NEAR_ONE:
        return ""
    others = attributes.drop(columns=[name for name in declared if name in attributes])
    hint = hint_on_nuisance(np.asarray(activations[:]), p, others, groups)
    return f"{hint.sentence}." if hint else ""


def cramers_v(codes, groups):
    """How far two partitions of inputs go along with each other, 0 (by chance) to 1.

    Cramér's V without its bias (Bergsma 2013, J. Korean Stat. Soc. 42). Codes below 0 are left out.
    """
    table = pd.crosstab(codes[codes >= 0], groups[codes >= 0]).to_numpy()
    n, (r, k) = table.sum(), table.shape
    if n < 2 or min(r, k) < 2:
        return 0.0
    phi2 = chi2_contingency(table, correction=False).statistic / n
    excess = max(0.0, phi2 - (r - 1) * (k - 1) / (n - 1))
    smaller = min(each - (each - 1) ** 2 / (n - 1) for each in (r, k))
    return float(np.sqrt(excess / (smaller - 1))) if smaller > 1 else 0.0


def groups_of_inputs(groups, n):
    """Group of each of n inputs among the given ones that were drawn (SampledGroups).

    Of inputs without attributes, n may be 0: then they end with the last one that was drawn.
    """
    last = max((int(inputs.max()) for inputs in groups.inputs if len(inputs)), default=-1)
    members = np.full(max(n, last + 1), -1)
    for number, (inputs, kind) in enumerate(zip(groups.inputs, groups.kinds, strict=True)):
        if kind == "given":
            members[inputs] = number
    return members


def _codes(column):
    """Numbers of the values of an attribute, -1 where there is none; many numbers are binned."""
    if pd.api.types.is_numeric_dtype(column) and column.nunique() > FEW_VALUES:
        return pd.qcut(column, BINS, labels=False, duplicates="drop").fillna(-1).astype(int)
    return pd.Series(pd.factorize(column)[0], index=column.index)


def _is_several(codes):
    """Whether an attribute has several values, and does not name single inputs."""
    return 2 <= codes[codes >= 0].nunique() <= MOST_VALUES * len(codes)


def _is_nested(codes, groups):
    """Whether each value lies in one group only, and groups have several values."""
    pairs = pd.DataFrame({"code": np.asarray(codes), "group": groups}).query("code >= 0")
    n_values = pairs["code"].nunique()
    return len(pairs.drop_duplicates()) == n_values > pairs["group"].nunique()


def _goes_along(codes, groups, level):
    codes = np.asarray(codes)
    table = pd.crosstab(codes[codes >= 0], groups[codes >= 0]).to_numpy()
    if min(table.shape) < 2 or cramers_v(codes, groups) < LEAST_V:
        return False
    return bool(chi2_contingency(table, correction=False).pvalue <= level)


def _of_others(along):
    names = sorted(along, key=along.get, reverse=True)
    words = ", ".join(f"{variable_name(str(name))} {along[name]:.2g}" for name in names)
    return (
        f"The tests do not account for attributes that go along with these groups: {words} "
        "(Cramér's V, by chance 0). What differs may be due to them. Name them as nuisance to see "
        "what is left."
    )


def _of_nested(nested):
    lie = "lies" if len(nested) == 1 else "lie"
    return (
        f"Each value of {_listed(nested)} {lie} in one group only. If inputs of one value depend "
        "on each other, name it as blocks."
    )


def _listed(names):
    names = [variable_name(str(name)) for name in names]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
