"""Features of neurons without averaging: activations of single inputs, stacked (HHAI, 4.3)."""

import numpy as np

from topomaps.profiles.naps import pool_feature_maps, profile_features


def balanced_counts(n_groups, total):
    """Equal numbers of inputs for all groups, `total` or a little less in all."""
    return np.full(n_groups, total // n_groups)


def imbalanced_counts(n_groups, total, generator):
    """Numbers of inputs in proportion to uniform random numbers: floor(total · u_k / Σ u)."""
    shares = generator.random(n_groups)
    return np.floor(total * shares / shares.sum()).astype(int)


def draw_stacked(kind, members, n_groups, total, generator):
    """Draw the inputs whose activations are stacked, without replacement.

    Parameters
    ----------
    kind : {"balanced", "random"}
        Equally many inputs of each group, or an enforced imbalance.
    members : ndarray of int, shape (n,)
        Group of each input, -1 for inputs that must not be drawn.
    n_groups : int
    total : int
        Inputs in all; fewer are drawn where a group has not enough of them.
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int
        Indices of inputs, group after group.

    Raises
    ------
    ValueError
        If the kind is unknown, or fewer than two inputs could be drawn.
    """
    if kind not in ("balanced", "random"):
        raise ValueError(f"stacked features are 'balanced' or 'random', not {kind!r}")
    if kind == "balanced":
        counts = balanced_counts(n_groups, total)
    else:
        counts = imbalanced_counts(n_groups, total, generator)
    sampled = []
    for group, count in enumerate(counts):
        candidates = np.flatnonzero(members == group)
        size = min(count, candidates.size)
        sampled.append(np.sort(generator.choice(candidates, size=size, replace=False)))
    indices = np.concatenate(sampled)
    if indices.size < 2:
        raise ValueError(
            f"only {indices.size} inputs could be drawn to be stacked; raise "
            "layouts.stacked_examples, or use other groups"
        )
    return indices


def stacked_features(activations, total, means=False):
    """Features of each neuron: its activations in all given inputs.

    Trials differ a little in their numbers of inputs. Zeros fill the features up to one length,
    which changes neither Euclidean nor cosine distances between neurons.

    Parameters
    ----------
    activations : ndarray, shape (n, N) or (n, height, width, N)
    total : int
        Number of inputs to fill up to, at least n.
    means : bool
        Let the mean stand for a feature map.

    Returns
    -------
    ndarray, shape (N, total) or (N, total * height * width)
    """
    values = pool_feature_maps(activations) if means else activations
    filling = np.zeros((total - len(values), *values.shape[1:]), values.dtype)
    return profile_features(np.concatenate([values, filling]))
