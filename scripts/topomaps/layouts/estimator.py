"""Layouts as an estimator of scikit-learn, for pipelines and searches."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import validate_data

from topomaps.layouts.compute import compute_layout
from topomaps.library.array_doors import as_array
from topomaps.library.prepared import method_named
from topomaps.library.seeds import one_seed
from topomaps.library.shapes import warn_of_profiles


class TopographicLayout(BaseEstimator):
    """Lay out the neurons of a layer, with the interface of scikit-learn.

    **Neurons are the samples**: X has a row for each neuron and a column for each thing that is
    known of it, as its NAP value in each group. `topomaps.profile_features` makes such rows of
    profiles. As with `sklearn.manifold.TSNE`, there is no `transform`: a neuron has a place among
    those that it was laid out with alone.

    Parameters
    ----------
    method : str
        One of `topomaps.METHODS`.
    random_state : int, numpy.random.RandomState or None
        Layouts are functions of it; None is 0.
    n_steps : int
        Steps of the swarm, of `PSO`, `random` and the hybrids.
    attraction : {"published_code", "equation"}
        Global attraction of `PSO`.
    quantile : float
        Share of the pairs of neurons that get an edge, of `graph`.
    distances : bool
        Whether PCA, t-SNE and UMAP see the rows of the cosine distance matrix.
    smoothness : float
        What counts in `sorted`: 0 faithful neighbours, 1 smooth maps.

    Attributes
    ----------
    embedding_ : ndarray, shape (n_neurons, 2)
        Coordinates in [0, 1].
    n_features_in_ : int
        Columns of X.
    feature_names_in_ : ndarray of str, shape (n_features_in_,)
        Names of the columns, where X is a table with names.

    Examples
    --------
    >>> import numpy as np
    >>> from topomaps import TopographicLayout
    >>> features = np.random.default_rng(0).random((50, 4))  # 50 neurons in 4 groups
    >>> TopographicLayout("PCA").fit_transform(features).shape
    (50, 2)
    """

    def __init__(
        self,
        method: str = "sorted",
        random_state: Any = 0,
        *,
        n_steps: int = 1000,
        attraction: str = "published_code",
        quantile: float = 0.075,
        distances: bool = False,
        smoothness: float = 0.5,
    ) -> None:
        self.method = method
        self.random_state = random_state
        self.n_steps = n_steps
        self.attraction = attraction
        self.quantile = quantile
        self.distances = distances
        self.smoothness = smoothness

    def fit(self, X: Any, y: Any = None) -> "TopographicLayout":
        """Lay out the neurons.

        Parameters
        ----------
        X : array-like, shape (n_neurons, n_features)
            At least 4 neurons.
        y : None
            Not used.

        Returns
        -------
        TopographicLayout
            Itself.

        Raises
        ------
        ValueError
            If X cannot be laid out, or a parameter is unknown.
        """
        X = X if _is_known(X) else as_array(X, "X")
        order = None if isinstance(X, np.ndarray) else "C"  # sums round as of arrays
        X = validate_data(self, X, dtype=np.float64, order=order, ensure_min_samples=4)
        warn_of_profiles(X)
        params = self.get_params(deep=False)
        method, seed = method_named(params.pop("method")), one_seed(0, params.pop("random_state"))
        self.embedding_ = compute_layout(method, X, seed, **params)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> NDArray[np.float64]:
        """Lay out the neurons; their coordinates (n_neurons, 2), which `embedding_` keeps."""
        return self.fit(X, y).embedding_


def _is_known(values):
    """Whether scikit-learn checks a value itself: arrays, lists, and tables with their names."""
    package = type(values).__module__.split(".")[0]
    return package in ("numpy", "pandas", "polars", "scipy", "builtins")
