"""ONNX models as networks, run by onnxruntime."""

import logging
from functools import partial
from pathlib import Path

import numpy as np
import onnx

from topomaps.models.layer_info import check_layers, layer_called, unknown_axis
from topomaps.models.model_outputs import prediction_output, why_no_predictions
from topomaps.models.network_inputs import arranged, as_whole_numbers
from topomaps.models.neuron_axes import chosen_axis, last_order, neurons_back, shape_with_last
from topomaps.models.onnx_cuts import graph_after
from topomaps.models.onnx_files import graph_inputs, read_onnx
from topomaps.models.onnx_graphs import bare_graph, dimensions
from topomaps.models.onnx_inputs import n_rows_looked_up
from topomaps.models.onnx_layers import by_value, image_channels, layer_infos, output_infos
from topomaps.models.onnx_sessions import OnnxSession, measured_shapes
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.randomised_weights import Weights
from topomaps.models.remainders import Remainder, nothing_predicted
from topomaps.models.several_inputs import named_inputs, real_tokens, users_input, with_mask

logger = logging.getLogger(__name__)

REAL = (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16)


class OnnxNetwork:
    """An ONNX model whose inputs follow from one, whose first dimension counts inputs.

    Parameters
    ----------
    path : path-like
    threads : int
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
    name : str
    input_shape : tuple
        Of one input as the model takes it, None in it where free.
    input_dtype : str
        Type of the numbers that it takes.
    channels : {"first", "last"} or None
        Where it takes the channels of images; None if the graph does not tell.
    class_names : tuple of str or None
    n_tokens_known : int or None
        Rows of the table in which the user's input is looked up, where it is.
    layers : dict
        Name of a node's output, or of a module of PyTorch -> LayerInfo.

    Raises
    ------
    ValueError
        As of `read_onnx`, or if the input is no array of numbers.
    """

    def __init__(
        self, path, threads=1, class_names=None, layer_channels=None, output=None, constants=None
    ):
        self.path, self.name = Path(path), Path(path).stem
        self._threads, self._model = threads, read_onnx(path)
        inputs, graph = graph_inputs(self._model, path), bare_graph(self._model, path)
        self._constants = constants or {}
        users = users_input([each.name for each in inputs], self._constants)
        inputs = sorted(inputs, key=lambda each: each.name != users)
        self._input = inputs[0]
        self._inputs = {each.name: (dimensions(each) or (), _input_dtype(each, path))
                        for each in inputs}  # fmt: skip
        self._dtype = _input_dtype(self._input, path)
        self.input_dtype = self._dtype.name
        self._batch_size, *shape = dimensions(self._input)
        self.input_shape = tuple(shape)
        self.channels = image_channels(graph, self._input.name, self.input_shape)
        self._layer_channels = by_value(layer_channels, self._model.graph)
        self.layers = layer_infos(graph, self._model.graph, self.channels, self._layer_channels)
        self.n_tokens_known = n_rows_looked_up(graph, self._input.name)
        self.outputs = output_infos(graph)
        self._classes = prediction_output(self.outputs, output)
        if class_names is None and self._classes is not None:
            class_names = self._classes.class_names
        self.class_names = None if class_names is None else tuple(class_names)

    def forward(self, layers, preprocess=None, *, outputs=True):
        """Function from inputs to activations of layers, by one pass through the model.

        Parameters
        ----------
        layers : sequence of str
        preprocess : Preprocessing, optional
        outputs : bool
            Whether the model's outputs are wanted.

        Returns
        -------
        callable
            Inputs (b, ...) -> (dict layer -> float32 (b, N), (b, tokens, N) or
            (b, h, w, N), outputs (b, C) float32 or None where the model has none of that shape).

        Raises
        ------
        ValueError
            If a layer is missing or unsuited, or inputs do not fit the model.
        """
        check_layers(self, layers)
        infos = [layer_called(self, name) for name in layers]
        preprocess, classes = preprocess or Preprocessing(), self._class_values(outputs)
        names = [each.name for each in infos]
        session = OnnxSession(
            self._model, self.path, [*names, *classes], self._threads, self._batch_size
        )

        def call(inputs):
            real = real_tokens(inputs)
            if not isinstance(inputs, dict):
                inputs = arranged(self, preprocess(inputs), preprocess.channels, np.transpose)
                inputs = self._cast(inputs, may_round=preprocess.colors == "grey")
            found = session.run(self._complete(inputs), [*names, *classes])
            found = [each.astype(np.float32, copy=False) for each in found]
            kept = zip(layers, map(self._neurons_last, found, infos), strict=False)
            values = {name: with_mask(each, real) for name, each in kept}
            return values, found[-1] if classes and found[-1].ndim == 2 else None

        return call

    def remainder(self, layer, target=None, preprocess=None):
        """What follows a layer, as of `topomaps.models.keras_networks.KerasNetwork.remainder`."""
        names = [each for each in (layer, target) if each]
        check_layers(self, names)
        first, *last = [layer_called(self, name) for name in names]
        preprocess, classes = preprocess or Preprocessing(), self._class_values(not target)
        if not target and not classes:
            raise ValueError(nothing_predicted(self.name))
        output = last[0].name if target else classes[0]
        model = graph_after(self._model, first.name, output, str(self.path))
        session = OnnxSession(model, self.path, [output], self._threads, self._batch_size)
        inputs_left = [each.name for each in model.graph.input if each.name != first.name]
        dtype = input_dtype_of(model, first.name, self.path)

        def run(values, inputs=None):
            given = {
                first.name: np.ascontiguousarray(neurons_back(values, first.axis), dtype=dtype)
            }
            if inputs_left:
                if not isinstance(inputs, dict):
                    inputs = arranged(self, preprocess(inputs), preprocess.channels, np.transpose)
                    inputs = self._cast(inputs, may_round=preprocess.colors == "grey")
                every = self._complete(inputs)
                given |= {name: every[name] for name in inputs_left}
            (found,) = session.run(given, [output])
            found = found.astype(np.float32, copy=False)
            return self._neurons_last(found, last[0]) if target else found

        return Remainder(run, bool(inputs_left))

    def weights(self, layer):
        """Weights that a layer may depend on, a list of Weights, for a new `forward`."""

        def written(initializer, values):
            named = onnx.numpy_helper.from_array(values, initializer.name)
            initializer.CopyFrom(named)

        return [
            Weights(each.name, partial(onnx.numpy_helper.to_array, each), partial(written, each))
            for each in self._model.graph.initializer
            if each.data_type in REAL and np.prod(each.dims) > 1
        ]

    def resolve_shapes(self):
        """Run one input of zeros where the file does not tell the shapes of layers."""
        unknown = [
            name
            for name, each in self.layers.items()
            if each.shape is None or (each.axis is not None and each.shape[-1:] == (None,))
        ]
        if not unknown:
            return
        session = OnnxSession(self._model, self.path, unknown, self._threads, self._batch_size)
        shapes = measured_shapes(
            session, self._complete, self.input_shape, self._dtype, self.channels
        )
        for name, shape in shapes.items():
            info = self.layers[name]
            axis = -1 if len(shape) == 1 else info.axis
            axis = chosen_axis(axis, self._layer_channels, name, len(shape))
            self.layers[name] = info._replace(shape=shape_with_last(shape, axis), axis=axis)

    def _class_values(self, outputs):
        """Name of the array of predictions in a list, which is empty where there is none."""
        if not outputs:
            return []
        if self._classes is None:
            logger.warning("%s: %s", self.name, why_no_predictions(self.outputs))
            return []
        return [self._classes.value or self._classes.name]

    def _complete(self, inputs):
        """All inputs of the model by name, as it takes them."""
        shapes = {name: shape for name, (shape, _) in self._inputs.items()}
        arrays = named_inputs(inputs, shapes, self._constants, str(self.path))
        return {name: np.ascontiguousarray(each, dtype=self._inputs[name][1])
                for name, each in arrays.items()}  # fmt: skip

    def _cast(self, inputs, may_round):
        if self._dtype.kind in "iu":
            inputs = as_whole_numbers(inputs, self._dtype, self.name, may_round=may_round)
        return np.ascontiguousarray(inputs, dtype=self._dtype)

    def _neurons_last(self, values, info):
        """Activations with the neurons last; a ValueError if it is not known where they are."""
        axis, n_dims = info.axis, values.ndim - 1
        if info.shape is None and n_dims > 1:  # the file did not tell its dimensions
            axis = chosen_axis(axis, self._layer_channels, info.name, n_dims)
        if axis is None and n_dims > 1:
            raise ValueError(unknown_axis(info._replace(shape=values.shape[1:])))
        order = last_order(axis or -1, values.ndim)
        return values if order is None else np.ascontiguousarray(values.transpose(order))


def input_dtype_of(model, name, path):
    """Numbers that an input of a model takes."""
    return _input_dtype(next(each for each in model.graph.input if each.name == name), path)


def _input_dtype(value, path):
    """Numbers that a model takes, as NumPy has them."""
    element = value.type.tensor_type.elem_type
    try:
        dtype = np.dtype(onnx.helper.tensor_dtype_to_np_dtype(element))
    except KeyError:
        dtype = np.dtype(object)
    if dtype.kind not in "fiu":
        raise ValueError(
            f"{path} takes inputs of the type {element} of ONNX, but must take numbers"
        )
    return dtype
