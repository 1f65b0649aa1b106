"""Keras models as networks: their layers, and the activations of several in one pass."""

import logging
from contextlib import contextmanager

from topomaps.models.backend import keras, tf
from topomaps.models.keras_axes import image_channels, neuron_axes, parts_of
from topomaps.models.layer_info import LayerInfo, check_layers
from topomaps.models.model_outputs import OutputInfo, prediction_output, why_no_predictions
from topomaps.models.network_inputs import arranged, as_whole_numbers
from topomaps.models.neuron_axes import chosen_axis, last_order, shape_with_last
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.several_inputs import named_inputs, real_tokens, users_input, with_mask

logger = logging.getLogger(__name__)


class KerasNetwork:
    """A Keras model whose inputs follow from one.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional.
    class_names : sequence of str, optional
        Of its outputs.
    layer_channels : {"first", "last"}, dict or None
        Where layers have their neurons of which the model does not tell it; or by layer.
    output : str, optional
        Name of the output that holds the predictions, if there are several.
    constants : dict of str -> float, optional
        Numbers that further inputs have, by their names.

    Attributes
    ----------
    name : str
    input_shape : tuple
        Of one input, None in it where free; of several the user's, as of `users_input`.
    input_dtype : str
        Type of the numbers that it takes.
    channels : {"first", "last"}
        Where it takes the channels of images.
    class_names : tuple of str or None
    layers : dict
        Name -> LayerInfo, inner layers of nested models as `outer/inner`.
    n_tokens_known : int or None
        Rows of the table in which the user's input is looked up, where it is.
    """

    def __init__(self, model, class_names=None, layer_channels=None, output=None, constants=None):
        self.model, self.name = model, model.name
        self._inputs, self._constants = {each.name: each for each in model.inputs}, constants or {}
        self._users = self._inputs[users_input(self._inputs, self._constants)]
        self.class_names = None if class_names is None else tuple(class_names)
        self.input_shape, self.input_dtype = tuple(self._users.shape[1:]), self._users.dtype
        self.channels = image_channels(model)
        self.outputs = output_infos(model)
        self._classes = prediction_output(self.outputs, output)
        self._layers = dict(inner_layers(model))
        self.n_tokens_known = _vocabulary(self._layers.values(), self._users)
        axes = neuron_axes(model)
        self.layers = {
            name: _layer_info(name, layer, axes.get(id(layer)), layer_channels)
            for name, layer in self._layers.items()
        }

    def forward(self, layers, preprocess=None, *, outputs=True):
        """Function from inputs to activations of layers, by one pass through the model.

        Parameters
        ----------
        layers : sequence of str
            Of a layer that is used several times, the first use counts.
        preprocess : Preprocessing, optional
            Runs with the model in one compiled call.
        outputs : bool
            Whether the model's outputs are wanted; without them only the layers are computed.

        Returns
        -------
        callable
            Inputs (b, ...), or a mapping of names to such arrays, -> (dict layer -> float32 (b, N),
            (b, tokens, N), (b, h, w, N), or of tokens with padding a tuple of activations and which
            are real, outputs (b, C) float32 or None where the model has none of that shape).

        Raises
        ------
        ValueError
            If a layer is missing or unsuited, or inputs do not fit the model.
        """
        self._check(layers)
        preprocess = preprocess or Preprocessing()
        run = self._compiled(layers, preprocess, self._place_of_classes() if outputs else None)
        takes_integers = "int" in self.input_dtype
        shapes = {name: tuple(each.shape) for name, each in self._inputs.items()}

        def call(inputs):
            given, may_round = inputs, preprocess.colors == "grey"
            if takes_integers and not isinstance(inputs, dict):  # else fractions would be cut off
                given = as_whole_numbers(
                    preprocess(inputs), self.input_dtype, self.name, may_round=may_round
                )
            arrays = named_inputs(given, shapes, self._constants, f"the model {self.name}")
            found, result = self._run(run, arrays, are_named=isinstance(inputs, dict))
            real = real_tokens(inputs)
            found = {name: with_mask(found[name].numpy(), real) for name in layers}
            return found, None if result is None else result.numpy()

        return call

    def _compiled(self, layers, preprocess, place):
        """Function from tensors by the names of inputs to those of layers, and the predictions."""
        # Variables, for TensorFlow would not divide by constants but multiply by reciprocals.
        constants = {
            name: tf.Variable(value, trainable=False)
            for name, value in preprocess.constants.items()
        }
        wanted = {name: self._layers[name] for name in layers}

        @tf.function(autograph=False, reduce_retracing=True)
        def compiled(tensors, are_named):
            inputs = tensors[self._users.name]
            if not are_named:
                if "int" not in self.input_dtype:
                    inputs = preprocess.apply(tf.cast(inputs, tf.float32), constants)
                inputs = arranged(self, inputs, preprocess.channels, tf.transpose)
            tensors = {**tensors, self._users.name: inputs}
            given = [tf.cast(tensors[name], each.dtype) for name, each in self._inputs.items()]
            with recorded(wanted) as found:
                result = self.model(self._packed(given), training=False)
            found = {name: self._with_neurons_last(name, found[name]) for name in layers}
            result = None if place is None else keras.tree.flatten(result)[place]
            return found, None if result is None else tf.cast(result, tf.float32)

        return compiled

    def _packed(self, tensors):
        """Tensors in the order of the inputs as the model takes them, one or several by name."""
        if len(tensors) == 1:
            return tensors[0]
        return keras.tree.pack_sequence_as(self.model.input, tensors)

    def _run(self, run, arrays, *, are_named):
        """Tensors of layers and predictions; a sentence where the model refuses the inputs."""
        tensors = {name: tf.constant(each) for name, each in arrays.items()}
        try:
            return run(tensors, are_named)
        except tf.errors.InvalidArgumentError as error:
            shapes = ", ".join(f"{name} {each.shape}" for name, each in arrays.items())
            raise ValueError(
                f"the model {self.name} cannot be run on inputs of the shape {shapes}: "
                f"{str(error).splitlines()[0][:300]}"
            ) from error

    def resolve_shapes(self):
        """Nothing to do: only layers with several outputs have no shape."""

    def checkpoints(self, weights):
        """Set the model to each checkpoint of its training in turn, and yield their steps.

        Parameters
        ----------
        weights : dict
            As of `topomaps.models.training.train`.
        """
        yield from checkpoint_models(self.model, weights)

    def _with_neurons_last(self, layer, values):
        values = tf.cast(values, tf.float32)
        order = last_order(self.layers[layer].axis, len(values.shape))
        return values if order is None else tf.transpose(values, order)

    def _check(self, layers):
        check_layers(self, layers)
        for name in layers:
            if self.layers[name].shape is None:
                raise ValueError(
                    f"layer {name!r} of {self.name} has several outputs; choose one with one output"
                )

    def _place_of_classes(self):
        """Place of the predictions among the outputs; None if there are none."""
        if self._classes is None:
            logger.warning("%s: %s", self.name, why_no_predictions(self.outputs))
            return None
        return self.outputs.index(self._classes)


