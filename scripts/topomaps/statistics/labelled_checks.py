"""Checks of labels, layers and predictions of the same inputs; each refuses with a sentence."""

import numpy as np

from topomaps.activations.lazy_rows import LazyRows
from topomaps.statistics.labelled import as_rows

SMALLEST_PROBABILITY = 1e-6  # a network's zero is a rounded number


def checked_labels(labels, min_classes):
    """Labels (n,) as int64, of `min_classes` classes or more."""
    labels = np.asarray(labels)
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer) or not len(labels):
        raise ValueError(
            f"labels are {labels.dtype} of the shape {labels.shape}; give one whole number per "
            "input, the place of its class."
        )
    if labels.min() < 0:
        raise ValueError(
            f"{np.count_nonzero(labels < 0)} inputs have no label (a negative number), the first "
            f"is input {np.flatnonzero(labels < 0)[0]}; leave them out."
        )
    if len(np.unique(labels)) < min_classes:
        raise ValueError(
            f"All inputs have the label {labels[0]}; a label can only be wrong where there is "
            "another class. Give inputs of two classes or more."
        )
    return labels.astype(np.int64)


def checked_blocks(blocks, n_inputs):
    """Codes (n,) of the blocks of inputs that depend on each other, or None if there are none."""
    if blocks is None:
        return None
    blocks = np.asarray(blocks)
    if blocks.shape != (n_inputs,):
        raise ValueError(
            f"blocks have the shape {blocks.shape}; give one value per input, {n_inputs} in all."
        )
    return np.unique(blocks, return_inverse=True)[1]


def checked_layer(layer, number, n_inputs):
    """The layer, to be read by rows, which are refused if they hold no numbers."""
    layer = as_rows(layer)
    if len(layer.shape) != 2 or len(layer) != n_inputs:
        raise ValueError(
            f"Activations of layer {number} have the shape {layer.shape}; expected "
            f"({n_inputs}, neurons), a row per label (average feature maps over height and width)."
        )

    def finite(values, rows):
        with np.errstate(over="ignore", invalid="ignore"):
            if np.isfinite(values.sum(dtype=np.float64)):
                return values
        places = np.argwhere(~np.isfinite(values))
        if len(places):
            place, neuron = places[0]
            raise ValueError(
                f"Activations of layer {number} are NaN or infinite, first at input {rows[place]}, "
                f"neuron {neuron}. Leave these inputs out or repair the model."
            )
        return values

    return LazyRows(layer, finite, layer.shape[1:], layer.dtype)


def checked_logs(probabilities, labels):
    """Logarithms of the probabilities, of rows that sum to one."""
    values = np.asarray(probabilities, dtype=np.float64)
    if values.ndim != 2 or len(values) != len(labels):
        raise ValueError(
            f"probabilities have the shape {values.shape}; expected ({len(labels)}, classes), a "
            "row per label."
        )
    if labels.max() >= values.shape[1]:
        raise ValueError(
            f"probabilities have {values.shape[1]} columns, but there are labels up to "
            f"{labels.max()}, hence {labels.max() + 1} classes or more; give the predictions of a "
            "network with these classes, or none."
        )
    if not np.isfinite(values).all() or values.min() < 0 or (values.sum(axis=1) <= 0).any():
        raise ValueError(
            "probabilities hold NaN, infinite or negative numbers, or rows of zeros only; give "
            "the outputs of a softmax."
        )
    values = values / values.sum(axis=1, keepdims=True)
    return np.log(np.clip(values, SMALLEST_PROBABILITY, None))
