"""Profiles of one trial: of drawn inputs, of sums kept by the extraction, or of checkpoints."""

import numpy as np

from topomaps.groups.sampling import SampledGroups, sampled_in_trial
from topomaps.profiles.naps import profiles_of_means
from topomaps.profiles.sampled import SampledProfiles, joined_profiles, sampled_profiles
from topomaps.profiles.stacking import draw_stacked, stacked_features


def profiles_of_sums(sums, weighted=False, feature_sums=None):
    """Groups and profiles whose average activations are known.

    Parameters
    ----------
    sums : topomaps.activations.group_means.GroupMeans
    weighted : bool
        As of `topomaps.profiles.sampled.sampled_profiles`.
    feature_sums : topomaps.activations.group_means.GroupMeans, optional
        What the features are of, where this is something else than the NAPs.

    Returns
    -------
    topomaps.groups.sampling.SampledGroups, topomaps.profiles.sampled.SampledProfiles
    """
    naps, features = profiles_of_means(sums.means, counts=sums.counts if weighted else None)
    if feature_sums is not None:
        _, features = profiles_of_means(feature_sums.means)
    profiles = SampledProfiles(naps, features, sums.counts, sums.examples)
    return SampledGroups(sums.names, sums.rows, sums.columns, sums.kinds, ()), profiles


def is_of_checkpoints(sampling):
    """Whether groups are classes at checkpoints of a training."""
    return sampling["by"] == ["checkpoint"]


def profiles_in_trial(values, inputs, sampling, *, features, how, feature_values=None, **names):
    """Groups and profiles of a trial, of drawn inputs or of checkpoints.

    Parameters
    ----------
    values, inputs, sampling, features
        As of `profiles_of_trial`.
    how : dict
        pool_maps and weighted, as of `profiles_of_trial`, and of features that are no NAPs
        stacked_examples and correct_only.
    feature_values : array, shape (n, ...), optional
        What the features are of, where this is something else than the NAPs.
    **names
        As of `topomaps.groups.sampling.sampled_in_trial`.
    """
    if feature_values is not None:
        same = {"features": features, "how": how, **names}
        sampled, profiles = profiles_in_trial(values, inputs, sampling, **same)
        _, others = profiles_in_trial(feature_values, inputs, sampling, **same)
        return sampled, profiles._replace(features=others.features)
    if is_of_checkpoints(sampling):
        shared = {key: how[key] for key in ("pool_maps", "weighted")}
        names["blocks"] = inputs.blocks
        return profiles_of_checkpoints(values, inputs.grouping, sampling, **shared, **names)
    return profiles_of_trial(values, inputs, sampling, features=features, **how, **names)


def profiles_of_trial(
    values, inputs, sampling, *, features, pool_maps, weighted, stacked_examples=None,
    correct_only=False, **names,
):  # fmt: skip
    """Groups and profiles of the inputs that a trial draws.

    Parameters
    ----------
    values : array, shape (n, ...)
        Activations of all inputs.
    inputs : topomaps.groups.files.GroupedInputs
    sampling : dict
        As of `topomaps.groups.sampling.sampled_in_trial`, whose seed and names are `**names`.
    features : {"naps", "balanced", "random"}
        What a layout sees of each neuron.
    pool_maps, weighted : bool
        As of `sampled_profiles`.
    stacked_examples : int
        Inputs whose activations are stacked, unless the features are NAPs.
    correct_only : bool
        Stack correctly classified inputs only.

    Returns
    -------
    topomaps.groups.sampling.SampledGroups, topomaps.profiles.sampled.SampledProfiles
    """
    grouping = inputs.grouping
    sampled, generator = sampled_in_trial(grouping, sampling, blocks=inputs.blocks, **names)
    profiles = sampled_profiles(values, sampled.inputs, generator, pool_maps, weighted)
    if features == "naps":
        return sampled, profiles
    members = grouping.members.copy()
    if correct_only:
        members[~inputs.correct] = -1
    chosen = draw_stacked(features, members, len(grouping.names), stacked_examples, generator)
    stacked = stacked_features(values[chosen], stacked_examples, pool_maps)
    return sampled, profiles._replace(features=stacked)


def profiles_of_checkpoints(values, grouping, sampling, pool_maps, weighted=False, **names):
    """Groups and profiles of the classes at each checkpoint, of the same inputs at all of them.

    Parameters
    ----------
    values : array, shape (K n, ...)
        Activations of n inputs at each of K checkpoints, one checkpoint after another.
    grouping : topomaps.groups.groupings.Grouping
        Groups by checkpoint (rows) and class (columns), by both in this order.

    Returns
    -------
    topomaps.groups.sampling.SampledGroups, topomaps.profiles.sampled.SampledProfiles

    Raises
    ------
    ValueError
        As of `sampled_at_checkpoints`.
    """
    groups, sampled, generator = sampled_at_checkpoints(grouping, sampling, **names)
    parts = [sampled_profiles(values, each, generator, pool_maps, weighted) for each in sampled]
    return groups, joined_profiles(parts)


def sampled_at_checkpoints(grouping, sampling, **names):
    """Draw inputs of each class, the same ones at all checkpoints.

    Parameters
    ----------
    grouping : topomaps.groups.groupings.Grouping
        As of `profiles_of_checkpoints`.
    sampling : dict
        As of `topomaps.groups.sampling.sampled_in_trial`; seed, names, blocks are `**names`.

    Returns
    -------
    groups : topomaps.groups.sampling.SampledGroups
    sampled : list of list of ndarray of int
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
    first, generator = sampled_in_trial(grouping.kept(range(n_classes)), sampling, **names)
    members = [np.flatnonzero(grouping.members == group) for group in range(len(grouping.names))]
    places = [np.searchsorted(*pair) for pair in zip(members, first.inputs, strict=False)]
    sampled = [
        [members[start + number][place] for number, place in enumerate(places)]
        for start in range(0, len(members), n_classes)
    ]
    kinds = first.kinds * n_checkpoints
    inputs = [indices for each in sampled for indices in each]
    groups = SampledGroups(grouping.names, grouping.rows, grouping.columns, kinds, inputs)
    return groups, sampled, generator
