"""Profiles of a layer whose inputs are exchanged: groups that mean nothing to it.

The rows of the layer's activations are permuted against the labels of the groups. So all groups
keep their sizes, and what inputs they share, and the layer keeps its activity.
"""

import numpy as np

from topomaps.activations.lazy_rows import chosen_rows
from topomaps.groups.drawing import drawn_in_trial
from topomaps.profiles.trials import drawn_at_checkpoints, is_of_checkpoints, profiles_in_trial


def exchangeable_rows(inputs, drawing, features="naps", **names):
    """Rows of the inputs that the groups of a trial are drawn from.

    Parameters
    ----------
    inputs : topomaps.groups.files.GroupedInputs
    drawing : dict
        As of `topomaps.groups.drawing.drawn_in_trial`, whose seed and names are `**names`.
    features : {"naps", "balanced", "random"}
        What a layout sees of each neuron; all but NAPs are of other inputs of the groups, too.

    Returns
    -------
    list of ndarray of int
        Equally long; the same inputs at each checkpoint, so that they are exchanged alike.
    """
    names["blocks"] = inputs.blocks
    if is_of_checkpoints(drawing):
        _, drawn, _ = drawn_at_checkpoints(inputs.grouping, drawing, **names)
        return [np.unique(np.concatenate(each)) for each in drawn]
    drawn, _ = drawn_in_trial(inputs.grouping, drawing, **names)
    stacked = [] if features == "naps" else [np.flatnonzero(inputs.grouping.members >= 0)]
    return [np.unique(np.concatenate([*drawn.inputs, *stacked]))]


def exchanged(n_inputs, rows, generator, strata=None):
    """Order (n,) of all inputs in which those of some rows are exchanged at random.

    Parameters
    ----------
    n_inputs : int
    rows : list of ndarray of int
        As of `exchangeable_rows`.
    generator : numpy.random.Generator
    strata : ndarray of int, shape (n,), optional
        Inputs are exchanged within these only.
    """
    order, first = np.arange(n_inputs), rows[0]
    codes = np.zeros(len(first), int) if strata is None else strata[first]
    places = np.arange(len(first))
    for code in np.unique(codes):
        own = np.flatnonzero(codes == code)
        places[own] = generator.permutation(own)
    for each in rows:
        order[each] = each[places]
    return order


def permuted_profiles(values, inputs, generator, *, drawing, features, how, names):
    """Groups of the first trial and their profiles, under one permutation of the layer's inputs.

    Parameters
    ----------
    values : array-like, shape (n, ...)
        Activations of all inputs.
    inputs : topomaps.groups.files.GroupedInputs
    generator : numpy.random.Generator
    drawing, features, how, names
        As of `topomaps.profiles.trials.profiles_in_trial`.

    Returns
    -------
    topomaps.groups.drawing.DrawnGroups, topomaps.profiles.drawn.DrawnProfiles
    """
    names = {**names, "trial": 0}
    rows = exchangeable_rows(inputs, drawing, features, **names)
    order = exchanged(len(values), rows, generator, inputs.strata)
    shuffled = chosen_rows(values, order)
    return profiles_in_trial(shuffled, inputs, drawing, features=features, how=how, **names)
