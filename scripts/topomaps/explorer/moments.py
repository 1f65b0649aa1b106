"""Means and deviations of the activations of groups, and the weights that make NAPs of them."""

from typing import NamedTuple

import numpy as np

from topomaps.activations.chunks import mean_chunks


class GroupMoments(NamedTuple):
    """Moments of the activations of G groups, N neurons.

    A unit is what is drawn by itself: an input, or a block of inputs that depend on each other. Its
    residual is the sum of its inputs' activations beyond the mean of their group.

    Attributes
    ----------
    counts, units, square_sizes : ndarray of int, shape (G,)
        Inputs, units, and the sum of the squared numbers of inputs of the units.
    means : ndarray, shape (G, N)
        NaN for empty groups.
    deviations : ndarray, shape (G, N)
        Of single inputs, with n − 1; NaN for groups of fewer than two.
    squares, cubes : ndarray, shape (G, N)
        Sums over units of the squares and cubes of their residuals; 0 for empty groups.
    """

    counts: np.ndarray
    units: np.ndarray
    square_sizes: np.ndarray
    means: np.ndarray
    deviations: np.ndarray
    squares: np.ndarray
    cubes: np.ndarray


def group_moments(activations, sampled, blocks=None):
    """Moments of each neuron's activation in groups of inputs.

    Parameters
    ----------
    activations : array-like, shape (n, N) or (n, height, width, N)
        Read in chunks; feature maps are averaged.
    sampled : list of ndarray of int, length G
        Inputs of each group.
    blocks : ndarray of int, shape (n,), optional
        Block of each input.

    Returns
    -------
    GroupMoments
    """
    n_groups, n_neurons = len(sampled), activations.shape[-1]
    sizes = [_unit_sizes(inputs, blocks) for inputs in sampled]
    means, deviations = np.full((2, n_groups, n_neurons), np.nan)
    squares, cubes = np.zeros((2, n_groups, n_neurons))
    for group, inputs in enumerate(sampled):
        if not len(inputs):
            continue
        total = sum(values.sum(axis=0) for values in mean_chunks(activations, inputs))
        means[group] = total / len(inputs)
        block = None if blocks is None else blocks[inputs]
        of_inputs, squares[group], cubes[group] = _powers(
            mean_chunks(activations, inputs), means[group], block
        )
        if len(inputs) > 1:
            deviations[group] = np.sqrt(of_inputs / (len(inputs) - 1))
    return GroupMoments(
        np.array([len(inputs) for inputs in sampled]),
        np.array([len(each) for each in sizes]),
        np.array([(each**2).sum() for each in sizes]),
        *(means, deviations, squares, cubes),
    )


def _unit_sizes(inputs, blocks):
    """Inputs of each unit of a group."""
    if blocks is None:
        return np.ones(len(inputs), dtype=int)
    return np.unique(blocks[inputs], return_counts=True)[1]


def _powers(chunks, mean, block):
    """Sums of the inputs' squared residuals, and of the units' squared and cubed ones, each (N,).

    Block (n,) is that of each input of the chunks, None where inputs are the units.
    """
    if block is None:
        residuals = (values - mean for values in chunks)
        powers = sum(np.stack([(each**2).sum(0), (each**3).sum(0)]) for each in residuals)
        return powers[0], *powers
    unit = np.unique(block, return_inverse=True)[1]
    sums, of_inputs, start = np.zeros((unit.max() + 1, len(mean))), 0.0, 0
    for values in chunks:
        residuals = values - mean
        np.add.at(sums, unit[start : start + len(values)], residuals)
        of_inputs, start = of_inputs + (residuals**2).sum(axis=0), start + len(values)
    return of_inputs, (sums**2).sum(axis=0), (sums**3).sum(axis=0)


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
