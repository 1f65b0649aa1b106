"""Profiles of a layer whose inputs are exchanged: groups that mean nothing to it.

The rows of the layer's activations are permuted against the labels of the groups. So all groups
keep their sizes, and what inputs they share, and the layer keeps its activity.
"""

import numpy as np

from topomaps.activations.lazy_rows import chosen_rows
from topomaps.groups.sampling import sampled_in_trial
from topomaps.profiles.trials import is_of_checkpoints, profiles_in_trial, sampled_at_checkpoints
from topomaps.statistics.exchangeable_units import permuted_within


def exchangeable_rows(inputs, sampling, features="naps", **names):
    """Rows of the inputs that the groups of a trial are drawn from.

    Parameters
    ----------
    inputs : topomaps.groups.files.GroupedInputs
    sampling : dict
        As of `topomaps.groups.sampling.sampled_in_trial`, whose seed and names are `**names`.
    features : {"naps", "balanced", "random"}
        What a layout sees of each neuron; all but NAPs are of other inputs of the groups, too.

    Returns
    -------
    list of ndarray of int
        Equally long; the same inputs at each checkpoint, so that they are exchanged alike.
    """
    names["blocks"] = inputs.blocks
    if is_of_checkpoints(sampling):
        _, sampled, _ = sampled_at_checkpoints(inputs.grouping, sampling, **names)
        return [np.unique(np.concatenate(each)) for each in sampled]
    sampled, _ = sampled_in_trial(inputs.grouping, sampling, **names)
    stacked = [] if features == "naps" else [np.flatnonzero(inputs.grouping.members >= 0)]
    return [np.unique(np.concatenate([*sampled.inputs, *stacked]))]


def exchanged(inputs, rows, generator):
    """Order (n,) of all inputs in which those of some rows are exchanged at random.

    Inputs are exchanged within strata only. Blocks of one group each are exchanged as wholes: they
    fill the places of the groups one after another, so that the groups keep their sizes, and of
    the blocks of a group one at most is cut. Blocks of several groups stay where they are, and
    their inputs are exchanged within them.

    Parameters
    ----------
    inputs : topomaps.groups.files.GroupedInputs
    rows : list of ndarray of int
        As of `exchangeable_rows`.
    generator : numpy.random.Generator
    """
    order, first = np.arange(len(inputs.grouping.members)), rows[0]
    groups = inputs.grouping.members[first]
    within, blocks = _exchanged_within(inputs, first)
    places = np.arange(len(first))
    for code in np.unique(within):
        own = np.flatnonzero(within == code)
        if blocks is None:
            places[own] = generator.permutation(own)
            continue
        _, block = np.unique(blocks[own], return_inverse=True)
        turns = generator.permutation(block.max() + 1)[block]
        places[own[np.lexsort((block, groups[own]))]] = own[np.argsort(turns, kind="stable")]
    for each in rows:
        order[each] = each[places]
    return order


def _exchanged_within(inputs, rows):
    """Strata (m,) of some rows, and the blocks (m,) that are exchanged as wholes, or None."""
    n_rows = len(rows)
    strata = np.zeros(n_rows, np.int64) if inputs.strata is None else inputs.strata[rows]
    if inputs.blocks is None:
        return strata, None
    blocks, groups = inputs.blocks[rows], inputs.grouping.members[rows]
    known = groups >= 0  # random groups may have others
    if permuted_within(groups[known], strata[known], blocks[known])[1]:
        return strata, blocks
    return np.unique(np.stack([strata, blocks]), axis=1, return_inverse=True)[1].reshape(-1), None


def permuted_profiles(
    values, inputs, generator, *, sampling, features, how, names, feature_values=None
):
    """Groups of the first trial and their profiles, under one permutation of the layer's inputs.

    Parameters
    ----------
    values : array-like, shape (n, ...)
        Activations of all inputs.
    inputs : topomaps.groups.files.GroupedInputs
    generator : numpy.random.Generator
    sampling, features, how, names, feature_values
        As of `topomaps.profiles.trials.profiles_in_trial`.

    Returns
    -------
    topomaps.groups.sampling.SampledGroups, topomaps.profiles.sampled.SampledProfiles
    """
    names = {**names, "trial": 0}
    rows = exchangeable_rows(inputs, sampling, features, **names)
    order = exchanged(inputs, rows, generator)
    shuffled = chosen_rows(values, order)
    if feature_values is not None:
        names["feature_values"] = chosen_rows(feature_values, order)
    return profiles_in_trial(shuffled, inputs, sampling, features=features, how=how, **names)
