"""What inputs can be grouped by: class, prediction, outcome, checkpoint, or any attribute."""

import logging

import numpy as np
import pandas as pd

from topomaps.common.text import natural_key

logger = logging.getLogger(__name__)

BETWEEN_VALUES = " × "
OUTCOMES = ("correct", "wrong")
CLASS, PREDICTION, CORRECTNESS = "class", "prediction", "correctness"
CONFUSION, CHECKPOINT = "confusion", "checkpoint"


def factor(known, name):
    """Values that inputs are grouped by, and that of each input.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    name : str
        "class", "prediction", "correctness" (correct or wrong), "confusion" (class and prediction),
        or an attribute.

    Returns
    -------
    names : list of str
        All values in their natural order.
    codes : ndarray of int, shape (n,)
        Index into `names`, -1 where the value of an input is missing.

    Raises
    ------
    ValueError
        If labels, predictions or the attribute are missing, or the network's classes are not those
        of the labels although both are compared.
    """
    if name == CLASS:
        return _class_factor(known)
    if name == PREDICTION:
        return list(known.prediction_names), _predictions(known, name)
    if name == CORRECTNESS:
        labels, predictions = compared_predictions(known, name)
        codes = np.where(labels == predictions, 0, 1)
        return list(OUTCOMES), np.where((labels < 0) | (predictions == UNKNOWN), -1, codes)
    if name == CONFUSION:
        return _confusion_factor(known)
    return _attribute_factor(known.attributes, name)


UNKNOWN = -1  # no prediction; a predicted class that no label has gets the next number
NO_LABEL = -2


def compared_predictions(known, purpose):
    """Labels and predictions (n,) as indices of the labels' classes, matched by their names.

    Returns
    -------
    labels, predictions : ndarray of int, shape (n,)
        -1 where one is missing; predictions of a class that no label has are -2.

    Raises
    ------
    ValueError
        If there are no labels or predictions, or a class of the labels is none of the network's.
    """
    predictions = _predictions(known, purpose)
    names, outputs = _class_factor(known)[0], list(known.prediction_names)
    if missing := [name for name in names if name not in outputs]:
        raise ValueError(
            f"{purpose!r} compares labels with predictions, but the network's classes "
            f"({_few(outputs)}) are not those of the labels ({_few(names)}): there is no "
            f"{missing[0]!r} among them. If they mean the same, name the model's outputs so by "
            "`class_names`; if not, group by 'prediction' and by labels or attributes instead"
        )
    index = [names.index(output) if output in names else NO_LABEL for output in outputs]
    return known.labels, np.array([*index, UNKNOWN])[predictions]


def combined(factors):
    """Combinations of factors, as in "Black × Female".

    Parameters
    ----------
    factors : list of (names, codes)
        As of `factor`.

    Returns
    -------
    names : list of tuple of str
        A value of each factor, the last one changing first.
    codes : ndarray of int, shape (n,)
        -1 where any value is missing.
    """
    names, codes = [()], np.zeros(len(factors[0][1]), dtype=np.int64)
    missing = np.zeros(len(codes), dtype=bool)
    for values, part in factors:
        names = [(*name, value) for name in names for value in values]
        codes = codes * len(values) + part
        missing |= part < 0
    return names, np.where(missing, -1, codes)


def strata(known, names):
    """Code (n,) of the combination of some factors of each input; None without names.

    A missing value is a value of its own here.
    """
    if not names:
        return None
    factors = [factor(known, name) for name in names]
    return combined([(["", *values], codes + 1) for values, codes in factors])[1]


def dependent_blocks(known, names):
    """Code (n,) of the inputs that depend on each other, as some factors say; None without names.

    An input without a value of any of them depends on no other.
    """
    if not names:
        return None
    return each_its_own(combined([factor(known, name) for name in names])[1])


def each_its_own(codes):
    """Codes (n,) of blocks, in which each input without one (-1) is a block of its own."""
    return np.where(codes < 0, codes.max(initial=-1) + 1 + np.arange(len(codes)), codes)


def _class_factor(known):
    if known.labels is None:
        raise ValueError(
            "the inputs have no labels, which groups by 'class', 'correctness' and 'confusion' "
            f"need; add them, or group by an attribute: {_few(known.attributes.columns)}"
        )
    return list(known.class_names), known.labels


def _predictions(known, purpose):
    if known.predictions is None:
        raise ValueError(
            f"the inputs have no predictions, which groups by {purpose!r} need; add them, use a "
            f"model that classifies, or group by an attribute: {_few(known.attributes.columns)}"
        )
    return known.predictions


def _confusion_factor(known):
    labels, predictions = compared_predictions(known, CONFUSION)
    names = _class_factor(known)[0]
    pairs, codes = combined([(names, labels), (names, predictions)])
    if n_other := int((predictions == NO_LABEL).sum()):
        logger.warning("%d inputs are predicted as a class that no label has", n_other)
    return [" as ".join(pair) for pair in pairs], codes


def _attribute_factor(table, name):
    """Values in natural order: numbers and ranges such as "10-19" by their first number."""
    if name not in table:
        raise ValueError(f"the inputs have no attribute {name!r}; they have: {_few(table.columns)}")
    values = sorted(table[name].dropna().unique(), key=natural_key)
    codes = pd.Categorical(table[name], categories=values).codes.astype(np.int64)
    if n_missing := int((codes < 0).sum()):
        logger.warning("%d inputs have no value of %s and belong to no group", n_missing, name)
    return values, codes


def _few(names, n_shown=20):
    names = [str(name) for name in names]
    return ", ".join(names[:n_shown]) + (", …" if len(names) > n_shown else "") or "none"
