"""What a part of a group acts like: its profile in all layers beside those of the other groups."""

import numpy as np

from topomaps.common.mapped_arrays import forget_pages
from topomaps.statistics.layer_components import JoinedRows, inverse, moments
from topomaps.statistics.row_blocks import RowBlocks, sums_by_code


class StandardisedLayers:
    """All layers together, each neuron of mean 0 and deviation 1, each layer of the same weight.

    Computed when rows are read; constant neurons are 0.

    Parameters
    ----------
    layers : list of array-like (n, N_i)
    """

    def __init__(self, layers):
        self._layers = [layer if hasattr(layer, "shape") else np.asarray(layer) for layer in layers]
        n, widths = len(self._layers[0]), [layer.shape[1] for layer in self._layers]
        self._means, _, deviations = moments(JoinedRows(self._layers, np.arange(n)))
        self._weights = inverse(deviations) / np.sqrt(np.repeat(widths, widths))
        self.shape = n, sum(widths)

    def __len__(self):
        """Return the number n of rows."""
        return self.shape[0]

    def __getitem__(self, rows):
        """Rows by a slice or an array of indices, shape (m, N)."""
        parts = [np.asarray(layer[rows], dtype=np.float64) for layer in self._layers]
        return (np.concatenate(parts, axis=1) - self._means) * self._weights

    def forget_pages(self):
        """Let what was read of mapped files leave the memory of the process."""
        for layer in self._layers:
            forget_pages(layer)


def group_means(values, labels):
    """Mean (N,) of each group, by group; the values, array-like (n, N), are read once."""
    groups, codes = np.unique(labels, return_inverse=True)
    means = sums_by_code(RowBlocks(values), codes, len(groups)) / np.bincount(codes)[:, None]
    return dict(zip(groups.tolist(), means, strict=True))


def part_cosines(values, labels, group, membership, means=None):
    """Cosines between the profile of a part of a group and those of the other groups.

    Profiles are averages minus the mean over groups (HHAI, section 3.1).

    Parameters
    ----------
    values : array-like, shape (n, N)
        Only the rows of the group are read.
    labels : ndarray of int, shape (n,)
    group : int
    membership : ndarray, shape (n,)
        Probability that an input belongs to the part.
    means : dict of int -> ndarray (N,), optional
        As of `group_means`, which is asked if they are left out.

    Returns
    -------
    dict of int -> float
        By the other group; empty where the part has less than one input.
    """
    rows = np.flatnonzero(labels == group)
    own = membership[rows]
    if own.sum() < 1:
        return {}
    means = group_means(values, labels) if means is None else means
    centre = np.mean(list(means.values()), axis=0)
    total = sum(own[part] @ block for part, block in RowBlocks(values, rows))
    part = total / own.sum() - centre
    cosines = {}
    for other, mean in means.items():
        nap = mean - centre
        length = np.linalg.norm(nap) * np.linalg.norm(part)
        if other != group:
            cosines[other] = float(nap @ part / length) if length > 0 else 0.0
    return cosines
