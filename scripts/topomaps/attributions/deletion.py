"""Deletion curves: a region's activity while parts of an input go, the most important first.

Petsiuk, Das and Saenko (2018). An order that means something makes it fall faster than random ones.
"""

from typing import NamedTuple

import numpy as np

from topomaps.attributions.occlusion import activities

SHARES = np.linspace(0, 1, 11)  # of the parts that are gone


class Deletion(NamedTuple):
    """Activity of a region in an input while parts go; S shares, O random orders.

    Attributes
    ----------
    curve : ndarray of float64, shape (S,)
        In the order of the attributions; 1 for the whole input, 0 without any part.
    random : ndarray of float64, shape (O, S)
        In random orders.
    """

    curve: np.ndarray
    random: np.ndarray


def deletion(measure, parts, attributions, batch_size, n_orders, generator):
    """Deletion curves of one input.

    Parameters
    ----------
    measure, parts, batch_size
        As of `topomaps.attributions.occlusion.activities`.
    attributions : ndarray, P numbers in any shape
    n_orders : int
    generator : numpy.random.Generator

    Returns
    -------
    Deletion
        Zeros where the activity is the same with and without the input.
    """
    own = np.argsort(-np.ravel(attributions), kind="stable")
    orders = [own, *(generator.permutation(len(own)) for _ in range(n_orders))]
    counts = np.rint(SHARES * len(own)).astype(int)
    masks = np.concatenate([_without(order, counts) for order in orders])
    found = activities(measure, parts, masks, batch_size).reshape(len(orders), len(SHARES))
    whole, nothing = found[0, 0], found[0, -1]
    extent = whole - nothing
    curves = (found - nothing) / extent if extent else np.zeros_like(found)
    return Deletion(curves[0], curves[1:])


def _without(order, counts):
    """Masks (S, P) of the first so many parts of an order."""
    ranks = np.empty(len(order), dtype=int)
    ranks[order] = np.arange(len(order))
    return ranks < counts[:, None]


def areas(curves):
    """Area below each curve (..., S) over the shares; about a half of a straight line."""
    return np.trapezoid(curves, SHARES, axis=-1)


def chance_of_order(deletions):
    """Mean area of the curves of some inputs, of random orders, and how often these do as well.

    Returns
    -------
    area, random_area, p : float
        p is the share of random orders, own one included, whose mean area is as small.
    """
    own = np.mean([areas(each.curve) for each in deletions])
    others = np.mean([areas(each.random) for each in deletions], axis=0)
    p = (1 + np.sum(others <= own)) / (1 + len(others))
    return float(own), float(others.mean()), float(p)
