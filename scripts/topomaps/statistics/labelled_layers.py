"""Layers, labels and predictions of the same inputs: checks, and features of neurons alike."""

from dataclasses import dataclass

import numpy as np

from topomaps.activations.lazy_rows import LazyRows
from topomaps.statistics.labelled_checks import checked_labels, checked_layer, checked_logs
from topomaps.statistics.layer_components import FEATURE_BYTES, JoinedRows, principal_components

MAX_COMPONENTS = 128
FEW = 10  # inputs


@dataclass(frozen=True)
class LabelledLayers:
    """Layers (n, N) each, labels (n,), log-probabilities (n, C) or None, rows of each fold.

    Layers are array-like, possibly mapped or computed when their rows are read.
    """

    layers: list
    labels: np.ndarray
    log_probabilities: np.ndarray | None
    n_classes: int
    folds: list

    @property
    def tiny(self):
        """Classes of too few inputs to tell a population by, where no outputs tell it either."""
        if self.log_probabilities is not None:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(np.bincount(self.labels, minlength=self.n_classes) < FEW)


def check_labelled(activations, labels, probabilities=None, folds=None, *, min_classes=2):
    """`LabelledLayers` of what a caller gives.

    Parameters
    ----------
    activations : array-like (n, N), or list of them (n, N_i)
        Not read here: values that are missing or infinite are refused when their rows are read.
    labels : array of int (n,)
    probabilities : array (n, C), optional
    folds : array (n,), optional
        Which network an input was held out from.
    min_classes : int

    Raises
    ------
    ValueError
        Shapes that do not fit, unknown labels, labels that have no column of probabilities, or
        fewer than two classes.
    """
    layers = activations if isinstance(activations, (list, tuple)) else [activations]
    labels = checked_labels(labels, min_classes)
    layers = [checked_layer(layer, number, len(labels)) for number, layer in enumerate(layers)]
    if not layers:
        raise ValueError("There are no activations; give an array (inputs, neurons) or several.")
    n_classes, logs = int(labels.max()) + 1, None
    if probabilities is not None:
        logs = checked_logs(probabilities, labels)
        n_classes = logs.shape[1]
    folds = np.zeros(len(labels)) if folds is None else np.asarray(folds)
    if folds.shape != labels.shape:
        raise ValueError(f"There are {len(labels)} labels, but folds of the shape {folds.shape}.")
    rows = [np.flatnonzero(folds == fold) for fold in np.unique(folds)]
    return LabelledLayers(layers, labels, logs, n_classes, rows)


def components(data, rows, seed):
    """Principal components of all layers together, of inputs judged by one network.

    Each neuron is standardised over these inputs, so that neither the scale nor the order of
    neurons matters, and each layer weighs the same however many neurons it has. Neurons without
    variation are left out. The outputs count as another layer, as differences of their logarithms.
    The layers are read twice.

    Parameters
    ----------
    data : LabelledLayers
    rows : ndarray of int
        In increasing order.
    seed : int
        Of no effect where components are exact, see
        `topomaps.statistics.layer_components.principal_components`.

    Returns
    -------
    ndarray, shape (len(rows), at most `MAX_COMPONENTS`)
        The components of largest variance first; in single precision where all of them would take
        more than `FEATURE_BYTES`.

    Raises
    ------
    ValueError
        If an activation is NaN or infinite; names the layer, the input and the neuron.
    """
    parts = list(data.layers)
    if data.log_probabilities is not None:
        parts.append(_differences(data.log_probabilities))
    is_large = 8 * len(data.labels) * MAX_COMPONENTS > FEATURE_BYTES
    dtype = np.float32 if is_large else np.float64
    return principal_components(JoinedRows(parts, rows), MAX_COMPONENTS, seed, dtype)


def _differences(logs):
    """Logarithms (n, C) minus their mean over classes, computed when they are read."""
    return LazyRows(
        logs, lambda some, _: some - some.mean(axis=1, keepdims=True), logs.shape[1:], logs.dtype
    )
