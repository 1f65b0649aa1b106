"""Keras models as networks: their layers, and the activations of several in one pass."""

import logging
from contextlib import contextmanager

import numpy as np

from topomaps.models.backend import keras, tf
from topomaps.models.keras_axes import image_channels, neuron_axes, parts_of
from topomaps.models.layer_info import LayerInfo, check_layers
from topomaps.models.model_outputs import OutputInfo, prediction_output, why_no_predictions
from topomaps.models.network_inputs import arranged, as_whole_numbers
from topomaps.models.neuron_axes import chosen_axis, last_order, shape_with_last
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.randomised_weights import Weights
from topomaps.models.remainders import Remainder, leads_to, nothing_predicted
from topomaps.models.saliency import SCORE, check_influence, no_outputs
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
        return self._called(run, layers, preprocess)

    def _compiled(self, layers, preprocess, place):
        """Function from tensors by the names of inputs to those of layers, and the predictions."""
        constants, wanted = _constants(preprocess), {name: self._layers[name] for name in layers}

        @tf.function(autograph=False, reduce_retracing=True)
        def compiled(tensors, are_named):
            given = self._given(tensors, are_named, preprocess, constants)
            with recorded(wanted) as found:
                result = self.model(given, training=False)
            found = {name: self._with_neurons_last(name, found[name]) for name in layers}
            result = None if place is None else keras.tree.flatten(result)[place]
            return found, None if result is None else tf.cast(result, tf.float32)

        return compiled

    def saliency(self, layers, preprocess=None, *, scale=SCORE):
        """Function from inputs and outputs of interest to activations times their gradients.

        Parameters
        ----------
        layers, preprocess
            As of `forward`.
        scale : {"score", "probability"}
            Which numbers are derived: those before a last softmax or sigmoid, as the gradients
            behind it vanish where a network is sure, or the outputs as they are.

        Returns
        -------
        callable
            Inputs (b, ...) and codes (b,) int32 of outputs, -1 for that of the predicted class ->
            (dict layer -> float32, each activation times the derivative of that output by it, of
            the shapes of `forward`; outputs (b, C) float32).

        Raises
        ------
        ValueError
            As of `forward`, or if there are no predictions, or a layer does not act on them.
        """
        self._check(layers)
        preprocess = preprocess or Preprocessing()
        constants, wanted = _constants(preprocess), {name: self._layers[name] for name in layers}
        if (place := self._place_of_classes()) is None:
            raise ValueError(no_outputs(self))

        @tf.function(autograph=False, reduce_retracing=True)
        def compiled(tensors, are_named, codes):
            given = self._given(tensors, are_named, preprocess, constants)
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                with recorded(wanted, tape.watch) as found:
                    result = keras.tree.flatten(self.model(given, training=False))[place]
                # Keras keeps what a last softmax or sigmoid was computed from.
                scores = getattr(result, "_keras_logits", result) if scale == SCORE else result
                chosen = _chosen(scores, result, codes, self.class_names)
            gradients = tape.gradient(chosen, found)
            check_influence(self, [name for name in layers if gradients[name] is None])
            products = {
                name: self._with_neurons_last(name, found[name] * gradients[name])
                for name in layers
            }
            return products, tf.cast(result, tf.float32)

        call = self._called(compiled, layers, preprocess)
        return lambda inputs, codes: call(inputs, tf.constant(codes, tf.int32))

    def remainder(self, layer, target=None, preprocess=None):
        """What follows a layer, as `topomaps.models.remainders.Remainder`.

        Of a layer that is used several times, the first use is replaced.

        Parameters
        ----------
        layer : str
        target : str, optional
            Layer that is wanted in place of the model's predictions.
        preprocess : Preprocessing, optional

        Raises
        ------
        ValueError
            If a layer is missing or unsuited, or the model has no predictions.
        """
        self._check([each for each in (layer, target) if each])
        place = self._place_of_classes() if target is None else None
        if target is None and place is None:
            raise ValueError(nothing_predicted(self.name))
        preprocess, taken = preprocess or Preprocessing(), self._inputs.values()
        names, shape = [target] if target else [], self.layers[layer].shape
        run = self._compiled_after(layer, names, place, preprocess)
        graph = run.get_concrete_function(
            {each.name: tf.TensorSpec(each.shape, each.dtype) for each in taken}, True,
            tf.TensorSpec((None, *shape)),
        )  # fmt: skip
        needed = any(leads_to(each, graph.outputs) for each in graph.inputs[: len(taken)])
        none = {each.name: np.zeros([size or 1 for size in each.shape], each.dtype)
                for each in taken}  # fmt: skip
        called = self._called(run, names, preprocess)

        def call(values, inputs=None):
            if needed:
                found, result = called(inputs, tf.constant(values))
                found = found[target] if target else result
                return found[0] if isinstance(found, tuple) else found
            found, result = self._run(run, none, True, tf.constant(values))
            return found[target].numpy() if target else result.numpy()

        return Remainder(call, needed)

    def _compiled_after(self, layer, names, place, preprocess):
        """Function as of `_compiled` that takes the values of a layer, too."""
        constants, wanted = _constants(preprocess), {name: self._layers[name] for name in names}

        @tf.function(autograph=False, reduce_retracing=True)
        def compiled(tensors, are_named, values):
            given = self._given(tensors, are_named, preprocess, constants)
            put = self._as_given(layer, values)
            with replaced(self._layers[layer], put), recorded(wanted) as found:
                result = self.model(given, training=False)
            found = {name: self._with_neurons_last(name, found[name]) for name in names}
            result = None if place is None else keras.tree.flatten(result)[place]
            return found, None if result is None else tf.cast(result, tf.float32)

        return compiled

    def _as_given(self, layer, values):
        """Activations with the neurons where the layer itself has them, of the layer's type."""
        order = last_order(self.layers[layer].axis, len(values.shape))
        if order is not None:
            values = tf.transpose(values, np.argsort(order))
        dtype = getattr(self._layers[layer], "compute_dtype", None) or "float32"
        return tf.cast(values, dtype)

    def _called(self, run, layers, preprocess):
        """Function from arrays of inputs, and what more `run` takes, to arrays of what it gives."""
        shapes = {name: tuple(each.shape) for name, each in self._inputs.items()}

        def call(inputs, *more):
            given, is_named = inputs, isinstance(inputs, dict)
            if "int" in self.input_dtype and not is_named:  # else fractions would be cut off
                may_round = preprocess.colors == "grey"
                given = as_whole_numbers(
                    preprocess(inputs), self.input_dtype, self.name, may_round=may_round
                )
            arrays = named_inputs(given, shapes, self._constants, f"the model {self.name}")
            found, result = self._run(run, arrays, is_named, *more)
            real = real_tokens(inputs)
            found = {name: with_mask(found[name].numpy(), real) for name in layers}
            return found, None if result is None else result.numpy()

        return call

    def _given(self, tensors, are_named, preprocess, constants):
        """Tensors by the names of inputs as the model takes them."""
        inputs = tensors[self._users.name]
        if not are_named:
            if "int" not in self.input_dtype:
                inputs = preprocess.apply(tf.cast(inputs, tf.float32), constants)
            inputs = arranged(self, inputs, preprocess.channels, tf.transpose)
        tensors = {**tensors, self._users.name: inputs}
        return self._packed(
            [tf.cast(tensors[name], each.dtype) for name, each in self._inputs.items()]
        )

    def _packed(self, tensors):
        """Tensors in the order of the inputs as the model takes them, one or several by name."""
        if len(tensors) == 1:
            return tensors[0]
        return keras.tree.pack_sequence_as(self.model.input, tensors)

    def _run(self, run, arrays, are_named, *more):
        """Tensors of layers and predictions; a sentence where the model refuses the inputs."""
        tensors = {name: tf.constant(each) for name, each in arrays.items()}
        try:
            return run(tensors, are_named, *more)
        except tf.errors.InvalidArgumentError as error:
            shapes = ", ".join(f"{name} {each.shape}" for name, each in arrays.items())
            raise ValueError(
                f"the model {self.name} cannot be run on inputs of the shape {shapes}: "
                f"{str(error).splitlines()[0][:300]}"
            ) from error

    def input_gradients(self, layer, preprocess=None, tokens=None):
        """Function from inputs and neurons to the mean activity of these, and its gradients.

        Parameters
        ----------
        layer : str
        preprocess : Preprocessing, optional
        tokens : str or int, optional
            What stands for the tokens of activations (b, tokens, N).

        Returns
        -------
        callable
            Inputs (b, ...) as stored and neurons (M,) -> activity (b,), feature maps averaged, and
            its gradients (b, ...) by the inputs, float32.

        Raises
        ------
        ValueError
            As of `forward`, or if the model takes whole numbers.
        """
        self._check([layer])
        if "int" in self.input_dtype:
            raise ValueError(f"{self.name} takes whole numbers, by which nothing can be derived")
        preprocess, own = preprocess or Preprocessing(), self._users.name
        constants, wanted = _constants(preprocess), {layer: self._layers[layer]}
        shapes = {name: tuple(each.shape) for name, each in self._inputs.items()}

        @tf.function(autograph=False, reduce_retracing=True)
        def compiled(tensors, are_named, neurons):
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(tensors[own])
                given = self._given(tensors, are_named, preprocess, constants)
                with recorded(wanted) as found:
                    self.model(given, training=False)
                means = _means(self._with_neurons_last(layer, found[layer]), tokens)
                activity = tf.reduce_mean(tf.gather(means, neurons, axis=1), axis=1)
            return activity, tape.gradient(activity, tensors[own])

        def call(inputs, neurons):
            arrays = named_inputs(np.float32(inputs), shapes, self._constants, self.name)
            found = self._run(compiled, arrays, False, tf.constant(neurons, tf.int32))
            return tuple(each.numpy() for each in found)

        return call

    def weights(self, layer):
        """Weights that a layer depends on, from the input to the layer, a list of Weights."""
        names = list(self._layers)
        within = [name for name in names if name.startswith(f"{layer}/")]
        chosen = [*names[: names.index(layer) + 1], *within]
        layers = {id(each): each for each in map(self._layers.get, chosen)
                  if not isinstance(each, keras.Model)}  # fmt: skip
        return [
            Weights(each.path, each.numpy, each.assign)
            for found in layers.values()
            for each in getattr(found, "weights", ())
            if "float" in str(each.dtype)
        ]

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


