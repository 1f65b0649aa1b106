"""Inputs with a label that may be wrong: a class, or the value of an attribute."""

import logging
from typing import NamedTuple

import numpy as np

from topomaps.activations.inputs import InputTable, check_length, read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.lazy_rows import chosen_rows
from topomaps.groups.groupings import group_inputs
from topomaps.statistics.class_probabilities import (
    class_probabilities,
    probabilities_of_predictions,
)

logger = logging.getLogger(__name__)


class LabelledInputs(NamedTuple):
    """The m of n inputs that have a label.

    Attributes
    ----------
    rows : ndarray of int, shape (m,)
        Their places among the inputs of the activations.
    labels : ndarray of int, shape (m,)
        Index into `names`.
    names : tuple of str
    known : topomaps.activations.inputs.InputTable
        What is known of all n inputs.
    """

    rows: np.ndarray
    labels: np.ndarray
    names: tuple
    known: InputTable


def labelled_inputs(known, by, only=None, min_size=None):
    """Inputs whose label is the value of some factors, as of `group_inputs`."""
    grouping = group_inputs(known, by, only, min_size)
    rows = np.flatnonzero(grouping.members >= 0)
    return LabelledInputs(rows, grouping.members[rows], grouping.names, known)


def label_probabilities(inputs, outputs):
    """Probabilities (m, C) of the labels' classes; None where the network does not tell them.

    Parameters
    ----------
    inputs : LabelledInputs
    outputs : array-like, shape (n, K), or None
        What the network says of each input; where it is not known, its predictions count.
    """
    known, probabilities = inputs.known, None
    names = (known.prediction_names, inputs.names)
    if outputs is not None and known.prediction_names:
        probabilities = class_probabilities(outputs[inputs.rows], *names)
    elif known.predictions is not None:
        said = known.predictions[inputs.rows]
        probabilities = probabilities_of_predictions(said, *names, inputs.labels)
    if probabilities is None:
        logger.info("the network does not predict these labels: activations judge alone")
    return probabilities


def read_labelled(source, layers, labels, missing=()):
    """Labelled inputs of activations, and their activations in some layers.

    Parameters
    ----------
    source : dict
        `path` of the activations, `tokens` and `channels` as of
        `topomaps.activations.layer.open_layer_activations`.
    layers : sequence of str
    labels : dict
        `by`, `only` and `min_size` as of `topomaps.groups.groupings.group_inputs`.
    missing : sequence of str
        As of `topomaps.activations.inputs.read_inputs`.

    Returns
    -------
    LabelledInputs, list of array-like (m, N_i)
        Feature maps are averaged. Read when their rows are.

    Raises
    ------
    ValueError
        As of `group_inputs`, or if activations and labels are not equally many.
    """
    inputs, values = labelled_inputs(read_inputs(source["path"], missing), **labels), []
    for layer in layers:
        means = open_layer_activations(**source, layer=layer).means
        check_length(source["path"], inputs.known, layer, len(means))
        values.append(chosen_rows(means, inputs.rows))
    return inputs, values
