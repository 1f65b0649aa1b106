"""Neuron activation profiles (NAPs): how a layer's activity in a group differs from the others."""

from typing import NamedTuple

import numpy as np

CHUNK_VALUES = 2**24  # activations read at once, 64 MB in single precision
MIN_NEURONS = 4  # below it a layout has no triangles to speak of


def neuron_activation_profiles(activations, groups):
    """Average activations per group, minus the unweighted mean over groups (HHAI, section 3.1).

    Parameters
    ----------
    activations : array, shape (n, ...)
        Activations of n inputs; units, or feature maps of shape (height, width, channels).
    groups : array, shape (n,)
        Group of each input.

    Returns
    -------
    names : ndarray, shape (G,)
        The groups, sorted.
    profiles : ndarray of float64, shape (G, ...)

    Raises
    ------
    ValueError
        If the lengths differ, there is no input, or an activation is not finite.
    """
    activations, groups = np.asarray(activations), np.asarray(groups)
    if len(activations) != len(groups):
        raise ValueError(
            f"{len(activations)} activations, but {len(groups)} group labels; "
            "each input needs exactly one"
        )
    if len(groups) == 0:
        raise ValueError("no inputs were given, so there is no profile to compute")
    names = np.unique(groups)
    means = np.stack([activations[groups == name].mean(axis=0, dtype=np.float64) for name in names])
    if not np.isfinite(means).all():
        raise ValueError(
            "activations contain NaN or infinite values; the model may have diverged in training"
        )
    return names, means - means.mean(axis=0)


def color_profiles(profiles):
    """Value of each neuron that gives its colour: the profile, or its mean over a feature map.

    Parameters
    ----------
    profiles : ndarray, shape (G, N) or (G, height, width, N)

    Returns
    -------
    ndarray, shape (G, N)
    """
    return profiles.mean(axis=tuple(range(1, profiles.ndim - 1)))


def profile_features(profiles):
    """Features of each neuron for its layout: all values of its profiles (HHAI, section 3.1).

    Parameters
    ----------
    profiles : ndarray, shape (G, N) or (G, height, width, N)

    Returns
    -------
    ndarray, shape (N, G) or (N, G * height * width)
    """
    return np.moveaxis(profiles, -1, 0).reshape(profiles.shape[-1], -1)


class DrawnProfiles(NamedTuple):
    """NAPs of one draw of inputs.

    Attributes
    ----------
    naps : ndarray, shape (G, N)
        Colours of the maps; a row of NaN for a group without inputs.
    features : ndarray, shape (N, F)
        What a layout sees of each neuron; groups without inputs do not contribute.
    counts : ndarray of int, shape (G,)
        Inputs per group.
    examples : ndarray of int, shape (G,)
        A random input of each group, -1 for a group without inputs.
    """

    naps: np.ndarray
    features: np.ndarray
    counts: np.ndarray
    examples: np.ndarray


def draw_profiles(activations, drawn, generator, map_means=False):
    """Profiles of drawn inputs.

    Parameters
    ----------
    activations : array, shape (n, ...)
        Activations of all inputs, possibly memory-mapped.
    drawn : list of ndarray of int, length G
        Indices of the inputs of each group.
    generator : numpy.random.Generator
        Picks the example input of each group.
    map_means : bool
        Let its mean stand for a feature map in the features, as in the published code of HHAI.

    Raises
    ------
    ValueError
        If no group has an input, the layer has fewer than 4 neurons, or every neuron is dead.
    """
    _check_width(activations.shape[-1])
    counts = np.array([indices.size for indices in drawn])
    groups = np.repeat(np.arange(len(drawn)), counts)
    _, profiles = neuron_activation_profiles(activations[np.concatenate(drawn)], groups)
    naps, features = _colors_and_features(profiles, counts > 0, map_means)
    examples = [generator.choice(indices) if indices.size else -1 for indices in drawn]
    return DrawnProfiles(naps, features, counts, np.array(examples))


