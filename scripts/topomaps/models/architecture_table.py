"""Layers of models as a table (HHAI, Table 1)."""

import pandas as pd

from topomaps.models.backend import keras


def describe_model(name, model):
    """Layers with kernel, stride, padding, neurons, output shape, parameters and activation.

    Parameters
    ----------
    name : str
    model : keras.Model

    Returns
    -------
    pandas.DataFrame
        A row per layer, without inputs and dropout, numbered from 0 (the input) as Keras does for
        its applications; the last row holds the sum of the parameters.
    """
    shown = [layer for layer in model.layers if not _is_passive(layer)]
    rows = [_describe_layer(number, layer) for number, layer in enumerate(shown, start=1)]
    rows.append({"layer": "sum", "parameters": model.count_params()})
    return pd.DataFrame(rows).assign(model=name)[["model", *rows[0]]]


def application(name):
    """Model of `keras.applications` without trained weights."""
    return getattr(keras.applications, name)(weights=None)


def _is_passive(layer):
    kinds = keras.layers.InputLayer, keras.layers.Dropout, keras.layers.SpatialDropout2D
    return isinstance(layer, kinds)


def _describe_layer(number, layer):
    settings = layer.get_config()
    kernel = settings.get("kernel_size") or settings.get("pool_size")
    return {
        "number": number,
        "layer": layer.name,
        "kind": type(layer).__name__,
        "kernel": _times(kernel),
        "stride": _times(settings.get("strides") if kernel else None),
        "padding": settings.get("padding") if kernel else None,
        "neurons": settings.get("filters") or settings.get("units"),
        "output": _times(layer.output.shape[1:]),
        "parameters": layer.count_params(),
        "activation": settings.get("activation"),
    }


def _times(sizes):
    return " × ".join(map(str, sizes)) if sizes else None
