"""Building and training the models of HHAI, Table 1, with Keras."""

import keras
import numpy as np
import tensorflow as tf

from topomaps.architectures import ARCHITECTURES

BATCH_SIZE = 32  # ASSUME: HHAI gives none; Aequitas and Keras's default agree on 32


def make_deterministic(seed, threads):
    """Make TensorFlow's results a function of `seed`.

    The number of threads changes the order of sums and with it the last bits, hence it is fixed
    here, whatever the number of cores. Call it before any other use of TensorFlow.
    """
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)


def build_model(architecture, input_shape, n_classes, width=None):
    """Build an untrained model.

    Parameters
    ----------
    architecture : str
        A key of `ARCHITECTURES`.
    input_shape : tuple of int
        (height, width, channels) of an input.
    n_classes : int
    width : int, optional
        Neurons or filters of every hidden layer, instead of the paper's 128.

    Returns
    -------
    keras.Model
        Its layers bear the names of the table; dropout layers follow the layers that they act on.
    """
    model = keras.Sequential([keras.Input(input_shape, name="input")], name=architecture)
    for layer in ARCHITECTURES[architecture]:
        size = n_classes if layer.size is None else width or layer.size
        if layer.kind == "flatten":
            model.add(keras.layers.Flatten(name=layer.name))
        elif layer.kind == "dense":
            model.add(keras.layers.Dense(size, layer.activation, name=layer.name))
        elif layer.kind == "conv":
            model.add(
                keras.layers.Conv2D(
                    size, layer.kernel, layer.stride, activation=layer.activation, name=layer.name
                )
            )
        if layer.dropout:
            spatial = layer.kind == "conv"
            dropout = keras.layers.SpatialDropout2D if spatial else keras.layers.Dropout
            model.add(dropout(layer.dropout, name=f"{layer.name}_dropout"))
    return model


def as_inputs(images, scale):
    """Turn stored images (n, height, width[, channels]) into float32 inputs of a model."""
    images = np.asarray(images)
    if images.ndim == 3:
        images = images[..., np.newaxis]
    return images.astype(np.float32) / np.float32(scale)


def train(model, inputs, labels, epochs):
    """Train with Adam and categorical cross-entropy (HHAI, section 4.1).

    Returns
    -------
    dict of lists
        Loss and accuracy of each epoch.
    """
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    targets = keras.utils.to_categorical(labels, model.output_shape[-1])
    history = model.fit(inputs, targets, batch_size=BATCH_SIZE, epochs=epochs, verbose=2)
    return history.history


def load_model(path):
    """Load a saved model, refusing code that it may bring along.

    Raises
    ------
    ValueError
        If the file is damaged, or the model has layers of the user's own or Lambda layers.
    """
    try:
        return keras.saving.load_model(path, safe_mode=True)
    except Exception as error:  # other people's files make Keras raise errors of many kinds
        reason = str(error).strip().splitlines()[0][:300]
        raise ValueError(
            f"{path} cannot be loaded safely: {reason} If it has layers of your own or Lambda "
            "layers, whose code is never run here, export its activations and use those instead "
            "(see docs/your-own.md)"
        ) from error


def predict_classes(model, inputs):
    """Most probable class of each input."""
    return model.predict(inputs, batch_size=256, verbose=2).argmax(axis=1)


def layer_activations(model, layer, inputs):
    """Activations of a named layer.

    Returns
    -------
    ndarray of float32, shape (n, neurons) or (n, height, width, feature maps)

    Raises
    ------
    ValueError
        If the model has no layer of that name.
    """
    names = [each.name for each in model.layers]
    if layer not in names:
        raise ValueError(f"the model has no layer {layer!r}; it has: {', '.join(names)}")
    part = keras.Model(model.inputs, model.get_layer(layer).output)
    return part.predict(inputs, batch_size=256, verbose=2)
