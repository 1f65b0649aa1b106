"""What sampling adds to the products of the groups' profiles, when other inputs might have come."""

import numpy as np


def noise_of_inputs(variances, codes, strata):
    """Covariances of group means of independent inputs, centred within strata, summed over neurons.

    The mean of group g is Σ a·x over all inputs: a = 1/n_g for its own, less (inputs of g in the
    stratum) / (n_g · inputs of the stratum) for all of a stratum. The variance of single inputs is
    estimated in each group. With one stratum, centring the NAPs leaves what it leaves of s²/n.

    Parameters
    ----------
    variances : ndarray, shape (G,)
        Of the centred inputs of each group, summed over neurons, with n − 1 degrees of freedom.
    codes, strata : ndarray of int, shape (n,)

    Returns
    -------
    ndarray, shape (G, G)
    """
    counts = np.zeros((len(variances), int(strata.max()) + 1))
    np.add.at(counts, (codes, strata), 1)
    sizes, groups = np.maximum(counts.sum(axis=0), 1), counts.sum(axis=1)
    unit = _covariances(counts, np.ones(len(variances)))
    freedom = (counts * (1 - 1 / sizes)).sum(axis=1) - groups * np.diag(unit)
    known = freedom > 1e-9 * groups
    single = variances * (groups - 1) / np.where(known, freedom, 1)
    return _covariances(counts, np.where(known, single, 0))


def _covariances(counts, variances):
    """Covariances (G, G) of group means less those of strata; counts (G, S), variances (G,)."""
    sizes, groups = np.maximum(counts.sum(axis=0), 1), counts.sum(axis=1)
    shares = counts / groups[:, None] / sizes
    crossed = (variances / groups)[:, None] * (counts @ shares.T)
    both = (shares * (variances @ counts)) @ shares.T
    return np.diag(variances / groups) - crossed - crossed.T + both


def noise_of_blocks(values, codes, blocks, means):
    """Covariances of group means of independent blocks of inputs, summed over neurons.

    P / (P − 1) · Σ u·uᵀ over P blocks, u = Σ(x − mean of the group) / n of the block's inputs in
    each group (Liang and Zeger 1986).

    Parameters
    ----------
    values : iterable of (slice, ndarray (b, N))
        n rows.
    codes, blocks : ndarray of int, shape (n,)
    means : ndarray, shape (G, N)
        Of the groups.

    Returns
    -------
    ndarray, shape (G, G)
    """
    n_groups = len(means)
    cells, place = np.unique(blocks.astype(np.int64) * n_groups + codes, return_inverse=True)
    sums = np.zeros((len(cells), means.shape[1]))
    for rows, part in values:
        np.add.at(sums, place[rows], part - means[codes[rows]])
    block, group = np.divmod(cells, n_groups)
    sums /= np.bincount(codes, minlength=n_groups)[group, None]
    own = [np.flatnonzero(group == g) for g in range(n_groups)]
    noise = np.zeros((n_groups, n_groups))
    for g in range(n_groups):
        for h in range(g, n_groups):
            _, first, second = np.intersect1d(block[own[g]], block[own[h]], return_indices=True)
            products = np.einsum("bn,bn->", sums[own[g][first]], sums[own[h][second]])
            noise[g, h] = noise[h, g] = products
    n_blocks = np.array([len(each) for each in own])
    scale = np.sqrt(n_blocks / np.maximum(n_blocks - 1, 1))
    return noise * np.outer(scale, scale)