def stacked_draws(trials, grouping, first=0):
    """Arrays of a file of NAPs.

    Parameters
    ----------
    trials : list of DrawnProfiles, length T
    grouping : topomaps.groups.Grouping
    first : int
        Number of the first trial.

    Returns
    -------
    dict
        naps (T, G, N), features (T, N, F) float32, counts and examples (T, G), groups, rows and
        columns (G,) str, trials (T,).
    """
    return {
        "naps": np.stack([trial.naps for trial in trials]),
        "features": np.stack([trial.features for trial in trials]).astype(np.float32),
        "counts": np.stack([trial.counts for trial in trials]),
        "examples": np.stack([trial.examples for trial in trials]),
        "groups": np.array(grouping.names),
        "rows": np.array(grouping.rows),
        "columns": np.array(grouping.columns),
        "trials": np.arange(first, first + len(trials)),
    }


def profiles_of_means(means, map_means=False, counts=None):
    """NAPs and features of groups whose average activations are known.

    Parameters
    ----------
    means : array, shape (G, N) or (G, height, width, N)
        NaN for groups without inputs.
    map_means : bool
        As of `draw_profiles`.
    counts : array, shape (G,), optional
        Inputs per group, to weight the mean over groups by their sizes; unweighted if left out,
        as in HHAI, section 3.1.

    Returns
    -------
    naps : ndarray, shape (G, N)
    features : ndarray, shape (N, F)
        As in `DrawnProfiles`.

    Raises
    ------
    ValueError
        As of `draw_profiles`.
    """
    _check_width(means.shape[-1])
    present = ~np.isnan(means).reshape(len(means), -1).any(axis=1)
    if not present.any():
        raise ValueError("no group has an input, so there is no profile to compute")
    known = means[present].astype(np.float64)
    weights = None if counts is None else np.asarray(counts)[present]
    profiles = known - np.average(known, axis=0, weights=weights)
    return _colors_and_features(profiles, present, map_means)


def group_means(activations, drawn):
    """Average activations of groups, read in chunks: memory does not grow with the inputs.

    Parameters
    ----------
    activations : array, shape (n, ...)
        Activations of all inputs, possibly memory-mapped.
    drawn : list of ndarray of int, length G
        Indices of the inputs of each group.

    Returns
    -------
    ndarray of float64, shape (G, ...)
        NaN for groups without inputs.

    Raises
    ------
    ValueError
        If an activation is not finite; names the first such input.
    """
    means = np.full((len(drawn), *activations.shape[1:]), np.nan)
    size = max(1, CHUNK_VALUES // max(1, int(np.prod(activations.shape[1:]))))
    for mean, indices in zip(means, drawn, strict=True):
        if indices.size:
            mean[...] = 0
        for start in range(0, indices.size, size):
            chunk = indices[start : start + size]
            values = np.asarray(activations[chunk])
            finite = np.isfinite(values).reshape(len(chunk), -1).all(axis=1)
            if not finite.all():
                raise ValueError(
                    f"the activations of input {chunk[finite.argmin()]} contain NaN or infinite "
                    "values; leave this input out, or check the model"
                )
            mean += values.sum(axis=0, dtype=np.float64)
        mean /= max(1, indices.size)
    return means


def _check_width(n_neurons):
    if n_neurons < MIN_NEURONS:
        raise ValueError(
            f"the layer has {n_neurons} neurons; a topographic map needs at least {MIN_NEURONS}, "
            "choose another layer"
        )


def _colors_and_features(profiles, present, map_means):
    """NAPs (G, N) and features (N, F) from the profiles of the groups that are present (G,)."""
    if not profiles.any():
        raise ValueError(
            "every neuron of the layer acts the same in all groups (a dead layer, or a single "
            "group), so there is nothing to lay out; choose another layer or check the training"
        )
    naps = np.full((len(present), profiles.shape[-1]), np.nan)
    naps[present] = color_profiles(profiles)
    return naps, profile_features(color_profiles(profiles) if map_means else profiles)
