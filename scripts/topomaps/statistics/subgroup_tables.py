"""Hidden subgroups of both kinds in one table, with names and sentences."""

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.subgroups import TOWARDS, hidden_subgroups

DECIMALS = 6
FEW_SHOWN = 3  # tests, where no group is divided
N_NEURONS = 10  # most distinctive ones of each layer


def both_kinds(activations, labels, *, seed, level):
    """Subgroups that act like another group, and of any kind, corrected for all tests together.

    Parameters
    ----------
    activations, labels, seed, level
        As of `topomaps.statistics.subgroups.hidden_subgroups`.

    Returns
    -------
    dict of str -> topomaps.statistics.subgroups.Subgroups
        By what the parts were looked for, `groups` or `anything`; `p_holm` and `divided` are over
        the groups and both ways together.
    """
    found = {
        towards: hidden_subgroups(activations, labels, seed=seed, level=level, towards=towards)
        for towards in TOWARDS
    }
    p = np.concatenate([each.table["p"] for each in found.values()])
    corrected = np.split(multipletests(p, method="holm")[1], len(found))
    for each, p_holm in zip(found.values(), corrected, strict=True):
        each.table["p_holm"] = p_holm
        each.table["divided"] = p_holm < level
    return found


def subgroup_table(found, names):
    """One row for each group and kind, the divided ones first.

    Parameters
    ----------
    found : dict
        As of `both_kinds`.
    names : sequence of str
        Of the groups.

    Returns
    -------
    pandas.DataFrame
        Columns group, towards, n, divided, p, p_holm, dip, acts_like, share, low, high, distance,
        reads (a sentence).
    """
    parts = [each.table.assign(towards=towards) for towards, each in found.items()]
    table = pd.concat(parts, ignore_index=True)
    names = np.array([*names, ""])
    table = table.assign(group=names[table["group"]], acts_like=names[table["acts_like"]])
    table["reads"] = [_sentence(row) for row in table.itertuples()]
    columns = ["group", "towards", *(each for each in table.columns if each not in (
        "group", "towards"))]  # fmt: skip
    numbers = table.select_dtypes("float").columns
    table[numbers] = table[numbers].round(DECIMALS)
    order = ["divided", "p_holm", "distance"]
    table = table.sort_values(order, ascending=[False, True, False], kind="stable")
    return table[columns].reset_index(drop=True)


def membership_table(found, rows, labels, names, **columns):
    """Probability of each input that it belongs to the second part of its group, by kind.

    Parameters
    ----------
    rows, labels : ndarray of int, shape (m,)
        Places of the inputs among those of the activations, and their groups.
    **columns : array, shape (m,)
        What else is known of the inputs.
    """
    second = {towards: each.membership.round(DECIMALS) for towards, each in found.items()}
    return pd.DataFrame({"index": rows, "group": np.array(names)[labels], **second, **columns})


def neuron_table(found, names, layers):
    """The most distinctive neurons of each layer for each group and kind.

    Returns
    -------
    pandas.DataFrame
        Columns group, towards, layer, rank (from 1), neuron and difference (the second part's mean
        minus the first's, in standard deviations within the parts).
    """
    entries = []
    for towards, each in found.items():
        for number, group in enumerate(each.table["group"]):
            for layer, values in zip(layers, each.differences, strict=True):
                order = np.argsort(-np.abs(values[number]), kind="stable")[:N_NEURONS]
                entries += [
                    {"group": names[group], "towards": towards, "layer": layer, "rank": rank,
                     "neuron": neuron, "difference": values[number, neuron].round(DECIMALS)}
                    for rank, neuron in enumerate(order, start=1) if values[number, neuron]
                ]  # fmt: skip
    columns = ["group", "towards", "layer", "rank", "neuron", "difference"]
    return pd.DataFrame(entries, columns=columns)


def _sentence(row):
    if not row.divided:
        return f"{row.group} is one population, as far as {row.n:,} inputs can tell"
    share = f"{row.share:.0%} [{row.low:.0%}, {row.high:.0%}] of {row.group}"
    if row.acts_like:
        return f"{share} act like {row.acts_like}"
    return f"{share} form a part of their own"


def shown_subgroups(table, n_rows):
    """Rows of a table of subgroups for a figure: the divided ones, or else the least certain."""
    divided = table[table["divided"]]
    return (divided if len(divided) else table.head(FEW_SHOWN)).head(n_rows)


def subgroup_verdict(table):
    """One sentence on a table of subgroups."""
    groups, divided = table["group"].nunique(), table.loc[table["divided"], "group"].nunique()
    if not divided:
        return f"None of {groups} groups is divided; the {FEW_SHOWN} least certain tests are shown"
    return f"{divided} of {groups} groups are more than one population"
