"""Fewer columns for features with many of them, such as all values of feature maps."""

import numpy as np
from threadpoolctl import threadpool_limits

PROJECTED = 1024  # columns; distances then err by 1 / sqrt(2 * 1024) = 2 % (standard deviation)
LEADING = 32  # principal axes that large layers are sorted by


def isometric(rows):
    """Rows turned to their principal axes, the widest first: all distances stay as they are.

    Parameters
    ----------
    rows : array (N, F)

    Returns
    -------
    array (N, min(N, F))
        Centred on 0.
    """
    return turned(rows - rows.mean(axis=0))


def turned(rows):
    """Rows (N, F) turned to min(N, F) axes, the longest first: all products stay as they are."""
    with threadpool_limits(1):  # sums of several threads would round differently
        if len(rows) < rows.shape[1]:
            squares, axes = np.linalg.eigh(rows @ rows.T)
            result = axes * np.sqrt(np.maximum(squares, 0))
        else:
            result = rows @ np.linalg.eigh(rows.T @ rows)[1]
    return result[:, ::-1]


def reduced(rows, turn=isometric):
    """Rows with at most `LEADING` columns, which keep distances as far as possible.

    More than `PROJECTED` columns are projected at random first (Li et al. 2006, "Very sparse random
    projections"), always in the same way, since principal axes of so many take too long.

    Parameters
    ----------
    rows : array (N, F)
    turn : callable
        `isometric`, or `turned` to keep products.

    Returns
    -------
    array (N, min(F, LEADING))
    """
    if rows.shape[1] <= LEADING:
        return rows
    if rows.shape[1] > PROJECTED:
        from sklearn.random_projection import SparseRandomProjection  # here, for it takes seconds

        projection = SparseRandomProjection(PROJECTED, dense_output=True, random_state=0)
        rows = projection.fit_transform(rows)
    return turn(rows)[:, :LEADING]
