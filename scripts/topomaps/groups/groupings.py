"""Groups of inputs: what a topographic activation map is drawn for."""

import logging
from dataclasses import dataclass

import numpy as np

log = logging.getLogger(__name__)

OUTCOMES = ("correct", "wrong")


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
    """

    names: tuple
    rows: tuple
    columns: tuple
    members: np.ndarray


def class_groups(labels, class_names):
    """One group per class."""
    names = tuple(str(name) for name in class_names)
    return Grouping(names, ("",) * len(names), names, np.asarray(labels))


def correctness_groups(labels, predictions, class_names):
    """Two groups per class, correctly and wrongly classified inputs (HHAI, section 6.1.1)."""
    places = [(outcome, str(name)) for outcome in OUTCOMES for name in class_names]
    rows, columns = zip(*places, strict=True)
    wrong = np.asarray(labels) != np.asarray(predictions)
    names = tuple(f"{column} {row}" for row, column in places)
    return Grouping(names, rows, columns, np.asarray(labels) + len(class_names) * wrong)


def confusion_groups(labels, predictions, class_names):
    """One group per cell of the confusion matrix: true class in rows, predicted in columns."""
    places = [(str(true), str(predicted)) for true in class_names for predicted in class_names]
    rows, columns = zip(*places, strict=True)
    names = tuple(f"{row} as {column}" for row, column in places)
    members = np.asarray(labels) * len(class_names) + np.asarray(predictions)
    return Grouping(names, rows, columns, members)


GROUPINGS = ("class", "correctness", "confusion")


def group_inputs(by, labels, predictions, class_names):
    """Grouping of inputs `by` one of `GROUPINGS`."""
    if by == "class":
        return class_groups(labels, class_names)
    if by == "correctness":
        return correctness_groups(labels, predictions, class_names)
    if by == "confusion":
        return confusion_groups(labels, predictions, class_names)
    raise ValueError(f"groups by {by!r} are unknown; allowed: {', '.join(GROUPINGS)}")


def only_classes(grouping, classes):
    """Keep the groups whose column (and row, in a confusion matrix) is among the named classes."""
    wanted = {str(name) for name in classes}
    rows_are_classes = set(grouping.rows) <= set(grouping.columns)
    kept = [
        index
        for index, (row, column) in enumerate(zip(grouping.rows, grouping.columns, strict=True))
        if column in wanted and (not rows_are_classes or row in wanted)
    ]
    new_index = np.full(len(grouping.names) + 1, -1)  # the last entry serves inputs of no group
    new_index[kept] = np.arange(len(kept))
    names, rows, columns = (
        tuple(each[index] for index in kept)
        for each in (grouping.names, grouping.rows, grouping.columns)
    )
    return Grouping(names, rows, columns, new_index[grouping.members])


def draw_examples(grouping, per_group, generator):
    """Draw inputs of each group without replacement, all of them where there are fewer.

    Returns
    -------
    list of ndarray of int
        Sorted indices of the drawn inputs, one array per group, possibly empty.
    """
    drawn = []
    for group in range(len(grouping.names)):
        candidates = np.flatnonzero(grouping.members == group)
        size = min(per_group, candidates.size)
        drawn.append(np.sort(generator.choice(candidates, size=size, replace=False)))
    return drawn


def warn_of_small_groups(names, counts, asked):
    """Log a warning for each group that has fewer inputs than asked for."""
    for name, count in zip(names, counts, strict=True):
        if count < asked:
            log.warning(
                "group %r has %d of the %d inputs asked for: %s",
                name, count, asked, "all are taken" if count else "its map is empty",
            )  # fmt: skip