def _constants(preprocess):
    """Numbers of the preprocessing as variables.

    TensorFlow would not divide by constants but multiply by reciprocals.
    """
    return {
        name: tf.Variable(value, trainable=False) for name, value in preprocess.constants.items()
    }


def _chosen(scores, outputs, codes, class_names):
    """Score (b,) of the output of a code (b,) of each input, of -1 that of the largest output."""
    if scores.shape[1] == 1 and class_names is not None:  # of the second of two classes
        scores = tf.concat([-scores, scores], axis=1)
        outputs = tf.concat([1 - outputs, outputs], axis=1)
    codes = tf.where(codes < 0, tf.argmax(outputs, axis=1, output_type=tf.int32), codes)
    return tf.gather(scores, codes, axis=1, batch_dims=1)


def _means(values, tokens):
    """Activation of each neuron (b, N), feature maps averaged, tokens reduced."""
    if len(values.shape) == 3 and tokens not in (None, "mean"):
        if tokens == "max":
            return tf.reduce_max(values, axis=1)
        return values[:, {"first": 0, "last": -1}.get(tokens, tokens)]
    return tf.reduce_mean(values, axis=list(range(1, len(values.shape) - 1)))


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
def recorded(layers, watch=None):
    """Give a dictionary that takes what each layer returns when it is first called in the block.

    Parameters
    ----------
    layers : dict
        Name -> keras.layers.Layer or keras.Operation.
    watch : callable, optional
        Is given each of these tensors before it is used.
    """
    found, methods = {}, []
    for name, layer in layers.items():
        method = _method_of(layer)
        # In the layer's dictionary, past Keras's own tracking of what is set.
        vars(layer)[method] = _recording(getattr(layer, method), name, found, watch)
        methods.append((layer, method))
    try:
        yield found
    finally:
        for layer, method in methods:
            vars(layer).pop(method, None)


@contextmanager
def replaced(layer, values):
    """Let a layer return these values when it is first called in the block."""
    method, left = _method_of(layer), [values]
    call = getattr(layer, method)

    def replacing(*arguments, **options):
        return left.pop() if left else call(*arguments, **options)

    vars(layer)[method] = replacing
    try:
        yield
    finally:
        vars(layer).pop(method, None)


def _method_of(layer):
    """Name of the method that computes what a layer or operation returns."""
    return "quantized_call" if getattr(layer, "quantization_mode", None) else "call"


def _recording(call, name, found, watch=None):
    def recording(*arguments, **options):
        returned = call(*arguments, **options)
        if watch is not None and name not in found:
            watch(returned)
        found.setdefault(name, returned)
        return returned

    return recording


def checkpoint_models(model, weights):
    """Set a model to each of the checkpoints of `train` in turn, and yield their steps."""
    n_arrays = len(model.get_weights())
    for index, step in enumerate(weights["steps"].tolist()):
        model.set_weights([weights[f"weights_{number}"][index] for number in range(n_arrays)])
        yield step
