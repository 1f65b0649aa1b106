"""Networks of `keras.applications` by name: building, weights, preprocessing, activations."""

import sys
import warnings
from pathlib import Path

import keras
import tensorflow as tf

PREPROCESSING = ("own", "divide_by_255")


def build_application(name, weights=None, *, image_shape=(224, 224), include_top=True, **options):
    """Build a network of `keras.applications`.

    Parameters
    ----------
    name : str
        For example "VGG16".
    weights : path-like or None
        File of weights; None leaves the random initial ones.
    image_shape : tuple of int
        (height, width) of the input.
    include_top : bool
        Whether the classification layers belong to it.
    **options
        Further arguments of the network, such as `alpha` of MobileNet.

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError
        If Keras has no such network, it cannot be built so, or the weights do not fit it.
    """
    builder = _builder(name)
    try:
        network = builder(
            weights=None, include_top=include_top, input_shape=(*image_shape, 3), **options
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} cannot be built with these settings: {error}") from error
    if weights is not None:
        _load_weights(network, name, Path(weights))
    return network


def _builder(name):
    builder = getattr(keras.applications, name, None)
    if not callable(builder):
        known = [each for each in dir(keras.applications) if each[0].isupper()]
        raise ValueError(f"keras.applications has no {name!r}; it has: {', '.join(known)}")
    return builder


def _load_weights(network, name, path):
    if not path.is_file():
        raise ValueError(f"the file of weights {path} does not exist")
    try:
        with warnings.catch_warnings():
            # Keras warns where a file lacks weights, and leaves them as they are, random.
            warnings.simplefilter("error", UserWarning)
            network.load_weights(path)
    except Exception as error:  # Keras and h5py raise errors of many kinds at other people's files
        raise ValueError(
            f"the weights {path} do not fit {name} with {network.count_params():,} parameters "
            f"({error}); name the file of this network, with or without its top as "
            f"`include_top` says"
        ) from error


def preprocessing(name, kind="own"):
    """Function that turns images (n, h, w, 3) uint8 into inputs of the network, a tensor.

    Parameters
    ----------
    name : str
        Network of `keras.applications`.
    kind : {"own", "divide_by_255"}
        The network's `preprocess_input`, or the division that the published code of HHAI uses
        whatever the network.
    """
    if kind == "divide_by_255":
        return lambda images: tf.cast(images, tf.float32) / 255
    if kind != "own":
        raise ValueError(f"preprocessing {kind!r} is unknown; allowed: {', '.join(PREPROCESSING)}")
    own = sys.modules[_builder(name).__module__].preprocess_input
    return lambda images: own(tf.cast(images, tf.float32))


def check_layers(network, layers):
    """Raise ValueError unless the network has all these layers, and each gives one array."""
    known = {layer.name: layer for layer in network.layers}
    for layer in layers:
        if layer not in known:
            raise ValueError(
                f"the model {network.name} has no layer {layer!r}; it has: {', '.join(known)}"
            )
        if len(known[layer].output.shape) not in (2, 4):
            raise ValueError(
                f"layer {layer!r} of {network.name} has the output shape "
                f"{known[layer].output.shape}; maps need units (n, N) or feature maps (n, h, w, N)"
            )


def layer_function(network, layers, preprocess):
    """Function from images (n, h, w, 3) uint8 to a dict of layer -> activations (n, ..., N)."""
    check_layers(network, layers)
    part = keras.Model(network.inputs, [network.get_layer(layer).output for layer in layers])
    # A compiled call gives each batch at once; `predict` would collect those of all images.
    compiled = tf.function(
        lambda images: part(preprocess(images), training=False), reduce_retracing=True
    )

    def forward(images):
        outputs = compiled(tf.constant(images))
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        return {layer: each.numpy() for layer, each in zip(layers, outputs, strict=True)}

    return forward
