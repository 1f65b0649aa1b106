"""Label errors, planted to be found again."""

import numpy as np

from topomaps.data.dataset import TEST, TRAIN


def alter_labels(labels, from_class, to_class, fraction, seed):
    """Give a random part of one class the label of another (HHAI, section 6.1.1).

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    from_class, to_class : int
    fraction : float
        Share of `from_class` that is altered, rounded to whole examples.
    seed : int

    Returns
    -------
    labels : ndarray of int, shape (n,)
        A copy.
    altered : ndarray of bool, shape (n,)
        True where the label was changed.
    """
    members = np.flatnonzero(labels == from_class)
    chosen = np.random.default_rng(seed).choice(
        members, size=round(fraction * members.size), replace=False
    )
    altered = np.zeros(labels.size, dtype=bool)
    altered[chosen] = True
    return np.where(altered, to_class, labels), altered


def with_altered_labels(dataset, alter, seed):
    """Copy of a dataset with label errors in one split.

    Parameters
    ----------
    dataset : dict
        As of `topomaps.data.dataset.dataset_arrays`.
    alter : mapping
        split ("train" or "test"), from, to (indices of classes) and fraction (0 to 1).
    seed : int

    Raises
    ------
    ValueError
        If a setting is missing, unknown or out of range; names setting, value and what is allowed.
    """
    if set(alter) != {"split", "from", "to", "fraction"}:
        raise ValueError(
            f"label alteration needs exactly split, from, to and fraction, got {sorted(alter)}"
        )
    split, fraction = alter["split"], alter["fraction"]
    if split not in (TRAIN, TEST):
        raise ValueError(f"alter: split is {split!r}, allowed are train and test")
    if not 0 <= fraction <= 1:
        raise ValueError(f"alter: fraction is {fraction}, allowed is 0 to 1")
    if "labels" not in dataset:
        raise ValueError("alter: the dataset has no labels that could be altered")
    classes = dataset["class_names"]
    for key in ("from", "to"):
        if not 0 <= alter[key] < len(classes):
            raise ValueError(
                f"alter: {key} is {alter[key]}, allowed are 0 to {len(classes) - 1}, "
                f"the indices of the classes {', '.join(classes)}"
            )
    if alter["from"] == alter["to"]:
        raise ValueError(f"alter: from and to are the same class, {alter['from']}")
    rows = np.flatnonzero(dataset["split"] == split)
    labels, altered = dataset["labels"].copy(), np.zeros_like(dataset["altered"])
    labels[rows], altered[rows] = alter_labels(
        labels[rows], alter["from"], alter["to"], fraction, seed
    )
    return {**dataset, "labels": labels, "altered": altered}
