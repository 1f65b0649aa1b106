"""Datasets of users' inputs: split, and brought into the form that all later stages read."""

import logging

import numpy as np
import pandas as pd

from topomaps.activations.inputs import natural_key

logger = logging.getLogger(__name__)


def split_inputs(labels, test_share, generator):
    """Training and test inputs, the same share of each class.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    test_share : float
        1 makes all of them test inputs.
    generator : numpy.random.Generator

    Returns
    -------
    train, test : ndarray of int
        Sorted indices.
    """
    is_test = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        size = min(len(members), max(1, round(test_share * len(members))))
        is_test[generator.choice(members, size=size, replace=False)] = True
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def as_dataset(inputs, labels, attributes, *, scale, test_share, generator):
    """Arrays of a dataset in the form that all later stages read.

    Parameters
    ----------
    inputs : ndarray, shape (n, ...)
    labels : Series of str, length n
        Missing ones belong to no class: these inputs are test inputs without label.
    attributes : dict of str -> Series of str, length n
    scale : float or None
        Inputs of a model are these divided by it; None standardises each feature by the mean and
        standard deviation of the training inputs (of all inputs if none are for training).

    Returns
    -------
    dict
        As of `topomaps.data.datasets.read_dataset`, with `test_attributes/<name>` (n_test,) str.
    """
    names = sorted(labels.dropna().unique(), key=natural_key)
    codes = pd.Categorical(labels, categories=names).codes.astype(np.int64)
    train, test = split_inputs(codes, test_share, generator)
    train = train[codes[train] >= 0]
    if scale is None:
        known = inputs[train] if train.size else inputs
        deviation = known.std(axis=0)
        inputs = (inputs - known.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
        inputs, scale = inputs.astype(np.float32), 1.0
    parts = {"class_names": np.array(names, dtype=str), "scale": np.array(float(scale))}
    for split, rows in (("train", train), ("test", test)):
        parts[f"{split}_inputs"] = inputs[rows]
        parts[f"{split}_labels"] = codes[rows]
        parts[f"{split}_altered"] = np.zeros(rows.size, dtype=bool)
    logger.info("%d training and %d test inputs of %d classes", train.size, test.size, len(names))
    for name, values in attributes.items():
        parts[f"test_attributes/{name}"] = values.iloc[test].fillna("").to_numpy(dtype=str)
    return parts
