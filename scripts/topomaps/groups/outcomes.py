"""What a network predicts for each group: how often it is right, and how often it says what."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from topomaps.groups.factors import NO_LABEL, compared_predictions, factor
from topomaps.groups.shares import shares_of

CONFIDENCE = 0.95
COLUMNS = ["group", "measure", "predicted", "count", "n", "n_units", "share", "low", "high"]
INPUTS, ACCURACY, PREDICTED = "inputs", "accuracy", "predicted"


class Measured(NamedTuple):
    """Outcomes of the inputs that a measure is about.

    Attributes
    ----------
    measure : str
    names : tuple, length K
        Predicted classes; NaN for the only outcome of a measure that has no classes.
    inputs : ndarray of int, shape (m,)
        The inputs that are in a group and can be judged.
    groups, outcomes : ndarray of int, shape (m,)
        Group of each of them, and its outcome; -1 is one that is not counted.
    """

    measure: str
    names: tuple
    inputs: np.ndarray
    groups: np.ndarray
    outcomes: np.ndarray

    def shares(self, n_groups, blocks=None):
        """`topomaps.groups.shares.Shares` of the outcomes; blocks (n,) are of all inputs."""
        own = None if blocks is None else blocks[self.inputs]
        return shares_of(self.groups, self.outcomes, n_groups, len(self.names), own)


def outcome_table(known, grouping, blocks=None):
    """Sizes, accuracy and shares of predicted classes of all groups, with intervals.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    grouping : topomaps.groups.groupings.Grouping
    blocks : ndarray of int, shape (n,), optional
        Block of each input, where inputs depend on each other.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`. Rows of the measure "inputs" (`count` of all `n` inputs), of "accuracy"
        where labels and predictions can be compared (`count` right among `n` with both), and of
        "predicted" for each class that is predicted at all. `n_units` counts the blocks among the
        `n` inputs. `low` and `high` are Wilson's 95 % interval of the share; with blocks, of as
        many independent inputs as would vary as much. All are NaN where n is 0.
    """
    n_inputs, n_groups = len(grouping.members), len(grouping.names)
    everything = np.zeros(n_inputs, dtype=np.int64)
    sizes = shares_of(everything, grouping.members, 1, n_groups, blocks)
    parts = [_rows(INPUTS, grouping.names, (np.nan,), _of_groups(sizes))]
    for each in measured_outcomes(known, grouping):
        shares = each.shares(n_groups, blocks)
        parts.append(_rows(each.measure, grouping.names, each.names, shares))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def measured_outcomes(known, grouping):
    """`Measured` of the accuracy and of the predicted classes, where they are known."""
    if known.predictions is None:
        return []
    measured, inside = [], grouping.members >= 0
    right, judged = correctness(known)
    if judged.any():
        inputs = np.flatnonzero(judged & inside)
        outcomes = np.where(right[inputs], 0, -1)
        measured.append(Measured(ACCURACY, (np.nan,), inputs, grouping.members[inputs], outcomes))
    inputs = np.flatnonzero((known.predictions >= 0) & inside)
    occurring, outcomes = np.unique(known.predictions[inputs], return_inverse=True)
    names = tuple(known.prediction_names[each] for each in occurring)
    return [*measured, Measured(PREDICTED, names, inputs, grouping.members[inputs], outcomes)]


def correctness(known):
    """Whether each prediction is right (n,), and whether that can be told (n,)."""
    nobody = np.zeros(len(known.attributes.index), dtype=bool)
    if known.labels is None or known.predictions is None:
        return nobody, nobody
    try:
        labels, predictions = compared_predictions(known, "accuracy")
    except ValueError:  # the network's classes are not those of the labels
        return np.zeros(len(known.labels), dtype=bool), np.zeros(len(known.labels), dtype=bool)
    judged = (labels >= 0) & ((predictions >= 0) | (predictions == NO_LABEL))
    return (labels == predictions) & judged, judged


def accuracy_by(known, attribute):
    """Share of right predictions for each value of an attribute, in natural order (K,)."""
    names, codes = factor(known, attribute)
    right, judged = correctness(known)
    counts = [np.bincount(codes[chosen], minlength=len(names)) for chosen in (right, judged)]
    return np.divide(*counts)


def _of_groups(sizes):
    """Shares of the groups among all inputs, each group as a row of its own."""
    n_groups = sizes.counts.shape[1]
    columns = (np.repeat(each, n_groups) for each in (sizes.n, sizes.n_units, sizes.freedom))
    n, n_units, freedom = columns
    return sizes._replace(
        counts=sizes.counts.T, n=n, n_units=n_units, like=sizes.like.T, freedom=freedom
    )


def _rows(measure, groups, names, shares):
    """Rows of the table: of each group, one for each outcome."""
    low, high = shares.intervals(CONFIDENCE)
    of_outcomes = {"count": shares.counts, "share": shares.shares, "low": low, "high": high}
    return pd.DataFrame(
        {
            "group": np.repeat(groups, len(names)),
            "measure": measure,
            "predicted": np.tile(np.array(names, dtype=object), len(groups)),
            "n": np.repeat(shares.n, len(names)),
            "n_units": np.repeat(shares.n_units, len(names)),
            **{key: values.ravel() for key, values in of_outcomes.items()},
        }
    )
