"""Inputs with a label that may be wrong: a class, or the value of an attribute."""

from typing import NamedTuple

import numpy as np

from topomaps.activations.inputs import InputTable, check_length, read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.lazy_rows import chosen_rows
from topomaps.groups.groupings import group_inputs


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
