"""Building and training the models of HHAI, Table 1, with Keras."""

import numpy as np

from topomaps.common.files import replacing
from topomaps.models.architectures import ARCHITECTURES
from topomaps.models.backend import keras
from topomaps.models.backend import make_deterministic as make_deterministic
from topomaps.models.keras_loading import load_model as load_model

BATCH_SIZE = 32  # ASSUME: HHAI gives none; Aequitas and Keras's default agree on 32
# Steps that TensorFlow takes without coming back to Python: the same bytes in less time.
STEPS_PER_EXECUTION = 25


def build_model(architecture, input_shape, n_classes, width=None, l2=0.0):
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
    l2 : float
        Weight of the L2 penalty on the kernels of hidden layers; the published code has 0.001.

    Returns
    -------
    keras.Model
        Its layers bear the names of the table; dropout layers follow the layers that they act on.
    """
    model = keras.Sequential([keras.Input(input_shape, name="input")], name=architecture)
    for layer in ARCHITECTURES[architecture]:
        is_output = layer.size is None
        size = n_classes if is_output else width or layer.size
        penalty = keras.regularizers.L2(l2) if l2 and not is_output else None
        common = {"name": layer.name, "activation": layer.activation, "kernel_regularizer": penalty}
        if layer.kind == "flatten":
            model.add(keras.layers.Flatten(name=layer.name))
        elif layer.kind == "dense":
            model.add(keras.layers.Dense(size, **common))
        elif layer.kind == "conv":
            model.add(keras.layers.Conv2D(size, layer.kernel, layer.stride, **common))
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


class WeightRecorder(keras.callbacks.Callback):
    """Keeps copies of the weights after given numbers of training steps; step 0 is untrained.

    Parameters
    ----------
    steps : sequence of int

    Attributes
    ----------
    weights : dict
        Step -> list of arrays, as of `keras.Model.get_weights`.
    """

    def __init__(self, steps):
        super().__init__()
        self.steps, self.step, self.weights = set(steps), 0, {}

    def on_train_begin(self, logs=None):  # noqa: D102
        self._keep()

    def on_train_batch_end(self, batch, logs=None):  # noqa: D102
        self.step += 1
        self._keep()

    def arrays(self):
        """Steps (K,) and each weight array over all of them (K, ...), by name."""
        stacks = map(np.stack, zip(*self.weights.values(), strict=True))
        named = {f"weights_{index}": stack for index, stack in enumerate(stacks)}
        return {"steps": np.array(list(self.weights), dtype=np.int64), **named}

    def _keep(self):
        if self.step in self.steps:
            self.weights[self.step] = self.model.get_weights()


def train(model, inputs, labels, epochs, checkpoints=()):
    """Train with Adam and categorical cross-entropy (HHAI, section 4.1).

    Parameters
    ----------
    model : keras.Model
    inputs : array (n, height, width, channels), or a keras.utils.PyDataset with such a `shape`
        The latter gives batches of inputs and targets, in an order of its own.
    labels : array of int (n,), or None
        None with a PyDataset.
    epochs : int
    checkpoints : sequence of int
        Training steps (batches) after which the weights are kept.

    Returns
    -------
    history : dict of lists
        Loss and accuracy of each epoch.
    weights : dict
        `steps` (K,) and, in the order of `keras.Model.get_weights`, `weights_0` (K, ...) and so on.

    Raises
    ------
    ValueError
        If a checkpoint lies beyond the last step.
    """
    n_inputs = inputs.shape[0]
    n_steps = epochs * -(-n_inputs // BATCH_SIZE)
    if max(checkpoints, default=0) > n_steps:
        raise ValueError(
            f"checkpoint {max(checkpoints)} lies beyond the end of the training, which takes "
            f"{n_steps} steps ({epochs} epochs of {n_inputs} inputs, {BATCH_SIZE} a step)"
        )
    model.compile(
        "adam",
        "categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=1 if checkpoints else STEPS_PER_EXECUTION,
    )
    if labels is None:
        fed = {"x": inputs, "shuffle": False}
    else:
        targets = keras.utils.to_categorical(labels, model.output_shape[-1])
        fed = {"x": inputs, "y": targets, "batch_size": BATCH_SIZE}
    recorder = WeightRecorder(checkpoints)
    history = model.fit(**fed, epochs=epochs, verbose=2, callbacks=[recorder])
    return history.history, recorder.arrays()


def predict_classes(model, inputs):
    """Most probable class of each input."""
    return model.predict(inputs, batch_size=256, verbose=2).argmax(axis=1)


def save_network(network, path):
    """Save a network; the file appears under its name only when it is complete.

    Parameters
    ----------
    network : keras.Model
    path : path-like
        Keras tells the format by the ending `.keras`, which a temporary name has not.
    """
    with replacing(path) as temporary:
        network.save(temporary.with_suffix(".keras"))
        temporary.with_suffix(".keras").rename(temporary)
