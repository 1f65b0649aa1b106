"""Labels of a user's inputs, what is said of doubtful ones, and the split that follows."""

import logging

import numpy as np
import pandas as pd

from topomaps.common.text import as_text, natural_key, notes_on_texts
from topomaps.data.dataset import LEFT_OUT, TEST
from topomaps.data.files_by_kind import label_of_file
from topomaps.data.splits import split_inputs
from topomaps.data.tables import LABEL, columns_of

logger = logging.getLogger(__name__)


def labels_of(table, path, label, missing=()):
    """Labels as text (their name is that of the column), or None without them."""
    if label is None and LABEL not in table:
        return None
    column = LABEL if label is None else label
    labels = columns_of(table, path, [column], missing)[column].rename(column)
    if labels.isna().all():
        raise ValueError(
            f"{path}: the column {column!r} of the labels is empty; fill it, rename it, or name "
            "another one by the key label"
        )
    return labels


def notes_of(path, known, labels):
    """Notes on texts of attributes and labels that could mean a missing value; told to the log."""
    columns = known if labels is None else {**known, labels.name: labels}
    notes = tuple(f"{path}: {note}" for note in notes_on_texts(columns))
    for note in notes:
        logger.warning("%s", note)
    return notes


def labelled(labels, n_inputs, test_share, generator, there=None):
    """Split, labels and class names of a dataset; without labels, the inputs are one class.

    Inputs that are not `there` (n,) bool are of no split.
    """
    there = np.ones(n_inputs, dtype=bool) if there is None else there
    split = np.full(n_inputs, LEFT_OUT)
    if labels is None:
        logger.info("%d inputs without labels", there.sum())
        split[there] = split_inputs(np.zeros(there.sum(), np.int64), test_share, generator)
        return {"split": split}
    names = sorted(labels.dropna().unique(), key=natural_key)
    codes = pd.Categorical(labels, categories=names).codes.astype(np.int64)
    split[there] = split_inputs(codes[there], test_share, generator)
    n_test = int((split == TEST).sum())
    logger.info(
        "%d training and %d test inputs of %d classes", there.sum() - n_test, n_test, len(names)
    )
    return {"split": split, "labels": codes, "class_names": names}


def labels_of_files(names, folder, missing=()):
    """Labels of files by their top-level folders; None if none lies in one."""
    labels = as_text([label_of_file(name) for name in names], missing, f"{folder}: folders")
    return None if labels.isna().all() else labels.rename(LABEL)
