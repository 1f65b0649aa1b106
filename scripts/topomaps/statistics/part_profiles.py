"""What a part of a group acts like: its profile in all layers beside those of the other groups."""

import numpy as np


def standardised_layers(activations):
    """All layers together, each neuron of mean 0 and deviation 1, each layer of the same weight.

    Parameters
    ----------
    activations : list of ndarray (n, N_i)

    Returns
    -------
    ndarray, shape (n, N)
        Constant neurons are 0.
    """
    parts = []
    for layer in activations:
        values = np.asarray(layer, dtype=np.float64)
        deviation = values.std(axis=0)
        centred = values - values.mean(axis=0)
        scaled = np.divide(centred, deviation, out=np.zeros_like(centred), where=deviation > 0)
        parts.append(scaled / np.sqrt(values.shape[1]))
    return np.concatenate(parts, axis=1)


def part_cosines(values, labels, group, membership):
    """Cosines between the profile of a part of a group and those of the other groups.

    Profiles are averages minus the mean over groups (HHAI, section 3.1).

    Parameters
    ----------
    values : ndarray, shape (n, N)
    labels : ndarray of int, shape (n,)
    group : int
    membership : ndarray, shape (n,)
        Probability that an input belongs to the part.

    Returns
    -------
    dict of int -> float
        By the other group; empty where the part has less than one input.
    """
    own = np.where(labels == group, membership, 0.0)
    if own.sum() < 1:
        return {}
    groups = np.unique(labels)
    means = np.stack([values[labels == each].mean(axis=0) for each in groups])
    centre = means.mean(axis=0)
    part, naps = own @ values / own.sum() - centre, means - centre
    lengths = np.linalg.norm(naps, axis=1) * np.linalg.norm(part)
    cosines = np.divide(naps @ part, lengths, out=np.zeros(len(groups)), where=lengths > 0)
    return {
        int(other): float(cosine)
        for other, cosine in zip(groups, cosines, strict=True)
        if other != group
    }
