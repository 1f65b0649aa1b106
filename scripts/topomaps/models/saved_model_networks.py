"""SavedModels of TensorFlow as networks: the graph of a signature, its weights as constants."""

import logging
import re
from os.path import commonpath
from pathlib import Path

import numpy as np
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from topomaps.models.backend import tf
from topomaps.models.layer_info import LayerInfo, check_layers
from topomaps.models.model_outputs import prediction_output, why_no_predictions
from topomaps.models.network_inputs import arranged, as_whole_numbers
from topomaps.models.neuron_axes import chosen_axis, last_order, neurons_back, shape_with_last
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.remainders import Remainder, leads_to, nothing_predicted
from topomaps.models.saved_model_axes import tensor_axes
from topomaps.models.saved_model_files import (
    chosen_signature,
    conversion,
    describe_saved_model,
)
from topomaps.models.several_inputs import named_inputs, real_tokens, users_input, with_mask

logger = logging.getLogger(__name__)

# Calls of functions, which stand before the names in them.
CALLS = re.compile(r"^(.*/)?(Stateful)?PartitionedCall(_\d+)?/")
NO_LAYERS = ("Cast", "Const", "Fill", "Identity", "NoOp", "Placeholder", "Shape")


class SavedModelNetwork:
    """A SavedModel whose inputs follow from one, whose first dimension counts inputs.

    Parameters
    ----------
    path : path-like
        Folder.
    class_names : sequence of str, optional
        Of its outputs.
    layer_channels : {"first", "last"}, dict or None
        Where layers have their neurons of which the graph does not tell it; or by layer.
    output : str, optional
        Name of the output that holds the predictions, if there are several.
    constants : dict of str -> float, optional
        Numbers that further inputs have, by their names.

    Attributes
    ----------
    name, input_shape, input_dtype, channels, class_names
        As of `topomaps.models.keras_networks.KerasNetwork`.
    layers : dict
        Name of an operation -> LayerInfo.

    Raises
    ------
    ValueError
        As of `describe_saved_model`, or if TensorFlow cannot load the model.
    """

    def __init__(self, path, class_names=None, layer_channels=None, output=None, constants=None):
        self.path, self.name = Path(path), Path(path).name
        facts = describe_saved_model(path)
        self._graph = _frozen(self.path)
        self._inputs, self._constants = _by_name(self._graph.inputs, facts.inputs), constants or {}
        self._users = self._inputs[users_input(self._inputs, self._constants)]
        self.input_dtype = self._users.dtype.name
        self.input_shape = None if self._users.shape.rank is None else tuple(self._users.shape)[1:]
        self.channels, self.outputs = facts.channels, facts.outputs
        self._classes = prediction_output(self.outputs, output)
        self.class_names = None if class_names is None else tuple(class_names)
        self._tensors = _layer_tensors(self._graph)
        axes = tensor_axes(self._graph.graph, self._users)
        self.layers = {
            name: _layer_info(name, each, axes.get(each.name), layer_channels)
            for name, each in self._tensors.items()
        }

    def resolve_shapes(self):
        """Nothing to do: the graph has the shapes, or the layer cannot be laid out."""

    def forward(self, layers, preprocess=None, *, outputs=True):
        """Function from inputs to activations of layers, as of `KerasNetwork.forward`."""
        check_layers(self, layers)
        preprocess = preprocess or Preprocessing()
        fetched = [self._tensors[name] for name in layers]
        classes = self._output() if outputs else None
        run = self._graph.prune(
            [*self._inputs.values()], [*fetched, *([] if classes is None else [classes])]
        )

        def call(inputs):
            real = real_tokens(inputs)
            inputs = self._prepared(inputs, preprocess)
            found = [each.numpy().astype(np.float32, copy=False)
                     for each in self._run(run, self._complete(inputs))]  # fmt: skip
            kept = zip(layers, map(self._neurons_last, layers, found), strict=False)
            values = {name: with_mask(each, real) for name, each in kept}
            return values, None if classes is None else found[-1]

        return call

    def _prepared(self, inputs, preprocess):
        """Inputs of the user's as the graph takes them."""
        if isinstance(inputs, dict):
            return inputs
        channels = preprocess.channels or self.channels
        return self._cast(arranged(self, preprocess(inputs), channels, np.transpose))

    def _complete(self, inputs):
        """All inputs of the graph in its order, as it takes them."""
        shapes = {name: tuple(each.shape) for name, each in self._inputs.items()}
        arrays = named_inputs(inputs, shapes, self._constants, str(self.path))
        return [tf.constant(arrays[name].astype(each.dtype.as_numpy_dtype, copy=False))
                for name, each in self._inputs.items()]  # fmt: skip

    def _run(self, run, given):
        try:
            return run(*given)
        except tf.errors.InvalidArgumentError as error:
            shapes = ", ".join(str(tuple(each.shape)) for each in given)
            raise ValueError(
                f"{self.path} cannot be run on inputs of the shape {shapes}: "
                f"{str(error).splitlines()[0][:300]}"
            ) from error

    def remainder(self, layer, target=None, preprocess=None):
        """What follows a layer, as of `topomaps.models.keras_networks.KerasNetwork.remainder`."""
        check_layers(self, [each for each in (layer, target) if each])
        output = self._tensors[target] if target else self._output()
        if output is None:
            raise ValueError(nothing_predicted(self.name))
        preprocess, tensor = preprocess or Preprocessing(), self._tensors[layer]
        inputs_left = [*self._inputs.values()]
        needed = any(leads_to(each, [output], tensor) for each in inputs_left)
        compiled = self._graph.prune([tensor, *(inputs_left if needed else [])], [output])

        def run(values, inputs=None):
            values = neurons_back(values, self.layers[layer].axis)
            given = [tf.constant(values.astype(tensor.dtype.as_numpy_dtype))]
            if needed:
                given += self._complete(self._prepared(inputs, preprocess))
            (found,) = self._run(compiled, given)
            found = found.numpy().astype(np.float32, copy=False)
            return self._neurons_last(target, found) if target else found

        return Remainder(run, needed)

    def _output(self):
        if self._classes is None:
            logger.warning("%s: %s", self.name, why_no_predictions(self.outputs))
            return None
        return self._graph.outputs[sorted(each.name for each in self.outputs).index(
            self._classes.name
        )]  # fmt: skip

    def _cast(self, inputs):
        dtype = np.dtype(self._users.dtype.as_numpy_dtype)
        if dtype.kind in "iu":
            inputs = as_whole_numbers(inputs, dtype, self.name, may_round=False)
        return inputs.astype(dtype, copy=False)

    def _neurons_last(self, layer, values):
        order = last_order(self.layers[layer].axis, values.ndim)
        return values if order is None else np.ascontiguousarray(values.transpose(order))


