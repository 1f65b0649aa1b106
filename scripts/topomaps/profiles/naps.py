"""Neuron activation profiles (NAPs): how a layer's activity in a group differs from the others."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topomaps.activations.chunks import chunks
from topomaps.models.layer_info import check_width


def neuron_activation_profiles(
    activations: Any, groups: ArrayLike
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Average activations per group, minus the unweighted mean over groups (HHAI, section 3.1).

    Parameters
    ----------
    activations : array-like, shape (n, ...)
        Activations of n inputs; units, or feature maps of shape (height, width, channels).
    groups : array, shape (n,)
        Group of each input.

    Returns
    -------
    names : ndarray, shape (G,)
        The groups, sorted.
    profiles : ndarray of float64, shape (G, ...)
        Neurons last.

    Raises
    ------
    ValueError
        If the lengths differ, there is no input, or an activation is not finite.
    """
    groups = np.asarray(groups)
    if len(activations) != len(groups):
        raise ValueError(
            f"{len(activations)} activations, but {len(groups)} group labels; "
            "each input needs exactly one"
        )
    if len(groups) == 0:
        raise ValueError("no inputs were given, so there is no profile to compute")
    names = np.unique(groups)
    means = group_means(activations, [np.flatnonzero(groups == name) for name in names])
    return names, means - means.mean(axis=0)


def pool_feature_maps(profiles: NDArray[np.floating]) -> NDArray[np.floating]:
    """Value of each neuron that gives its colour: the profile, or its mean over a feature map.

    Parameters
    ----------
    profiles : ndarray, shape (G, N) or (G, height, width, N)

    Returns
    -------
    ndarray, shape (G, N)
    """
    return profiles.mean(axis=tuple(range(1, profiles.ndim - 1)))


def profile_features(profiles: NDArray[np.floating]) -> NDArray[np.floating]:
    """Features of each neuron for its layout: all values of its profiles (HHAI, section 3.1).

    Parameters
    ----------
    profiles : ndarray, shape (G, N) or (G, height, width, N)

    Returns
    -------
    ndarray, shape (N, G) or (N, G * height * width)
    """
    return np.moveaxis(profiles, -1, 0).reshape(profiles.shape[-1], -1)


def profiles_of_means(means, pool_maps=False, counts=None):
    """NAPs and features of groups whose average activations are known.

    Parameters
    ----------
    means : array, shape (G, N) or (G, height, width, N)
        NaN for groups without inputs.
    pool_maps : bool
        As of `sampled_profiles`.
    counts : array, shape (G,), optional
        Inputs per group, to weight the mean over groups by their sizes; unweighted if left out,
        as in HHAI, section 3.1.

    Returns
    -------
    naps : ndarray, shape (G, N)
    features : ndarray, shape (N, F)
        As in `SampledProfiles`.

    Raises
    ------
    ValueError
        As of `sampled_profiles`.
    """
    check_width(means.shape[-1])
    present = ~np.isnan(means).reshape(len(means), -1).any(axis=1)
    if not present.any():
        raise ValueError("no group has an input, so there is no profile to compute")
    known = means[present].astype(np.float64)
    weights = None if counts is None else np.asarray(counts)[present]
    profiles = known - np.average(known, axis=0, weights=weights)
    return _colors_and_features(profiles, present, pool_maps)


def group_means(activations, sampled):
    """Average activations of groups, read in chunks: memory does not grow with the inputs.

    Parameters
    ----------
    activations : array-like, shape (n, ...)
        Activations of all inputs, possibly memory-mapped.
    sampled : list of ndarray of int, length G
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
    means = np.full((len(sampled), *activations.shape[1:]), np.nan)
    for row, indices in enumerate(sampled):
        if indices.size:
            total = np.zeros(activations.shape[1:])
            for values in chunks(activations, indices):
                total += values.sum(axis=0, dtype=np.float64)
            means[row] = total / indices.size
    return means


def _colors_and_features(profiles, present, pool_maps):
    """NAPs (G, N) and features (N, F) from the profiles of the groups that are present (G,)."""
    if not profiles.any():
        raise ValueError(
            "every neuron of the layer acts the same in all groups (a dead layer, or a single "
            "group), so there is nothing to lay out; choose another layer or check the training"
        )
    naps = np.full((len(present), profiles.shape[-1]), np.nan)
    naps[present] = pool_feature_maps(profiles)
    return naps, profile_features(pool_feature_maps(profiles) if pool_maps else profiles)
