"""Hidden subgroups of both kinds in one table, with names and sentences."""

import numpy as np
import pandas as pd

from topomaps.statistics.subgroup_profiles import StandardisedLayers, group_means, part_cosines
from topomaps.statistics.subgroups import TOWARDS, hidden_subgroups

COLUMNS = ("group", "towards", "n", "n_blocks", "divided", "p", "p_holm", "dip", "acts_like",
           "similarity", "share", "low", "high", "distance", "at_bounds", "causes",
           "reads")  # fmt: skip
DECIMALS = 6
LIKE = 0.5  # cosine from which a part of its own is said to be like another group
FEW_SHOWN = 3  # tests, where no group is divided
N_NEURONS = 10  # most distinctive ones of each layer
POPULATIONS, SATURATION = "two populations", "saturation"
FEW_AT_BOUNDS = 0.05  # of the parts' difference; from there on, bounds can be its cause


def both_kinds(activations, labels, *, seed, level, blocks=None):
    """Subgroups that act like another group, and subgroups of any kind: two questions.

    Parameters
    ----------
    activations, labels, seed, level, blocks
        As of `topomaps.statistics.subgroups.hidden_subgroups`.

    Returns
    -------
    dict of str -> topomaps.statistics.subgroups.Subgroups
        By what the parts were looked for, `groups` or `anything`; each is corrected over groups.
    """
    return {
        towards: hidden_subgroups(
            activations, labels, seed=seed, level=level, towards=towards, blocks=blocks
        )
        for towards in TOWARDS
    }


def subgroup_table(found, activations, labels, names):
    """One row for each group and kind, the divided ones first.

    Parameters
    ----------
    found : dict
        As of `both_kinds`.
    activations : list of array-like (n, N_i)
        Read in blocks.
    labels : ndarray of int, shape (n,)
    names : sequence of str
        Of the groups.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`: those of `topomaps.statistics.subgroups.COLUMNS`, what the parts were
        looked for `towards`, the `similarity` of the second part to the group that it acts like
        (cosine of their profiles in all layers), what can be the `causes` of two modes, and a
        sentence.
    """
    values = StandardisedLayers(activations)
    means = group_means(values, labels)
    parts = []
    for towards, each in found.items():
        rows = []
        for row in each.table.itertuples():
            cosines = part_cosines(values, labels, row.group, each.membership, means)
            like = row.acts_like if towards == "groups" else _most_like(cosines)
            rows.append((like, cosines.get(like, np.nan)))
        likes, similarity = zip(*rows, strict=True)
        parts.append(each.table.assign(towards=towards, acts_like=likes, similarity=similarity))
    table = pd.concat(parts, ignore_index=True)
    names = np.array([*names, ""])
    table = table.assign(group=names[table["group"]], acts_like=names[table["acts_like"]])
    table["causes"] = [_causes(row) for row in table.itertuples()]
    table["reads"] = [subgroup_sentence(row) for row in table.itertuples()]
    table = table.sort_values(
        ["divided", "p_holm", "distance"], ascending=[False, True, False], kind="stable"
    )
    shown = table[list(COLUMNS)].reset_index(drop=True)
    rounded = [name for name in shown.select_dtypes("float") if not name.startswith("p")]
    return shown.assign(**{name: shown[name].round(DECIMALS) for name in rounded})


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


def shown_subgroups(table, n_rows):
    """Rows of a table of subgroups for a figure: the divided ones, or else the least certain."""
    divided = table[table["divided"]]
    return (divided if len(divided) else table.head(FEW_SHOWN)).head(n_rows)


def subgroup_verdict(table):
    """One sentence on a table of subgroups."""
    groups, divided = table["group"].nunique(), table[table["divided"]]
    if not len(divided):
        return f"None of {groups} groups is divided; the {FEW_SHOWN} least certain tests are shown"
    sentence = f"{divided['group'].nunique()} of {groups} groups have two modes"
    doubtful = divided.loc[divided["causes"] != POPULATIONS, "group"].nunique()
    return sentence + (f"; in {doubtful}, {SATURATION} can do this too" if doubtful else "")


def _causes(row):
    if not row.divided:
        return ""
    return POPULATIONS + ("" if row.at_bounds < FEW_AT_BOUNDS else f" or {SATURATION}")


def subgroup_sentence(row):
    """What a row of a table of subgroups says."""
    if not row.divided:
        blocks = f" in {row.n_blocks:,} blocks" if row.n_blocks < row.n else ""
        return f"{row.group} has one mode, as far as {row.n:,} inputs{blocks} can tell"
    share = f"{row.share:.0%} [{row.low:.0%}, {row.high:.0%}] of {row.group}"
    doubt = "" if row.causes == POPULATIONS else f"; {SATURATION} can do this too"
    if row.towards == "groups":
        return f"{share} act like {row.acts_like}{doubt}"
    likeness = f"most like {row.acts_like}" if row.acts_like else "like no other group"
    return f"{share} are a second mode, {likeness}{doubt}"


def _most_like(cosines):
    """The group of the largest cosine, -1 if there is none that is large."""
    best = max(cosines, key=cosines.get, default=-1)
    return best if cosines.get(best, 0) >= LIKE else -1
