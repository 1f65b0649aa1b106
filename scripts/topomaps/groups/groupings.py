"""Groups of inputs: what a topographic activation map is drawn for."""

import logging
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from topomaps.common.text import check_names
from topomaps.groups.factors import (
    BETWEEN_VALUES,
    CHECKPOINT,
    CLASS,
    CONFUSION,
    CORRECTNESS,
    OUTCOMES,
    combined,
    factor,
)

logger = logging.getLogger(__name__)

MAX_GROUPS = 1000
MAX_COMBINATIONS = 100 * MAX_GROUPS
# Their figures have a place for every group, so that an empty one is kept.
NO_INPUT = "no input"
WITH_EMPTY_GROUPS = ([CORRECTNESS], [CONFUSION], [CHECKPOINT])


class Dropped(NamedTuple):
    """A group that was left out: its name, its number of inputs, and why, in words."""

    name: str
    n_inputs: int
    reason: str


@dataclass(frozen=True)
class Grouping:
    """Assignment of inputs to groups.

    Attributes
    ----------
    names : tuple of str, length G
    rows, columns : tuple of str, length G
        Place of each group in a figure of two factors; rows are empty for one factor.
    members : ndarray of int, shape (n,)
        Group of each input, -1 for inputs outside all groups.
    dropped : tuple of Dropped
        Groups that were left out.
    """

    names: tuple
    rows: tuple
    columns: tuple
    members: np.ndarray
    dropped: tuple = ()

    def counts(self):
        """Inputs per group (G,)."""
        return np.bincount(self.members[self.members >= 0], minlength=len(self.names))

    def kept(self, wanted):
        """The groups with these indices alone, in this order."""
        new_index = np.full(len(self.names) + 1, -1)  # the last entry serves inputs of no group
        new_index[wanted] = np.arange(len(wanted))
        parts = (self.names, self.rows, self.columns)
        return Grouping(
            *(tuple(each[index] for index in wanted) for each in parts),
            new_index[self.members],
            self.dropped,
        )


def group_inputs(known, by, only=None, min_size=None):
    """Group inputs by one or several factors, groups too small or not of interest left out.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    by : sequence of str
        Factors, see `topomaps.groups.factors.factor`; several are combined. "correctness" alone
        stands for class × correct or wrong (HHAI, section 6.1.1), "checkpoint" for class ×
        checkpoint of the training.
    only : sequence, optional
        Names of the groups of interest, or values: a group is kept if all of its values are named.
    min_size : int, optional
        Groups with fewer inputs are left out, with a warning unless they are empty. If left out,
        1, or 0 where a figure has a place for every group.

    Returns
    -------
    Grouping

    Raises
    ------
    ValueError
        As of `factor`; if a group of interest is unknown, or fewer than 2 or more than
        `MAX_GROUPS` groups are left.
    """
    by = list(by)
    grouping, values = _all_groups(known, by)
    if min_size is None:
        min_size = 0 if by in WITH_EMPTY_GROUPS else 1
    counts = grouping.counts()
    wanted, asked = counts >= min_size, np.ones(len(counts), dtype=bool)
    for index in np.flatnonzero((counts > 0) & ~wanted):
        logger.warning(
            "group %r has %d inputs, fewer than %d: it is left out",
            *(grouping.names[index], counts[index], min_size),
        )
    if only is not None:
        asked = _of_interest(grouping.names, values, counts, only)
        wanted &= asked
    _check_number(wanted & (counts > 0), grouping.names, counts)
    if wanted.sum() > MAX_GROUPS:
        raise ValueError(_too_many(wanted.sum()))
    # Combinations of values that no input has are no loss.
    told = ~wanted & ((counts > 0) | (len(by) == 1))
    dropped = tuple(
        Dropped(grouping.names[each], int(counts[each]), _why(asked[each], min_size, counts[each]))
        for each in np.flatnonzero(told)
    )
    return replace(grouping, dropped=dropped).kept(np.flatnonzero(wanted))


def _why(asked, min_size, n_inputs):
    """Why a group is left out."""
    if not asked:
        return "not named by only"
    return f"fewer inputs than min_size, {min_size}" if n_inputs else NO_INPUT


def groups_with_inputs(known, by):
    """Names of all groups that inputs fall into; parameters as of `group_inputs`."""
    grouping, _ = _all_groups(known, list(by))
    return [name for name, n in zip(grouping.names, grouping.counts(), strict=True) if n]


def _all_groups(known, by):
    """All groups, empty ones included, and the values of each, for `only`."""
    if by == [CORRECTNESS]:
        (values, members) = combined([factor(known, CORRECTNESS), factor(known, CLASS)])
        names = tuple(f"{name} {outcome}" for outcome, name in values)
        grouping = Grouping(names, *zip(*values, strict=True), members)
        return grouping, [{name} for _, name in values]
    if by == [CONFUSION]:
        names, members = factor(known, CONFUSION)
        classes = factor(known, CLASS)[0]
        places = [(true, predicted) for true in classes for predicted in classes]
        grouping = Grouping(tuple(names), *zip(*places, strict=True), members)
        return grouping, [set(place) for place in places]
    if by == [CHECKPOINT]:
        (values, members) = combined([factor(known, CHECKPOINT), factor(known, CLASS)])
        names = tuple(f"{name} after {step} steps" for step, name in values)
        grouping = Grouping(names, *zip(*values, strict=True), members)
        return grouping, [{name} for _, name in values]
    factors = [factor(known, name) for name in by]
    if (n := np.prod([len(names) for names, _ in factors], dtype=float)) > MAX_COMBINATIONS:
        raise ValueError(_too_many(int(n)))
    values, members = combined(factors)
    names = tuple(BETWEEN_VALUES.join(each) for each in values)
    _check_distinct(names, by)
    rows, columns = ("",) * len(names), names
    if len(by) == 2 and names:
        rows, columns = zip(*values, strict=True)
    return Grouping(names, rows, columns, members), [set(each) for each in values]


def _check_distinct(names, by):
    """Raise ValueError if a name is too long, or two combinations of values have one name."""
    check_names(names, f"grouping by {BETWEEN_VALUES.join(by)}")
    repeated = {name for name, n in Counter(names).items() if n > 1}
    if repeated:
        raise ValueError(
            f"grouping by {BETWEEN_VALUES.join(by)}: two combinations of values are both called "
            f"{min(repeated)!r}; write the values without {BETWEEN_VALUES!r}"
        )


def _of_interest(names, values, counts, only):
    """Which groups (G,) are named, or have only values that are named."""
    asked = {str(name) for name in only}
    known = {*names, *(value for each in values for value in each)} | {*OUTCOMES}
    if unknown := sorted(asked - known):
        there = ", ".join(name for name, n in zip(names, counts, strict=True) if n)
        raise ValueError(f"groups of interest: there is no {unknown[0]!r}; there are: {there}")
    return np.array(
        [name in asked or each <= asked for name, each in zip(names, values, strict=True)]
    )


def _check_number(wanted, names, counts):
    if wanted.sum() < 2:
        found = [f"{name} ({n})" for name, n in zip(names, counts, strict=True) if n]
        raise ValueError(
            f"{wanted.sum()} groups are left, two are needed to compare; inputs per group: "
            f"{', '.join(found[:20]) or 'none'}. Lower min_size, name more groups, or group by "
            "something else."
        )


def _too_many(count):
    return (
        f"{count:,} groups are more than {MAX_GROUPS:,}, the largest number that maps make sense "
        "for; name groups of interest, raise min_size, or group by something coarser"
    )
