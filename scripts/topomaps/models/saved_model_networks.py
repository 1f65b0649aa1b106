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
from topomaps.models.neuron_axes import chosen_axis, last_order, shape_with_last
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.saved_model_axes import tensor_axes
from topomaps.models.saved_model_files import (
    chosen_signature,
    conversion,
    describe_saved_model,
)

logger = logging.getLogger(__name__)

# Calls of functions, which stand before the names in them.
CALLS = re.compile(r"^(.*/)?(Stateful)?PartitionedCall(_\d+)?/")
NO_LAYERS = ("Cast", "Const", "Fill", "Identity", "NoOp", "Placeholder", "Shape")


class SavedModelNetwork:
    """A SavedModel with one input, whose first dimension counts inputs.

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

    def __init__(self, path, class_names=None, layer_channels=None, output=None):
        self.path, self.name = Path(path), Path(path).name
        facts = describe_saved_model(path)
        self.input_shape, self.input_dtype = facts.input_shape, facts.input_dtype
        self.channels, self.outputs = facts.channels, facts.outputs
        self._graph = _frozen(self.path)
        self._classes = prediction_output(self.outputs, output)
        self.class_names = None if class_names is None else tuple(class_names)
        self._tensors = _layer_tensors(self._graph)
        axes = tensor_axes(self._graph.graph, self._input())
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
        run = self._graph.prune(self._input(), [*fetched, *([] if classes is None else [classes])])

        def call(inputs):
            channels = preprocess.channels or self.channels
            inputs = self._cast(arranged(self, preprocess(inputs), channels, np.transpose))
            found = [each.numpy().astype(np.float32, copy=False) for each in run(inputs)]
            kept = dict(zip(layers, map(self._neurons_last, layers, found), strict=False))
            return kept, None if classes is None else found[-1]

        return call

    def _input(self):
        return self._graph.inputs[0]

    def _output(self):
        if self._classes is None:
            logger.warning("%s: %s", self.name, why_no_predictions(self.outputs))
            return None
        return self._graph.outputs[sorted(each.name for each in self.outputs).index(
            self._classes.name
        )]  # fmt: skip

    def _cast(self, inputs):
        dtype = np.dtype(self._input().dtype.as_numpy_dtype)
        if dtype.kind in "iu":
            inputs = as_whole_numbers(inputs, dtype, self.name, may_round=False)
        return tf.constant(inputs.astype(dtype, copy=False))

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


def _layer_tensors(frozen):
    """Tensors that depend on the input, by their names without those of calls around them."""
    reached, found = {frozen.inputs[0].name}, {}
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
