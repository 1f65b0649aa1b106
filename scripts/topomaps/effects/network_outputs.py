"""Which outputs of a network effects are measured in, and what is known of the inputs beside."""

import logging

import numpy as np

from topomaps.effects.group_sums import Inputs

logger = logging.getLogger(__name__)

MOST_OUTPUTS = 20  # that are counted one by one


def inputs_of_network(grouped, known, n_outputs):
    """What is known of inputs whose network predicts classes.

    Labels count where the network's classes have their names. Of many outputs, those that are
    predicted most often are counted one by one.

    Parameters
    ----------
    grouped : topomaps.groups.files.GroupedInputs
    known : topomaps.activations.inputs.InputTable
    n_outputs : int

    Returns
    -------
    topomaps.effects.group_sums.Inputs
    """
    names = known.prediction_names
    if n_outputs == 1:
        return _inputs(grouped, names[1:] or ("output",), _labels(known, names), None)
    names = names or tuple(f"output {number}" for number in range(n_outputs))
    counts = np.bincount(known.predictions[known.predictions >= 0], minlength=n_outputs)
    kept = np.sort(np.argsort(-counts, kind="stable")[:MOST_OUTPUTS])
    if len(kept) < n_outputs:
        logger.info("of %d outputs, the %d that are predicted most count", n_outputs, len(kept))
    return _inputs(grouped, tuple(names[place] for place in kept), _labels(known, names), kept)


def _labels(known, names):
    """Place of each label among the names of outputs; None where no label is one of them."""
    shared = set(known.class_names) & set(names)
    if known.labels is None or not shared:
        logger.info("no label is a class of the network: nothing is said of accuracy")
        return None
    places = np.array([names.index(each) if each in shared else -1 for each in known.class_names])
    return np.where(known.labels >= 0, places[known.labels], -1)


def inputs_of_probe(grouped, probe, values, held_out):
    """What is known of inputs where a probe stands in for outputs: of those it has not seen.

    Parameters
    ----------
    grouped : topomaps.groups.files.GroupedInputs
    probe : topomaps.effects.probes.LinearProbe
    values : array of str, shape (n,)
        Of the probe's attribute.
    held_out : ndarray of bool, shape (n,)

    Returns
    -------
    topomaps.effects.group_sums.Inputs
        Inputs that the probe has learned from are in no group.
    """
    codes = {name: code for code, name in enumerate(probe.names)}
    labels = np.array([codes.get(each, -1) for each in values])
    members = np.where(held_out, grouped.grouping.members, -1)
    grouping = grouped.grouping
    of_probe = grouped._replace(grouping=type(grouping)(
        grouping.names, grouping.rows, grouping.columns, members
    ))  # fmt: skip
    return _inputs(of_probe, probe.names, labels, None)


def _inputs(grouped, outputs, labels, kept):
    """The inputs by groups that have some, in their order."""
    members = grouped.grouping.members
    used = np.unique(members[members >= 0])
    if not len(used):
        raise ValueError("no input is in a group, so that there is nothing to see an effect in")
    codes = np.full(len(grouped.grouping.names) + 1, -1)  # the last one is of inputs in no group
    codes[used] = np.arange(len(used))
    names = tuple(grouped.grouping.names[code] for code in used)
    return Inputs(codes[members], names, labels, tuple(outputs), grouped.blocks, kept)
