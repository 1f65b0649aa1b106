"""Training and test inputs, and numbers standardised by the training ones."""

import numpy as np

from topomaps.data.dataset import TEST, TRAIN


def split_inputs(labels, test_share, generator):
    """Training and test inputs, the same share of each class.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Inputs without label (-1) cannot train a model and are all for testing.
    test_share : float
        1 makes all of them test inputs.
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of str, shape (n,)
        "train" or "test".
    """
    is_test = labels < 0
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        size = min(len(members), max(1, round(test_share * len(members))))
        is_test[generator.choice(members, size=size, replace=False)] = True
    return np.where(is_test, TEST, TRAIN)


def fold_numbers(labels, n_folds, generator):
    """Fold (n,) of each input, each class spread over all of them as evenly as it can be.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    n_folds : int
    generator : numpy.random.Generator

    Raises
    ------
    ValueError
        If there are fewer inputs than folds.
    """
    if len(labels) < n_folds:
        raise ValueError(
            f"{len(labels)} training inputs cannot be cut into {n_folds} folds; lower `folds` of "
            "the model"
        )
    order = generator.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]
    folds = np.empty(len(labels), dtype=np.int64)
    folds[by_class] = np.arange(len(labels)) % n_folds
    return folds


def standardised(numbers, is_train):
    """Features with mean 0 and standard deviation 1 over the training inputs.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n, F)
    is_train : ndarray of bool, shape (n,)
        If none are for training, all of them count.

    Returns
    -------
    ndarray of float64, shape (n, F)
        Features that do not vary are 0.
    """
    known = numbers[is_train] if is_train.any() else numbers
    deviation = known.std(axis=0)
    return (numbers - known.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
