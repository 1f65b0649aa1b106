"""Occlusion: how far a region's activity falls where a part of the input is taken away.

Zeiler and Fergus (2014). It needs no gradients, and so works for every network.
"""

import numpy as np


def activities(measure, parts, masks, batch_size):
    """Activity (m[, S]) of a region for copies of an input without what masks (m, P) bool name.

    Parameters
    ----------
    measure : callable
        Inputs (b, ...) as a network takes them -> activity (b,), or (b, S) of several regions.
    parts
        As of `topomaps.attributions.parts`.
    masks : ndarray of bool, shape (m, P)
    batch_size : int
    """
    starts = range(0, len(masks), batch_size)
    found = [measure(parts.altered(masks[start : start + batch_size])) for start in starts]
    return np.concatenate(found).astype(np.float64)


def windows(shape):
    """Masks (W, P) bool that take neighbours away together: 2 x 2 cells of a grid, in all places.

    A single cell often shows little, since its neighbours tell the same. Of parts in a row, which
    need not be neighbours in any sense, each goes alone.
    """
    if len(shape) == 1:
        return np.eye(shape[0], dtype=bool)
    rows, columns = (_pairs(side) for side in shape)
    both = rows[:, None, :, None] & columns[None, :, None, :]
    return both.reshape(len(rows) * len(columns), -1)


def _pairs(side):
    """Masks (side + 1, side) of two neighbours each, at the ends of one."""
    places, first = np.arange(side), np.arange(-1, side)[:, None]
    return (places == first) | (places == first + 1)


def occlusion(measure, parts, batch_size):
    """Fall of a region's activity for each part, averaged over the windows that it lies in.

    Parameters are those of `activities`.

    Returns
    -------
    ndarray of float64, shape of the parts' grid
        Positive where the activity falls without the part; of several regions, (S, *grid).
    """
    masks = windows(parts.shape)
    masks = np.concatenate([np.zeros((1, masks.shape[1]), dtype=bool), masks])
    found = activities(measure, parts, masks, batch_size)
    falls, masks = found[0] - found[1:], masks[1:].astype(np.float64)
    return (falls.T @ masks / masks.sum(axis=0)).reshape(*falls.shape[1:], *parts.shape)
