"""Groups of a user's inputs: by class, outcome, attributes, or a column of the user's."""

import logging

import numpy as np
import pandas as pd

from topomaps.activations.inputs import natural_key
from topomaps.groups.attributes import BETWEEN_VALUES, joined_values
from topomaps.groups.groupings import Grouping, group_inputs

logger = logging.getLogger(__name__)

MAX_GROUPS = 1000
ATTRIBUTE = "attribute"


def own_groups(known, *, by, attributes=(), only=None, min_size=1):
    """Groups of inputs, those that are too small or not of interest left out.

    Parameters
    ----------
    known : topomaps.activations.inputs.KnownInputs
    by : str
        One of `topomaps.groups.groupings.GROUPINGS`, or "attribute".
    attributes : sequence of str
        The attribute, or several for their combinations.
    only : sequence of str, optional
        Names of the groups of interest; all if None.
    min_size : int
        Groups with fewer inputs are left out, with a warning unless they are empty.

    Returns
    -------
    topomaps.groups.groupings.Grouping
        Underscores in names became spaces.

    Raises
    ------
    ValueError
        If labels, predictions or an attribute are missing, a group of interest is unknown, or
        fewer than 2 or more than `MAX_GROUPS` groups are left.
    """
    if by == ATTRIBUTE:
        grouping = _attribute_grouping(known.attributes, list(attributes))
    else:
        grouping = _class_grouping(known, by)
    counts = _counts(grouping)
    wanted = counts >= max(min_size, 1)
    for name, count in zip(grouping.names, counts, strict=True):
        if 0 < count < min_size:
            logger.warning("group %r has %d inputs, fewer than %d: left out", name, count, min_size)
    if only is not None:
        names = [str(name).replace("_", " ") for name in only]
        if unknown := [name for name in names if name not in grouping.names]:
            there = ", ".join(name for name, n in zip(grouping.names, counts, strict=True) if n)
            raise ValueError(f"groups of interest: there is no {unknown[0]!r}; there are: {there}")
        wanted &= np.isin(grouping.names, names)
    if wanted.sum() < 2:
        found = zip(grouping.names, counts, strict=True)
        shown = ", ".join(f"{name} ({count})" for name, count in list(found)[:20] if count)
        raise ValueError(
            f"{wanted.sum()} groups are left, two are needed to compare; inputs per group: "
            f"{shown or 'none'}. Lower min_size, name more groups, or group by something else."
        )
    if wanted.sum() > MAX_GROUPS:
        raise ValueError(_too_many(wanted.sum()))
    return _kept(grouping, np.flatnonzero(wanted))


def _counts(grouping):
    members = grouping.members[grouping.members >= 0]
    return np.bincount(members, minlength=len(grouping.names))


def _kept(grouping, kept):
    """The groups with these indices alone, in this order."""
    new_index = np.full(len(grouping.names) + 1, -1)  # the last entry serves inputs of no group
    new_index[kept] = np.arange(len(kept))
    parts = (grouping.names, grouping.rows, grouping.columns)
    names, rows, columns = (tuple(each[index] for index in kept) for each in parts)
    return Grouping(names, rows, columns, new_index[grouping.members])


def _too_many(count):
    return (
        f"{count:,} groups are more than {MAX_GROUPS:,}, the largest number that maps make sense "
        "for; name groups of interest, raise min_size, or group by something coarser"
    )


def _class_grouping(known, by):
    for what in ("labels",) if by == "class" else ("labels", "predictions"):
        if getattr(known, what) is None:
            raise ValueError(
                f"the inputs have no {what}, which groups by {by!r} need; add them, or group by "
                f"an attribute: {', '.join(known.attributes.columns) or 'there is none either'}"
            )
    names = [name.replace("_", " ") for name in known.class_names]
    if by == "confusion" and len(names) ** 2 > MAX_GROUPS:
        raise ValueError(_too_many(len(names) ** 2))
    grouping = group_inputs(by, known.labels, known.predictions, names)
    missing = known.labels < 0 if by == "class" else (known.labels < 0) | (known.predictions < 0)
    members = np.where(missing, -1, grouping.members)
    return Grouping(grouping.names, grouping.rows, grouping.columns, members)


def _attribute_grouping(table, attributes):
    """Groups by the values of attributes; two attributes span rows and columns."""
    for name in attributes:
        if name not in table:
            raise ValueError(
                f"the inputs have no attribute {name!r}; they have: "
                f"{', '.join(map(str, table.columns)) or 'none'}"
            )
    complete = table[attributes].notna().all(axis=1).to_numpy()
    if not complete.all():
        logger.warning(
            "%d inputs have no value of %s and belong to no group",
            *((~complete).sum(), " or ".join(attributes)),
        )
    ordered = table.loc[complete, attributes].apply(_in_natural_order)
    sizes = [len(ordered[name].cat.categories) for name in attributes]
    if np.prod(sizes, dtype=float) > 100 * MAX_GROUPS:
        raise ValueError(_too_many(int(np.prod(sizes, dtype=float))))
    names, codes = joined_values(ordered, attributes)
    members = np.full(len(table), -1)
    members[complete] = codes
    places = [name.split(BETWEEN_VALUES, 1) for name in names]
    if len(attributes) != 2:
        return Grouping(tuple(names), ("",) * len(names), tuple(names), members)
    rows, columns = zip(*places, strict=True) if places else ((), ())
    return Grouping(tuple(names), rows, columns, members)


def _in_natural_order(column):
    """Column as categories, numbers and ranges such as "10-19" by their first number."""
    values = sorted(column.unique(), key=natural_key)
    return column.astype(pd.CategoricalDtype(values, ordered=True))
