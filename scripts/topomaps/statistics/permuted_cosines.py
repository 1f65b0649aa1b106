"""Cosines between the groups' profiles by chance: products of NAPs under permuted labels."""

import numpy as np

from topomaps.statistics.exchangeable_units import permuted_labels

LABEL_BYTES = 2**27  # of the permuted labels of one reading
SUM_BYTES = 2**26


def permuted_products(values, layer, stream, n_permutations):
    """Products of NAPs whose labels are permuted.

    Parameters
    ----------
    values : topomaps.statistics.fixed_point.CentredRows
        n rows of N neurons; sums of them are exact, whatever their order.
    layer : topomaps.statistics.grouped_layer.GroupedLayer
    stream : numpy.random.Generator
    n_permutations : int

    Returns
    -------
    ndarray, shape (n_permutations, G, G)
    """
    codes, counts = layer.codes, np.bincount(layer.codes)
    room = min(LABEL_BYTES // len(codes), SUM_BYTES // (8 * len(counts) * values.n_neurons))
    chunk, products = max(1, room), []
    for start in range(0, n_permutations, chunk):
        size = min(chunk, n_permutations - start)
        labellings = permuted_labels(codes, layer.nuisance, layer.blocks, stream, size)
        products.append(nap_products(_means(values, labellings, len(counts))))
    return np.concatenate(products)


def _means(values, labellings, n_groups):
    """Means (b, G, N) of the groups' rows under labellings (b, n)."""
    sums = np.zeros((len(labellings), n_groups, values.n_neurons))
    for rows, block in values:
        for group in range(n_groups):
            sums[:, group] += (labellings[:, rows] == group).astype(np.float64) @ block
    sizes = [np.count_nonzero(labellings == group, axis=1) for group in range(n_groups)]
    return sums / np.stack(sizes, axis=1)[..., None]


def nap_products(means):
    """Inner products (..., G, G) of the NAPs of group means (..., G, N)."""
    naps = means - means.mean(axis=-2, keepdims=True)
    return np.einsum("...gn,...hn->...gh", naps, naps)


def cosines_of(products):
    """Cosines from inner products (..., G, G); NaN for a profile whose square is not positive."""
    squares = np.einsum("...gg->...g", products)
    norms = np.sqrt(np.where(squares > 0, squares, np.nan))
    return np.clip(products / norms[..., :, None] / norms[..., None, :], -1, 1)


def noise_p(products, permuted):
    """Probability (G,) that chance gives each group a profile as long as its own.

    Parameters
    ----------
    products : ndarray, shape (G, G)
        Of the NAPs.
    permuted : ndarray, shape (B, G, G)
        The same under permutation.
    """
    lengths, null = np.diagonal(products), np.einsum("bgg->bg", permuted)
    reached = (null >= lengths * (1 - 1e-12)).sum(axis=0)
    return (reached + 1) / (len(null) + 1)
