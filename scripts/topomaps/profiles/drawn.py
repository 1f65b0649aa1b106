"""NAPs of drawn inputs, trial by trial, and the arrays of a file of them."""

from typing import NamedTuple

import numpy as np

from topomaps.profiles.naps import group_means, profiles_of_means


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
        A random input of each group, -1 where there is none to show.
    """

    naps: np.ndarray
    features: np.ndarray
    counts: np.ndarray
    examples: np.ndarray


def draw_profiles(activations, drawn, generator, map_means=False, weighted=False):
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
        As of `topomaps.profiles.naps.profiles_of_means`.
    weighted : bool
        Weight the mean over groups by their sizes.

    Raises
    ------
    ValueError
        As of `topomaps.profiles.naps.group_means` and `topomaps.profiles.naps.profiles_of_means`.
    """
    counts = np.array([indices.size for indices in drawn])
    means = group_means(activations, drawn)
    naps, features = profiles_of_means(means, map_means, counts if weighted else None)
    examples = [generator.choice(indices) if indices.size else -1 for indices in drawn]
    return DrawnProfiles(naps, features, counts, np.array(examples))


def nap_arrays(trials, groups, rows, columns, first=0):
    """Arrays of a file of NAPs.

    Parameters
    ----------
    trials : list of DrawnProfiles, length T
    groups, rows, columns : sequence of str, length G
        Names of the groups, and their places in a figure of two factors.
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
        "groups": np.array(groups),
        "rows": np.array(rows),
        "columns": np.array(columns),
        "trials": np.arange(first, first + len(trials)),
    }
