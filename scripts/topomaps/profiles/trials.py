"""Profiles of one trial: of drawn inputs, of sums kept by the extraction, or of checkpoints."""

import numpy as np

from topomaps.groups.drawing import DrawnGroups, drawn_in_trial
from topomaps.profiles.drawn import DrawnProfiles, draw_profiles, joined_profiles
from topomaps.profiles.naps import profiles_of_means
from topomaps.profiles.stacking import draw_stacked, stacked_features


def profiles_of_sums(sums, weighted=False):
    """Groups and profiles whose average activations are known.

    Parameters
    ----------
    sums : topomaps.activations.group_means.GroupMeans
    weighted : bool
        As of `topomaps.profiles.drawn.draw_profiles`.

    Returns
    -------
    topomaps.groups.drawing.DrawnGroups, topomaps.profiles.drawn.DrawnProfiles
    """
    naps, features = profiles_of_means(sums.means, counts=sums.counts if weighted else None)
    profiles = DrawnProfiles(naps, features, sums.counts, sums.examples)
    return DrawnGroups(sums.names, sums.rows, sums.columns, sums.kinds, ()), profiles


def is_of_checkpoints(drawing):
    """Whether groups are classes at checkpoints of a training."""
    return drawing["by"] == ["checkpoint"]


def profiles_in_trial(values, inputs, drawing, *, features, how, **names):
    """Groups and profiles of a trial, of drawn inputs or of checkpoints.

    Parameters
    ----------
    values, inputs, drawing, features
        As of `profiles_of_trial`.
    how : dict
        pool_maps and weighted, as of `profiles_of_trial`, and of features that are no NAPs
        stacked_examples and correct_only.
    **names
        As of `topomaps.groups.drawing.drawn_in_trial`.
    """
    if is_of_checkpoints(drawing):
        shared = {key: how[key] for key in ("pool_maps", "weighted")}
        names["blocks"] = inputs.blocks
        return profiles_of_checkpoints(values, inputs.grouping, drawing, **shared, **names)
    return profiles_of_trial(values, inputs, drawing, features=features, **how, **names)


def profiles_of_trial(
    values, inputs, drawing, *, features, pool_maps, weighted, stacked_examples=None,
    correct_only=False, **names,
):  # fmt: skip
    """Groups and profiles of the inputs that a trial draws.

    Parameters
    ----------
    values : array, shape (n, ...)
        Activations of all inputs.
    inputs : topomaps.groups.files.GroupedInputs
    drawing : dict
        As of `topomaps.groups.drawing.drawn_in_trial`, whose seed and names are `**names`.
    features : {"naps", "balanced", "random"}
        What a layout sees of each neuron.
    pool_maps, weighted : bool
        As of `draw_profiles`.
    stacked_examples : int
        Inputs whose activations are stacked, unless the features are NAPs.
    correct_only : bool
        Stack correctly classified inputs only.

    Returns
    -------
    topomaps.groups.drawing.DrawnGroups, topomaps.profiles.drawn.DrawnProfiles
    """
    grouping = inputs.grouping
    drawn, generator = drawn_in_trial(grouping, drawing, blocks=inputs.blocks, **names)
    profiles = draw_profiles(values, drawn.inputs, generator, pool_maps, weighted)
    if features == "naps":
        return drawn, profiles
    members = grouping.members.copy()
    if correct_only:
        members[~inputs.correct] = -1
    chosen = draw_stacked(features, members, len(grouping.names), stacked_examples, generator)
    stacked = stacked_features(values[chosen], stacked_examples, pool_maps)
    return drawn, profiles._replace(features=stacked)


def profiles_of_checkpoints(values, grouping, drawing, pool_maps, weighted=False, **names):
    """Groups and profiles of the classes at each checkpoint, of the same inputs at all of them.

    Parameters
    ----------
    values : array, shape (K n, ...)
        Activations of n inputs at each of K checkpoints, one checkpoint after another.
    grouping : topomaps.groups.groupings.Grouping
        Groups by checkpoint (rows) and class (columns), by both in this order.

    Returns
    -------
    topomaps.groups.drawing.DrawnGroups, topomaps.profiles.drawn.DrawnProfiles

    Raises
    ------
    ValueError
        As of `drawn_at_checkpoints`.
    """
    groups, drawn, generator = drawn_at_checkpoints(grouping, drawing, **names)
    parts = [draw_profiles(values, each, generator, pool_maps, weighted) for each in drawn]
    return groups, joined_profiles(parts)


def drawn_at_checkpoints(grouping, drawing, **names):
    """Draw inputs of each class, the same ones at all checkpoints.

    Parameters
    ----------
    grouping : topomaps.groups.groupings.Grouping
        As of `profiles_of_checkpoints`.
    drawing : dict
        As of `topomaps.groups.drawing.drawn_in_trial`, whose seed, names and blocks are `**names`.

    Returns
    -------
    groups : topomaps.groups.drawing.DrawnGroups
    drawn : list of list of ndarray of int
        Inputs of the classes at each checkpoint.
    generator : numpy.random.Generator

    Raises
    ------
    ValueError
        If the classes are not the same at all checkpoints.
    """
    n_checkpoints = len(dict.fromkeys(grouping.rows))
    n_classes = len(grouping.names) // n_checkpoints
    if grouping.columns != grouping.columns[:n_classes] * n_checkpoints:
        raise ValueError(
            "groups by checkpoint are the same classes at all checkpoints; let `only` name classes"
        )
    first, generator = drawn_in_trial(grouping.kept(range(n_classes)), drawing, **names)
    members = [np.flatnonzero(grouping.members == group) for group in range(len(grouping.names))]
    places = [np.searchsorted(*pair) for pair in zip(members, first.inputs, strict=False)]
    drawn = [
        [members[start + number][place] for number, place in enumerate(places)]
        for start in range(0, len(members), n_classes)
    ]
    kinds = first.kinds * n_checkpoints
    inputs = [indices for each in drawn for indices in each]
    groups = DrawnGroups(grouping.names, grouping.rows, grouping.columns, kinds, inputs)
    return groups, drawn, generator
