"""What the outputs of a network say of labels: the measures of confident learning.

Confident learning (Northcutt, Jiang and Chuang 2021, Journal of Artificial Intelligence Research
70) judges a label by the predictions of a network that has not learned it.
"""

import numpy as np


def self_confidence(labels, probabilities):
    """Predicted probability of the given label, the published measure of a label's quality.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    probabilities : ndarray, shape (n, C)
        Held-out predictions.

    Returns
    -------
    ndarray, shape (n,)
        In [0, 1]; low values are suspicious.
    """
    return probabilities[np.arange(len(labels)), labels]


def normalised_margin(labels, probabilities):
    """Half of one plus the given label's probability minus the largest of the other classes.

    Parameters and the meaning of the result are those of `self_confidence`.
    """
    others = np.array(probabilities)
    others[np.arange(len(labels)), labels] = -np.inf
    return (self_confidence(labels, probabilities) - others.max(axis=1) + 1) / 2


def confident_joint(labels, probabilities):
    """Count inputs by given label and by the class that the network is confident of.

    A network is confident of a class where its probability is at least the mean probability of
    that class over the inputs labelled so; of several such classes the most probable counts.

    Returns
    -------
    ndarray of int, shape (C, C)
        Rows are given labels, columns confident classes; inputs without one are left out.
    """
    n_classes = probabilities.shape[1]
    sizes = np.bincount(labels, minlength=n_classes)
    sums = np.bincount(labels, weights=self_confidence(labels, probabilities), minlength=n_classes)
    thresholds = np.divide(sums, sizes, out=np.full(n_classes, np.inf), where=sizes > 0)
    # Rounding must not take an input out of a class whose probabilities are all equal.
    confident = probabilities >= thresholds - 1e-6
    best = np.where(confident, probabilities, -np.inf).argmax(axis=1)
    joint = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(joint, (labels[confident.any(axis=1)], best[confident.any(axis=1)]), 1)
    return joint
