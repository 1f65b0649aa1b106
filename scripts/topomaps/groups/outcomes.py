"""What a network predicts for each group: how often it is right, and how often it says what."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from topomaps.groups.factors import NO_LABEL, compared_predictions, factor

CONFIDENCE = 0.95
COLUMNS = ["group", "measure", "predicted", "count", "n", "share", "low", "high"]
INPUTS, ACCURACY, PREDICTED = "inputs", "accuracy", "predicted"


def outcome_table(known, grouping):
    """Sizes, accuracy and shares of predicted classes of all groups, with intervals.

    Parameters
    ----------
    known : topomaps.activations.inputs.KnownInputs
    grouping : topomaps.groups.groupings.Grouping

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`. Rows of the measure "inputs" (`count` of all `n` inputs), of "accuracy"
        where labels and predictions can be compared (`count` right among `n` with both), and of
        "predicted" for each class that is predicted at all. `low` and `high` are Wilson's 95 %
        interval of the share; all are NaN where n is 0.
    """
    parts = [_sizes(grouping)]
    if known.predictions is not None:
        right, judged = correctness(known)
        if judged.any():
            parts.append(_accuracies(grouping, right, judged))
        parts.append(_shares(grouping, known.predictions, known.prediction_names))
    table = pd.concat(parts, ignore_index=True)
    low, high = proportion_confint(
        table["count"], table["n"].where(table["n"] > 0), 1 - CONFIDENCE, "wilson"
    )
    table = table.assign(share=table["count"] / table["n"], low=low, high=high)
    return table.reindex(columns=COLUMNS)


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


def _sizes(grouping):
    counts = grouping.counts()
    return pd.DataFrame(
        {"group": grouping.names, "measure": INPUTS, "count": counts, "n": len(grouping.members)}
    )


def _accuracies(grouping, right, judged):
    n_groups = len(grouping.names)
    counts = [
        np.bincount(grouping.members[chosen & (grouping.members >= 0)], minlength=n_groups)
        for chosen in (right, judged)
    ]
    return pd.DataFrame(
        {"group": grouping.names, "measure": ACCURACY, "count": counts[0], "n": counts[1]}
    )


def _shares(grouping, predictions, names):
    used = (grouping.members >= 0) & (predictions >= 0)
    counts = np.zeros((len(grouping.names), len(names)), dtype=np.int64)
    np.add.at(counts, (grouping.members[used], predictions[used]), 1)
    occurring = np.flatnonzero(counts.any(axis=0))
    n_groups, n_names = len(grouping.names), len(occurring)
    return pd.DataFrame(
        {
            "group": np.repeat(grouping.names, n_names),
            "measure": PREDICTED,
            "predicted": np.tile(np.array(names, dtype=object)[occurring], n_groups),
            "count": counts[:, occurring].ravel(),
            "n": np.repeat(counts.sum(axis=1), n_names),
        }
    )
