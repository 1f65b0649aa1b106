"""Which groups a layer sees alike, and whether layers agree on it."""

import numpy as np
import pandas as pd
from scipy.spatial.distance import squareform
from scipy.stats import spearmanr

from topomaps.layouts.distances import cosine_distances

MIN_GROUPS = 3  # two groups have a single dissimilarity, and nothing to correlate


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


def correlation_table(layers, correlations):
    """Tidy table of the correlations between layers: first, second, correlation."""
    return pd.DataFrame(
        [
            {"first": layers[i], "second": layers[j], "correlation": correlations[i, j]}
            for i in range(len(layers))
            for j in range(i + 1, len(layers))
        ],
        columns=["first", "second", "correlation"],
    )


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