def _frozen(path):
    """The graph of the signature that is used, all functions in it and weights as constants."""
    try:
        loaded = tf.saved_model.load(str(path))
        name = chosen_signature(list(loaded.signatures), path)
        return convert_variables_to_constants_v2(loaded.signatures[name])
    except Exception as error:  # TensorFlow raises errors of many kinds at other people's models
        raise ValueError(
            f"{path} cannot be loaded by TensorFlow {tf.__version__}: "
            f"{(str(error).strip() or repr(error)).splitlines()[0][:300]}; convert it to ONNX, "
            f"{conversion(path)}, or export its activations and use those instead (way 1)"
        ) from error


def _by_name(tensors, names):
    """Inputs of a graph by the names of the signature, which are theirs or in the same order."""
    own = [each.op.name for each in tensors]
    names = own if {*own} == {*names} else sorted(names)
    return dict(zip(names, tensors, strict=True))


def _layer_tensors(frozen):
    """Tensors that depend on the inputs, by their names without those of calls around them."""
    reached, found = {each.name for each in frozen.inputs}, {}
    for operation in frozen.graph.get_operations():  # in the order of computation
        if reached.isdisjoint(each.name for each in operation.inputs):
            continue
        reached.update(each.name for each in operation.outputs)
        if _is_layer(operation):
            found[operation.name] = operation.outputs[0]
    short = [CALLS.sub("", name) for name in found]
    start = commonpath([name.rpartition("/")[0] for name in short]) if short else ""
    short = [name[len(start) + 1 :] if start else name for name in short]
    if len(set(short)) < len(short):
        return found
    return dict(zip(short, found.values(), strict=True))


def _is_layer(operation):
    """Whether an operation has one output of real numbers for each input."""
    n_outputs = 1 if operation.type.startswith("FusedBatchNorm") else len(operation.outputs)
    if n_outputs != 1 or operation.type in NO_LAYERS:
        return False
    tensor = operation.outputs[0]
    return tensor.dtype.is_floating and tensor.shape.rank not in (0, 1)


def _layer_info(name, tensor, axis, layer_channels):
    kind, shape = tensor.op.type, tensor.shape
    if shape.rank is None:
        return LayerInfo(name, kind, None)
    axis = chosen_axis(axis, layer_channels, name, shape.rank - 1)
    return LayerInfo(name, kind, shape_with_last(tuple(shape)[1:], axis), axis)
