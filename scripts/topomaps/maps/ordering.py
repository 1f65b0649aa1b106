"""Order of groups in figures: similar groups side by side."""

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from topomaps.layouts.distances import cosine_distances


def group_linkage(naps):
    """Average linkage of groups over the cosine distances of their NAPs, optimally ordered.

    Parameters
    ----------
    naps : ndarray, shape (G, N)
        At least two groups, none of them empty.

    Returns
    -------
    ndarray, shape (G - 1, 4)
        As of `scipy.cluster.hierarchy.linkage`.
    """
    distances = squareform(cosine_distances(naps), checks=False)
    return linkage(distances, method="average", optimal_ordering=True)


def similarity_order(naps, kinds=None):
    """Order of groups by the leaves of their dendrogram; empty groups of a kind come last.

    Parameters
    ----------
    naps : ndarray, shape (G, N)
        Rows of NaN are empty groups.
    kinds : sequence of str, length G, optional
        Kind of each group. Those of a kind, such as random groups, stand together, in a dendrogram
        of their own: which random group is like which race is chance.

    Returns
    -------
    ndarray of int, shape (G,)
    """
    if kinds is not None and len(set(kinds)) > 1:
        members = [np.flatnonzero(np.asarray(kinds) == kind) for kind in dict.fromkeys(kinds)]
        return np.concatenate([each[similarity_order(naps[each])] for each in members])
    empty = np.isnan(naps).any(axis=1)
    present = np.flatnonzero(~empty)
    if present.size > 2:  # two groups have no order to speak of
        present = present[leaves_list(group_linkage(naps[present]))]
    return np.concatenate([present, np.flatnonzero(empty)])


def column_order(naps, columns):
    """Order of the columns of a figure by the first row's groups (the correctly classified).

    Parameters
    ----------
    naps : ndarray, shape (G, N)
    columns : sequence of str, length G
        Column of each group; the first group of each column decides.

    Returns
    -------
    ndarray of int
        Indices into the distinct columns, in the order of their first appearance.
    """
    _, first = np.unique(columns, return_index=True)
    return similarity_order(naps[np.sort(first)])
