"""Layout by t-distributed stochastic neighbour embedding (HHAI, section 3.2.3)."""

import numpy as np
from sklearn.manifold import TSNE

from topomaps.layouts.embedding import clamped, embeddable

PERPLEXITY = 30  # default of scikit-learn


def tsne_layout(features, seed):
    """Project the neurons onto two dimensions, starting from their principal components.

    Parameters
    ----------
    features : array (n_neurons, n_features)
        At least 4 neurons.
    seed : int
        0 ≤ seed < 2**32.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates, float64.
    """
    features = embeddable(features)
    # A point has at most n - 1 neighbours; a third of them as perplexity is the usual bound.
    perplexity = clamped("perplexity", PERPLEXITY, (len(features) - 1) / 3)
    tsne = TSNE(init="pca", perplexity=perplexity, random_state=seed, n_jobs=1)
    return np.asarray(tsne.fit_transform(features), dtype=float)
