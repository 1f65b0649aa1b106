"""The account of the inputs of a grouping: how many there were, and why others are in no group."""

import numpy as np
import pandas as pd

from topomaps.data.account import first_names
from topomaps.groups.account_rows import (
    DROPPED,
    GROUPED,
    INPUTS,
    LEFT_OUT,
    NO_GROUP,
    NOTE,
    TRAINING,
)
from topomaps.groups.factors import (
    CHECKPOINT,
    CLASS,
    CONFUSION,
    CORRECTNESS,
    PREDICTION,
)
from topomaps.groups.groupings import NO_INPUT, Dropped, groups_with_inputs

OF_NETWORK = (PREDICTION, CORRECTNESS, CONFUSION, CHECKPOINT)  # not known of inputs that it missed
COLUMNS = ["what", "reason", "n", "names"]
OTHER_PREDICTION = "is predicted as a class that no label has"
IN_DROPPED = "its group is left out"


def account_table(seen, known, grouping, by):
    """Table of what became of the inputs.

    Parameters
    ----------
    seen : topomaps.activations.input_accounts.SeenInputs
        What became of all inputs that there were.
    known : topomaps.activations.inputs.InputTable
        What is known of those that the network saw.
    grouping : topomaps.groups.groupings.Grouping
    by : sequence of str
        Factors of the groups.

    Returns
    -------
    pandas.DataFrame
        Columns what, reason, n and names (the first ones, or that of a group).
    """
    members, left_out = _once(grouping.members, known, by), seen.account.left_out
    rows = [(INPUTS, "", seen.account.n_inputs, "")]
    rows += [(LEFT_OUT, why, len(names), first_names(names)) for why, names in left_out.items()]
    rows += [(TRAINING, "", seen.n_training, "")] * (seen.n_training > 0)
    rows += _rows_without_group(seen, ungrouped(known, grouping, by))
    rows.append((GROUPED, "", int((members >= 0).sum()), ""))
    dropped = [*grouping.dropped, *_lost_groups(seen.lost, grouping, by)]
    rows += [(DROPPED, each.reason, each.n_inputs, each.name) for each in dropped]
    rows += [(NOTE, note, 0, "") for note in seen.account.notes]
    return pd.DataFrame(rows, columns=COLUMNS)


def left_out_table(seen, known, grouping, by):
    """Table of each input that is left out or misses what groups are made by; as `account_table`.

    Returns
    -------
    pandas.DataFrame
        Columns input and reason.
    """
    rows = [(name, why) for why, names in seen.account.left_out.items() for name in names]
    reasons = ungrouped(known, grouping, by)
    rows += [
        (name, why)
        for name, why in zip(seen.names[: len(reasons)], reasons, strict=True)
        if why and why != IN_DROPPED
    ]
    return pd.DataFrame(rows, columns=["input", "reason"])


def _rows_without_group(seen, reasons):
    names = np.asarray(seen.names[: len(reasons)], dtype=object)
    for reason in dict.fromkeys(reasons[reasons != ""]):
        found = names[reasons == reason].tolist()
        yield NO_GROUP, reason, len(found), "" if reason == IN_DROPPED else first_names(found)


def _lost_groups(lost, grouping, by):
    """Groups all of whose inputs were left out, which no input that is there tells of."""
    if lost is None or not len(lost.attributes) or {*by} & {*OF_NETWORK}:
        return []
    there = {*grouping.names, *(each.name for each in grouping.dropped)}
    return [
        Dropped(name, 0, NO_INPUT) for name in groups_with_inputs(lost, by) if name not in there
    ]


def ungrouped(known, grouping, by):
    """Reason why it is in no group, of each input (n,) that is in none, else empty."""
    members = _once(grouping.members, known, by)
    reasons = np.full(len(members), "", dtype=object)
    for factor in by:
        for reason, missing in _missing(known, factor):
            reasons[(reasons == "") & missing[: len(members)]] = reason
    rest = (members < 0) & (reasons == "")
    reasons[rest] = IN_DROPPED
    if list(by) == [CONFUSION]:
        reasons[rest & ~np.isin(_predicted(known), known.class_names)] = OTHER_PREDICTION
    return reasons


def _predicted(known):
    return np.array([*known.prediction_names, ""], dtype=object)[known.predictions]


def _missing(known, factor):
    """Yield reason and inputs (n,) bool that have no value of a factor."""
    if factor in (CLASS, CORRECTNESS, CONFUSION, CHECKPOINT):
        yield "has no label", known.labels < 0
    if factor in (PREDICTION, CORRECTNESS, CONFUSION):
        yield "has no prediction", known.predictions < 0
    if factor in known.attributes:
        yield f"has no value of {factor}", known.attributes[factor].isna().to_numpy()


def _once(members, known, by):
    """Groups of the inputs, which come once for each checkpoint of a training."""
    n_times = known.attributes[CHECKPOINT].nunique() if list(by) == [CHECKPOINT] else 1
    return members[: len(members) // n_times]
