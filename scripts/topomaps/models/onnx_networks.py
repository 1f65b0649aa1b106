"""ONNX models as networks, run by onnxruntime."""

import logging
from pathlib import Path

import numpy as np
import onnx

from topomaps.models.layer_info import LayerInfo, check_layers
from topomaps.models.network_inputs import arranged, as_whole_numbers
from topomaps.models.onnx_files import dimensions, graph_input, layer_nodes, read_onnx
from topomaps.models.onnx_sessions import OnnxSession
from topomaps.models.preprocessing import Preprocessing

logger = logging.getLogger(__name__)

LAYER_CHANNELS = ("first", "last")
# Layers may be of these types; the inference of shapes leaves some undefined.
FLOATS = (onnx.TensorProto.UNDEFINED, onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16,
          onnx.TensorProto.DOUBLE)  # fmt: skip


class OnnxNetwork:
    """An ONNX model with one input, whose first dimension counts inputs.

    Parameters
    ----------
    path : path-like
    threads : int
    class_names : sequence of str, optional
        Of its outputs.
    layer_channels : {"first", "last"}
        Where its feature maps have their channels; first by ONNX's own definition of convolution.

    Attributes
    ----------
    name : str
    input_shape : tuple
        Of one input as the model takes it, None in it where free.
    class_names : tuple of str or None
    layers : dict
        Name of a node's output -> LayerInfo.

    Raises
    ------
    ValueError
        As of `read_onnx`, or if the input is no array of numbers.
    """

    def __init__(self, path, threads=1, class_names=None, layer_channels="first"):
        if layer_channels not in LAYER_CHANNELS:
            allowed = ", ".join(LAYER_CHANNELS)
            raise ValueError(f"layer_channels is {layer_channels!r}; allowed: {allowed}")
        self.path, self.name = Path(path), Path(path).stem
        self.class_names = None if class_names is None else tuple(class_names)
        self._threads, self._layer_channels = threads, layer_channels
        self._model = read_onnx(path)
        self._input = graph_input(self._model, path)
        self._dtype = _input_dtype(self._input, path)
        self._batch_size, *shape = dimensions(self._input)
        self.input_shape = tuple(shape)
        self.layers = self._layer_infos()

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
        preprocess = preprocess or Preprocessing()
        classes = [self._model.graph.output[0].name] if outputs and self._has_classes() else []
        session = OnnxSession(self._model, self.path, layers, self._threads, self._batch_size)

        def call(inputs):
            inputs = arranged(self, preprocess(inputs), preprocess.channels, np.transpose)
            inputs = self._cast(inputs, may_round=preprocess.colors == "grey")
            found = session.run(self._input.name, inputs, [*layers, *classes])
            found = [each.astype(np.float32, copy=False) for each in found]
            kept = dict(zip(layers, map(self._channels_last, found), strict=False))
            return kept, found[-1] if classes and found[-1].ndim == 2 else None

        return call

    def _layer_infos(self):
        """Layers with their shapes, as far as they can be inferred; no integers among them."""
        try:
            graph = onnx.shape_inference.infer_shapes(_without_weights(self._model)).graph
        except Exception as error:  # shapes are a courtesy; the run itself checks them
            logger.warning("the shapes of layers of %s cannot be told: %s", self.path, error)
            graph = self._model.graph
        values = {each.name: each for each in (*graph.value_info, *graph.output)}
        found = {}
        for name, kind in layer_nodes(self._model).items():
            value = values.get(name, onnx.ValueInfoProto())
            if value.type.tensor_type.elem_type in FLOATS:
                found[name] = LayerInfo(name, kind, self._layer_shape(dimensions(value)))
        return found

    def _layer_shape(self, shape):
        if shape is None:
            return None
        if len(shape) == 4 and self._layer_channels == "first":
            return (*shape[2:], shape[1])
        return tuple(shape[1:])

    def _has_classes(self):
        shapes = [dimensions(each) for each in self._model.graph.output]
        if len(shapes) == 1 and (shapes[0] is None or len(shapes[0]) == 2):
            return True
        logger.warning("the outputs of %s have the shapes %s: there are no predictions, and no "
                       "groups by them", self.name, shapes)  # fmt: skip
        return False

    def _cast(self, inputs, may_round):
        if self._dtype.kind in "iu":
            inputs = as_whole_numbers(inputs, self._dtype, self.name, may_round=may_round)
        return np.ascontiguousarray(inputs, dtype=self._dtype)

    def _channels_last(self, values):
        if values.ndim == 4 and self._layer_channels == "first":
            return np.ascontiguousarray(values.transpose(0, 2, 3, 1))
        return values


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


def _without_weights(model):
    """Copy of a model without the content of its larger weights, which no shape depends on."""
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    for tensor in bare.graph.initializer:
        if len(tensor.raw_data) > 1024:
            tensor.ClearField("raw_data")
    return bare
