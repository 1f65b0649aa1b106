"""Which groups a layer sees alike, and whether layers agree on it."""

import numpy as np
import pandas as pd
from scipy.spatial.distance import squareform
from scipy.stats import rankdata, spearmanr

from topomaps.groups.sampling import GIVEN
from topomaps.layouts.distances import cosine_distances
from topomaps.statistics.chance import COLUMNS, chance_level

MIN_GROUPS = 3  # two groups have a single dissimilarity, and nothing to correlate


def of_given_groups(naps, kinds):
    """NAPs relative to the mean of the given groups, as in the tests, random groups left out of it.

    Parameters
    ----------
    naps : ndarray, shape (G, N)
        Relative to any mean; rows of NaN are empty groups.
    kinds : sequence of str, length G
        As of `topomaps.groups.sampling.SampledGroups`. Without random groups, NAPs stay.

    Returns
    -------
    ndarray, shape (G, N)
    """
    given = np.asarray(kinds) == GIVEN
    present = given & ~np.isnan(naps).any(axis=1)
    if given.all() or not present.any():
        return naps
    return naps - naps[present].mean(axis=0)


def dissimilarity_matrix(naps):
    """Representational dissimilarity matrix: cosine distances of the groups' NAPs.

    Parameters
    ----------
    naps : ndarray, shape (G, N)
        Rows of NaN are empty groups.

    Returns
    -------
    ndarray, shape (G, G)
        NaN in rows and columns of empty groups.
    """
    present = ~np.isnan(naps).any(axis=1)
    matrix = np.full((len(naps), len(naps)), np.nan)
    matrix[np.ix_(present, present)] = cosine_distances(naps[present])
    return matrix


def layer_correlations(matrices):
    """Rank correlation of the dissimilarities of all pairs of groups, between layers.

    Parameters
    ----------
    matrices : ndarray, shape (L, G, G)

    Returns
    -------
    ndarray, shape (L, L)
        Spearman's correlation over pairs of groups that are present; NaN with fewer than three
        groups, or where all dissimilarities of a layer are equal.
    """
    pairs = np.stack([squareform(matrix, checks=False) for matrix in matrices])
    pairs = pairs[:, ~np.isnan(pairs).any(axis=0)]
    correlations = np.full((len(pairs), len(pairs)), np.nan)
    if pairs.shape[1] < MIN_GROUPS:
        return correlations
    varied = np.ptp(pairs, axis=1) > 0
    for i in np.flatnonzero(varied):
        for j in np.flatnonzero(varied):
            correlations[i, j] = 1.0 if i == j else spearmanr(pairs[i], pairs[j]).statistic
    return correlations


def permuted_correlations(matrix, permuted):
    """Rank correlations of a layer's dissimilarities with those of another under permutation.

    Parameters
    ----------
    matrix : ndarray, shape (G, G)
    permuted : ndarray, shape (B, G, G)
        Of the other layer, whose inputs are permuted against the groups.

    Returns
    -------
    ndarray, shape (B,)
        Spearman's correlation, as of `layer_correlations`. Groups of unequal sizes make layers of
        noise agree: profiles of small groups are long, and pull the mean towards them.
    """
    first, second = np.triu_indices(len(matrix), 1)
    pairs = np.vstack([matrix[first, second], permuted[:, first, second]])
    pairs = pairs[:, ~np.isnan(pairs).any(axis=0)]
    if pairs.shape[1] < MIN_GROUPS:
        return np.full(len(permuted), np.nan)
    ranks = rankdata(pairs, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(ranks, axis=1)
    sizes = lengths[1:] * lengths[0]
    return np.divide(ranks[1:] @ ranks[0], sizes, out=np.full(len(sizes), np.nan), where=sizes > 0)


def correlation_table(layers, matrices, permuted):
    """Tidy table of the correlations between layers, beside what chance gives.

    Parameters
    ----------
    layers : sequence of str, length L
    matrices : ndarray, shape (L, G, G)
        Dissimilarities of each layer.
    permuted : list of ndarray, shape (B, G, G)
        The same under permutation, independently in each layer.

    Returns
    -------
    pandas.DataFrame
        Columns first, second, correlation, those of `topomaps.statistics.chance.chance_level`, for
        which the groups of the second layer are permuted, and permutations.
    """
    found, rows = layer_correlations(matrices), []
    for i, j in zip(*np.triu_indices(len(layers), 1), strict=True):
        level = chance_level(found[i, j], permuted_correlations(matrices[i], permuted[j]))
        row = {"first": layers[i], "second": layers[j], "correlation": found[i, j]}
        rows.append({**row, **level, "permutations": len(permuted[j])})
    columns = ["first", "second", "correlation", *COLUMNS, "permutations"]
    return pd.DataFrame(rows, columns=columns)


def dissimilarity_table(layers, groups, matrices):
    """Tidy table of the dissimilarities: layer, first, second, dissimilarity."""
    first, second = np.triu_indices(len(groups), 1)
    tables = [
        pd.DataFrame(
            {
                "layer": layer,
                "first": np.asarray(groups)[first],
                "second": np.asarray(groups)[second],
                "dissimilarity": matrix[first, second],
            }
        )
        for layer, matrix in zip(layers, matrices, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)
