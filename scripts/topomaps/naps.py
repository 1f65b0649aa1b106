"""Neuron activation profiles (NAPs): how a layer's activity in a group differs from the others."""

import numpy as np


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
    means = np.stack(
        [activations[groups == name].mean(axis=0, dtype=np.float64) for name in names]
    )
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
