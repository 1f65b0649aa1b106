"""Probabilities of classes from what a network says: outputs of any kind, or classes alone."""

import numpy as np
from scipy.special import expit, softmax

SUM_TOLERANCE = 1e-3  # of probabilities in half precision
LEAST_TRUST, MOST_TRUST = 0.5, 0.99  # in a class that a network names without a probability


def class_probabilities(outputs, output_names, classes):
    """Probabilities of the labels' classes, matched with the outputs by name.

    Parameters
    ----------
    outputs : array (n, K)
        Probabilities, or what a softmax makes probabilities of; a single one (K = 1, two names) is
        the probability of the second name, or its log odds.
    output_names : sequence of str
    classes : sequence of str, length C

    Returns
    -------
    ndarray, shape (n, C), or None
        None where a class is none of the outputs: the network tells other things apart. What it
        gives to outputs that are no class is spread evenly, for it says nothing of the label.
    """
    values = np.asarray(outputs, dtype=np.float64)
    names = [str(name) for name in output_names]
    if not {*classes} <= {*names}:
        return None
    if values.shape[1] == 1 and len(names) == 2:
        second = values if _within_unit(values) else expit(values)
        values = np.column_stack([1 - second, second])
    if values.shape[1] != len(names):
        raise ValueError(
            f"the network has {values.shape[1]} outputs, but {len(names)} names of them: "
            f"{', '.join(names[:20])}"
        )
    if _within_unit(values):
        values = np.clip(values, 0, None)
        sums = values.sum(axis=1, keepdims=True)
        values = np.divide(values, sums, out=np.full_like(values, 1 / len(names)), where=sums > 0)
    else:
        values = softmax(values, axis=1)
    chosen = values[:, [names.index(name) for name in classes]]
    # Sums of probabilities are 1 up to rounding: what is left over may be a little below 0
    rest = np.maximum(1 - chosen.sum(axis=1, keepdims=True), 0)
    return chosen + rest / len(classes)


def probabilities_of_predictions(predictions, output_names, classes, labels):
    """Probabilities of the classes where a network names one of them without a probability.

    The named class gets the share of inputs whose label it is, the others share the rest: how often
    a network is right is all that is known of its certainty.

    Parameters
    ----------
    predictions : ndarray of int, shape (n,)
        Index into `output_names`, -1 where there is none.
    output_names, classes
        As of `class_probabilities`.
    labels : ndarray of int, shape (n,)

    Returns
    -------
    ndarray, shape (n, C), or None
    """
    names = [str(name) for name in output_names]
    if not {*classes} <= {*names}:
        return None
    index = {name: number for number, name in enumerate(classes)}
    codes = np.array([*(index.get(name, -1) for name in names), -1])[predictions]
    said = codes >= 0
    agreement = np.mean(codes[said] == labels[said]) if said.any() else 0.0
    trust = np.clip(agreement, LEAST_TRUST, MOST_TRUST)
    values = np.full((len(labels), len(classes)), 1 / len(classes))
    values[said] = (1 - trust) / (len(classes) - 1)
    values[np.flatnonzero(said), codes[said]] = trust
    return values


def _within_unit(values):
    """Whether all values are from 0 to 1, as probabilities are."""
    return values.min() >= -SUM_TOLERANCE and values.max() <= 1 + SUM_TOLERANCE