def output_infos(model):
    """Outputs of a model, a tuple of OutputInfo."""
    names = getattr(model, "output_names", None) or [each.name for each in model.outputs]
    return tuple(
        OutputInfo(name, tuple(each.shape[1:]), "float" in str(each.dtype))
        for name, each in zip(names, model.outputs, strict=True)
    )


def inner_layers(model, outer=""):
    """Yield name and layer (or operation) in order, after a nested model its own."""
    for layer in parts_of(model):
        if not isinstance(layer, keras.layers.InputLayer):
            yield outer + layer.name, layer
            if isinstance(layer, keras.Model):
                yield from inner_layers(layer, f"{outer}{layer.name}/")


def _layer_info(name, layer, axis, layer_channels):
    shape = output_shape(layer)
    if shape is not None:
        axis = chosen_axis(axis, layer_channels, name, len(shape))
    return LayerInfo(name, type(layer).__name__, shape_with_last(shape, axis), axis)


def _vocabulary(layers, tokens):
    """Rows of the table that an input (a KerasTensor) is looked up in; None where it is not."""
    for layer in layers:
        if isinstance(layer, keras.layers.Embedding):
            taken = [each for node in layer._inbound_nodes for each in node.input_tensors]
            if any(each is tokens for each in taken):
                return layer.input_dim
    return None


def output_shape(layer):
    """Shape of a layer's output for one input; None if it has several outputs."""
    outputs = layer.outputs if isinstance(layer, keras.Model) else layer.output
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    shape = getattr(outputs[0], "shape", None) if len(outputs) == 1 else None
    return None if shape is None else tuple(shape[1:])


@contextmanager
def recorded(layers):
    """Give a dictionary that takes what each layer returns when it is first called in the block.

    Parameters
    ----------
    layers : dict
        Name -> keras.layers.Layer or keras.Operation.
    """
    found, methods = {}, []
    for name, layer in layers.items():
        method = "quantized_call" if getattr(layer, "quantization_mode", None) else "call"
        # In the layer's dictionary, past Keras's own tracking of what is set.
        vars(layer)[method] = _recording(getattr(layer, method), name, found)
        methods.append((layer, method))
    try:
        yield found
    finally:
        for layer, method in methods:
            vars(layer).pop(method, None)


def _recording(call, name, found):
    def recording(*arguments, **options):
        returned = call(*arguments, **options)
        found.setdefault(name, returned)
        return returned

    return recording


def checkpoint_models(model, weights):
    """Set a model to each of the checkpoints of `train` in turn, and yield their steps."""
    n_arrays = len(model.get_weights())
    for index, step in enumerate(weights["steps"].tolist()):
        model.set_weights([weights[f"weights_{number}"][index] for number in range(n_arrays)])
        yield step
