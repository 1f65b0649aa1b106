"""Layers of a Keras model: which are suited, whether inputs fit, activations in parts."""

import logging

import keras
import numpy as np

from topomaps.models.training import as_inputs
from topomaps.profiles.layer_width import MIN_NEURONS

logger = logging.getLogger(__name__)

CHUNK = 1024  # inputs seen at once, a multiple of the batch size
BATCH_SIZE = 256


def layer_list(model):
    """Text that lists the layers of a model: name, type, output shape, suited or why not."""
    rows = [("layer", "type", "output shape", "suited?")]
    for layer in model.layers:
        shape = getattr(layer.output, "shape", None)
        shown = "several" if shape is None else str(tuple(shape)[1:])
        rows.append((layer.name, type(layer).__name__, shown, suitability(layer)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    return "\n".join([f"model {model.name}, input {tuple(model.input_shape)[1:]}", *lines]) + "\n"


def suitability(layer):
    """Words on whether maps can be drawn of a layer."""
    shape = getattr(layer.output, "shape", None)
    if isinstance(layer, keras.layers.InputLayer):
        return "no, the input"
    if shape is None or len(shape) not in (2, 4):
        return "no, neither units (N) nor feature maps (height, width, N)"
    if shape[-1] is None or shape[-1] < MIN_NEURONS:
        return f"no, fewer than {MIN_NEURONS} neurons"
    what = "units" if len(shape) == 2 else "feature maps"
    if isinstance(layer, keras.layers.Flatten):
        return f"possible, {shape[-1]:,} units: the layer before, flattened"
    if type(layer).__name__.endswith("Dropout"):
        return f"possible, {shape[-1]:,} {what}: the same as the layer before"
    return f"yes, {shape[-1]:,} {what}"


def check_inputs(model, inputs):
    """Raise ValueError unless inputs (n, ...) of a dataset fit a model."""
    expected = model.input_shape
    if isinstance(expected, (list, dict)):
        raise ValueError(
            f"the model {model.name} has several inputs; models with one input are supported, "
            "for others export activations"
        )
    given, wanted = inputs.shape[1:], tuple(expected)[1:]
    fits = len(given) == len(wanted) and all(
        size in (None, own) for size, own in zip(wanted, given, strict=True)
    )
    if not fits:
        raise ValueError(
            f"the inputs have the shape {given}, but the model {model.name} expects {wanted}; "
            "change image_size and channels of the dataset, its columns, or the model"
        )


def layer_model(model, layer):
    """The part of a model up to a layer; raises ValueError that lists the layers."""
    names = [each.name for each in model.layers]
    if layer not in names:
        raise ValueError(f"the model has no layer {layer!r}; it has: {', '.join(names)}")
    return keras.Model(model.inputs, model.get_layer(layer).output)


def outputs_in_chunks(model, images, scale):
    """Outputs of a model for stored inputs, a chunk at a time, so that few are in memory."""
    for start in range(0, len(images), CHUNK):
        inputs = as_inputs(images[start : start + CHUNK], scale)
        yield start, np.asarray(model.predict(inputs, batch_size=BATCH_SIZE, verbose=0))


def predicted_classes(outputs, n_classes):
    """Class of each input from outputs (n, C), or (n, 1) for two classes; None if these are none.

    Returns
    -------
    ndarray of int, shape (n,), or None
    """
    if outputs.ndim == 2 and outputs.shape[1] == n_classes > 1:
        return outputs.argmax(axis=1)
    if outputs.ndim == 2 and outputs.shape[1] == 1 and n_classes == 2:
        return (outputs[:, 0] > 0.5).astype(np.int64)
    logger.warning(
        "the model's outputs of shape %s are no classification into the %d classes of the labels: "
        "there are no predictions, and no groups by them", outputs.shape, n_classes,
    )  # fmt: skip
    return None
