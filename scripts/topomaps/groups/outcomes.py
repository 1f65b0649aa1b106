"""What a network predicts for each group: how often it is right, and how often it says what."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from topomaps.groups.factors import NO_LABEL, compared_predictions, factor

CONFIDENCE = 0.95
COLUMNS = ["group", "measure", "predicted", "count", "n", "n_units", "share", "low", "high"]
INPUTS, ACCURACY, PREDICTED = "inputs", "accuracy", "predicted"


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
        many independent inputs as would vary as much (Kish 1965). All are NaN where n is 0.
    """
    parts = [_sizes(grouping)]
    if known.predictions is not None:
        right, judged = correctness(known)
        if judged.any():
            parts.append(_accuracies(grouping, right, judged))
        parts.append(_shares(grouping, known.predictions, known.prediction_names))
    table = pd.concat(parts, ignore_index=True)
    table["n_units"], size = table["n"], table["n"].where(table["n"] > 0).astype(float)
    table["share"] = table["count"] / table["n"]
    if blocks is not None:
        units = [_units_of(row, known, grouping, blocks) for row in table.itertuples()]
        table["n_units"], size = (np.array(each) for each in zip(*units, strict=True))
    low, high = proportion_confint(table["share"] * size, size, 1 - CONFIDENCE, "wilson")
    return table.assign(low=low, high=high).reindex(columns=COLUMNS)


def _units_of(row, known, grouping, blocks):
    """Blocks that a share is of, and how many independent inputs would tell as much of it."""
    chosen, hit = _inputs_of(row, known, grouping)
    found, sizes = np.unique(blocks[chosen], return_inverse=True, return_counts=True)[1:]
    n_units, n = len(sizes), int(chosen.sum())
    if n_units < 2:
        return n_units, float(n_units) if n else np.nan
    share = hit[chosen].mean()
    beyond = np.bincount(found, hit[chosen]) - share * sizes
    variance = n_units / (n_units - 1) * (beyond**2).sum() / n**2
    if variance == 0:  # all alike: no more is known than that of each block
        return n_units, float(n_units)
    return n_units, min(float(n), share * (1 - share) / variance)


def _inputs_of(row, known, grouping):
    """Which inputs (n,) a row of the table is about, and which of them it counts."""
    own = grouping.members == grouping.names.index(row.group)
    if row.measure == INPUTS:
        return np.ones(len(own), dtype=bool), own
    if row.measure == ACCURACY:
        right, judged = correctness(known)
        return own & judged, right
    names = list(known.prediction_names)
    return own & (known.predictions >= 0), known.predictions == names.index(row.predicted)


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
