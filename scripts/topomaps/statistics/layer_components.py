"""Principal components of inputs over all their layers, which are read in blocks, twice.

Rows are cut by the number of columns alone, and multiplied in that cut, so that components are the
same to the last bit however activations are stored and read.
"""

import numpy as np
from scipy.linalg import eigh

from topomaps.statistics.row_blocks import RowBlocks

BLOCK_VALUES = 2**20  # 8 MB in double precision
LARGEST_EXACT = 4096  # neurons, or inputs, whose products with each other are kept: 134 MB
SPARE, ROUNDS = 10, 7  # directions beyond those wanted, and readings, where components are searched
FEATURE_BYTES = 2**29  # components that would take more are kept in single precision
CONSTANT = 1e-9  # of the largest activation: a smaller deviation is rounding
NEGLIGIBLE = 1e-6  # of the largest deviation of a component: smaller ones are rounding


class JoinedRows:
    """Some inputs' activations in several layers side by side, read in blocks.

    Parameters
    ----------
    layers : list of array-like (n, N_i)
    rows : ndarray of int, shape (m,)
        Inputs, in increasing order.
    """

    def __init__(self, layers, rows):
        self.widths, self._n = [layer.shape[1] for layer in layers], len(rows)
        size = max(1, BLOCK_VALUES // max(1, sum(self.widths)))
        self._blocks = [RowBlocks(layer, rows, size) for layer in layers]

    @property
    def shape(self):
        """Numbers of inputs and of all neurons."""
        return self._n, sum(self.widths)

    def __iter__(self):
        """Yield slices of the m inputs and their activations (b, N) in double precision."""
        for parts in zip(*self._blocks, strict=True):
            yield parts[0][0], np.concatenate([values for _, values in parts], axis=1)


def principal_components(joined, n_components, seed, dtype=np.float64):
    """Principal components of standardised activations, each layer of the same weight.

    Exact where neurons or inputs are at most `LARGEST_EXACT`: from products of neurons, for which
    activations are read twice, or from products of inputs. Beyond, the directions are searched in
    `ROUNDS` further readings (Halko, Martinsson and Tropp 2011), from a random start.

    Parameters
    ----------
    joined : JoinedRows
        m inputs, N neurons.
    n_components : int
    seed : int
    dtype : numpy.dtype
        Of the result; sums are of double precision.

    Returns
    -------
    ndarray, shape (m, at most `n_components`)
        The components of largest variance first; those of hardly any are left out.
    """
    n, n_neurons = joined.shape
    by_neurons = n_neurons <= min(n, LARGEST_EXACT)
    means, variances, deviations = moments(joined, with_products=by_neurons)
    weights = _weights(deviations, joined.widths)
    size = min(n, np.count_nonzero(weights), n_components)
    if not size:
        return np.zeros((n, 0), dtype)
    if not by_neurons and n <= LARGEST_EXACT:
        return _of_inputs(joined, means, weights, size).astype(dtype)
    if by_neurons:
        variances *= np.outer(weights, weights)
        found = _largest(variances, size)
    else:
        found = _searched(joined, means, weights, size, seed)
    strength, directions = found
    directions = directions[:, _matter(strength)]
    directions *= np.sign(directions[np.abs(directions).argmax(axis=0), range(directions.shape[1])])
    components = np.empty((n, directions.shape[1]), dtype)
    for rows, values in joined:
        components[rows] = ((values - means) * weights) @ directions
    return components


def moments(joined, with_products=False):
    """Means (N,), covariances (N, N) or variances (N,), and standard deviations (N,).

    Deviations that are but rounding are 0.
    """
    n, n_neurons = joined.shape
    sums, largest = np.zeros(n_neurons), np.zeros(n_neurons)
    products = np.zeros((n_neurons, n_neurons) if with_products else n_neurons)
    near = None
    for _, values in joined:
        if near is None:
            # The means are this far away at most: √(n / b) deviations. So squares lose few digits.
            near = values.mean(axis=0)
        np.maximum(largest, np.abs(values).max(axis=0), out=largest)
        values = values - near
        sums += values.sum(axis=0)
        products += values.T @ values if with_products else np.square(values).sum(axis=0)
    away = sums / n
    products /= n
    products -= np.outer(away, away) if with_products else away**2
    variances = products.diagonal() if with_products else products
    deviations = np.sqrt(np.maximum(variances, 0))
    varied = deviations > CONSTANT * np.maximum(largest, 1e-300)
    return near + away, products, np.where(varied, deviations, 0)


def _weights(deviations, widths):
    """Weights (N,) of neurons, so that all vary alike and each layer counts the same."""
    weights = inverse(deviations)
    for layer in np.split(weights, np.cumsum(widths)[:-1]):  # views
        layer /= np.sqrt(max(1, np.count_nonzero(layer)))
    return weights


def inverse(deviations):
    """One over each deviation, 0 where there is none."""
    return np.divide(1.0, deviations, out=np.zeros_like(deviations), where=deviations > 0)


def _largest(products, size):
    """Largest eigenvalues (size,) of a symmetric matrix in falling order, and eigenvectors."""
    first = len(products) - size
    values, vectors = eigh(products, subset_by_index=[first, len(products) - 1], overwrite_a=True)
    return np.maximum(values[::-1], 0), vectors[:, ::-1]


def _of_inputs(joined, means, weights, size):
    """Components (m, size) from the products of the inputs with each other."""
    scaled = np.concatenate([(values - means) * weights for _, values in joined])
    strength, vectors = _largest(scaled @ scaled.T, size)
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), range(size)])
    return (vectors * np.sqrt(strength))[:, _matter(strength)]


def _searched(joined, means, weights, size, seed):
    """Variances and directions (N, size) of the largest components, approximately."""
    n, n_neurons = joined.shape
    spare = min(size + SPARE, n, n_neurons)
    directions = np.random.default_rng(seed).standard_normal((n_neurons, spare))
    for _ in range(ROUNDS):
        products, directions = np.zeros_like(directions), np.linalg.qr(directions)[0]
        for _, values in joined:
            scaled = (values - means) * weights
            products += scaled.T @ (scaled @ directions)
        before, directions = directions, products
    # The directions searched last, and what became of them, give the best ones in their span.
    strength, turned = _largest(before.T @ directions / n, size)
    return strength, before @ turned


def _matter(strength):
    """Which components vary, from their variances in falling order."""
    deviations = np.sqrt(strength)
    return (deviations > NEGLIGIBLE * deviations[0]) & (deviations > 0)
