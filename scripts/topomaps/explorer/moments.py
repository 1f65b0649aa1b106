"""Means and deviations of the activations of groups, and what follows for their NAPs."""

import numpy as np

from topomaps.activations.chunks import mean_chunks


def group_moments(activations, drawn):
    """Mean and standard deviation of each neuron's activation in groups of inputs.

    Parameters
    ----------
    activations : array-like, shape (n, N) or (n, height, width, N)
        Read in chunks; feature maps are averaged.
    drawn : list of ndarray of int, length G
        Inputs of each group.

    Returns
    -------
    means, deviations : ndarray of float64, shape (G, N)
        Means are NaN for empty groups, deviations (with n − 1) also for groups of one input.
    """
    n_neurons = activations.shape[-1]
    means = np.full((len(drawn), n_neurons), np.nan)
    deviations = np.full((len(drawn), n_neurons), np.nan)
    for group, inputs in enumerate(drawn):
        if len(inputs):
            total = sum(values.sum(axis=0) for values in mean_chunks(activations, inputs))
            means[group] = total / len(inputs)
        if len(inputs) > 1:
            chunks = mean_chunks(activations, inputs)
            squares = sum(((values - means[group]) ** 2).sum(axis=0) for values in chunks)
            deviations[group] = np.sqrt(squares / (len(inputs) - 1))
    return means, deviations


def centring(counts, frames, weighted=False):
    """Weights by which NAPs are made of the groups' means.

    Parameters
    ----------
    counts : array of int, shape (G,)
        Inputs per group.
    frames : array of int, shape (G,)
        A NAP is relative to the mean over the groups of its frame, such as a checkpoint.
    weighted : bool
        Whether that mean is weighted by the groups' sizes.

    Returns
    -------
    ndarray, shape (G, G)
        NAPs are this matrix times the means. Rows and columns of empty groups are 0.
    """
    counts, frames = np.asarray(counts), np.asarray(frames)
    weights = np.where(counts > 0, counts if weighted else 1, 0).astype(float)
    together = (frames[:, None] == frames) * weights
    totals = together.sum(axis=1, keepdims=True)
    shares = np.divide(together, totals, out=np.zeros_like(together), where=totals > 0)
    return (np.eye(len(counts)) - shares) * (counts > 0) * (counts > 0)[:, None]


def standard_errors(deviations, counts, weights):
    """Standard error (G, N) of NAPs whose groups' inputs are drawn independently.

    NAP(g) = Σ_h c(g, h) mean(h), so that its variance is Σ_h c(g, h)² s(h)² / n(h).

    Parameters
    ----------
    deviations : array, shape (G, N)
        As of `group_moments`.
    counts : array of int, shape (G,)
    weights : array, shape (G, G)
        c, as of `centring`.

    Returns
    -------
    ndarray, shape (G, N)
        NaN for groups without inputs, and where a group of one input is among those compared with.
    """
    counts = np.asarray(counts)
    variances = np.zeros_like(deviations)
    present = counts > 0
    variances[present] = deviations[present] ** 2 / counts[present, None]
    errors = np.sqrt(weights**2 @ variances)
    errors[~present] = np.nan
    return errors
