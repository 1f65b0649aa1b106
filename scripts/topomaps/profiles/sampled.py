"""NAPs of drawn inputs, trial by trial, and the arrays of a file of them."""

from typing import NamedTuple

import numpy as np

from topomaps.profiles.naps import group_means, profiles_of_means


class SampledProfiles(NamedTuple):
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


def sampled_profiles(activations, sampled, generator, pool_maps=False, weighted=False):
    """Profiles of drawn inputs.

    Parameters
    ----------
    activations : array, shape (n, ...)
        Activations of all inputs, possibly memory-mapped.
    sampled : list of ndarray of int, length G
        Indices of the inputs of each group.
    generator : numpy.random.Generator
        Picks the example input of each group.
    pool_maps : bool
        As of `topomaps.profiles.naps.profiles_of_means`.
    weighted : bool
        Weight the mean over groups by their sizes.

    Raises
    ------
    ValueError
        As of `topomaps.profiles.naps.group_means` and `profiles_of_means`.
    """
    counts = np.array([indices.size for indices in sampled])
    means = group_means(activations, sampled)
    naps, features = profiles_of_means(means, pool_maps, counts if weighted else None)
    return SampledProfiles(naps, features, counts, random_examples(sampled, generator))


def random_examples(sampled, generator):
    """A random input of each group (G,), -1 for an empty one."""
    return np.array(
        [generator.choice(indices) if indices.size else -1 for indices in sampled], dtype=np.int64
    )


def joined_profiles(parts):
    """Profiles of the same groups at several checkpoints as those of one draw.

    NAPs stay those of each checkpoint. Each neuron is described by its features at all of them, so
    that one layout serves the whole training.
    """
    # ASSUME: the joint layout weighs all checkpoints alike; HHAI does not show this figure.
    return SampledProfiles(
        naps=np.concatenate([each.naps for each in parts]),
        features=np.hstack([each.features for each in parts]),
        counts=np.concatenate([each.counts for each in parts]),
        examples=np.concatenate([each.examples for each in parts]),
    )


def nap_arrays(trials, groups, first=0):
    """Arrays of a file of NAPs.

    Parameters
    ----------
    trials : list of SampledProfiles, length T
    groups : topomaps.groups.sampling.SampledGroups
        The G groups of any of the trials.
    first : int
        Number of the first trial.

    Returns
    -------
    dict
        naps (T, G, N), features (T, N, F) float32, counts and examples (T, G), groups, rows,
        columns and kinds (G,) str, trials (T,).
    """
    return {
        "naps": np.stack([trial.naps for trial in trials]),
        "features": np.stack([trial.features for trial in trials]).astype(np.float32),
        "counts": np.stack([trial.counts for trial in trials]),
        "examples": np.stack([trial.examples for trial in trials]),
        "groups": np.array(groups.names),
        "rows": np.array(groups.rows),
        "columns": np.array(groups.columns),
        "kinds": np.array(groups.kinds),
        "trials": np.arange(first, first + len(trials)),
    }
