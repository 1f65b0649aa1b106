"""Converts Keras models to ONNX by hand: chains of layers, each output named after its layer."""

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


class Graph:
    """Nodes and weights of a graph that grows from `input`."""

    def __init__(self):
        self.nodes, self.weights, self.last = [], [], "input"

    def weight(self, name, values, dtype=np.float32):
        """Add a constant array; gives its name."""
        self.weights.append(numpy_helper.from_array(np.asarray(values, dtype), name))
        return name

    def add(self, kind, output, *inputs, **attributes):
        """Add a node that reads the last one and constants."""
        self.nodes.append(
            helper.make_node(kind, [self.last, *inputs], [output], name=output, **attributes)
        )
        self.last = output

    def model(self, input_shape, output_shape, batch="batch"):
        """The whole model; `batch` is the number of inputs, or a name where it is free."""
        graph = helper.make_graph(
            self.nodes,
            "converted",
            [helper.make_tensor_value_info("input", TensorProto.FLOAT, [batch, *input_shape])],
            [helper.make_tensor_value_info(self.last, TensorProto.FLOAT, [batch, *output_shape])],
            self.weights,
        )
        return helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9
        )


def to_onnx(model, path, batch="batch"):
    """Write a Keras model, a chain of layers with channels last, as ONNX with channels first."""
    graph = Graph()
    for layer in model.layers:
        if not isinstance(layer, keras.layers.InputLayer):
            _convert(graph, layer)
    height, width, channels = model.input_shape[1:]
    shape = model.output_shape[1:]
    if len(shape) == 3:
        shape = shape[2], shape[0], shape[1]
    onnx.save(graph.model((channels, height, width), shape, batch), path)


def _convert(graph, layer):
    name, kind = layer.name, type(layer).__name__
    arrays = [np.asarray(each) for each in layer.get_weights()]
    activation = getattr(layer, "activation", None)
    activation = None if activation is None else activation.__name__
    is_linear = activation in (None, "linear") or kind == "Activation"
    output = name if is_linear else f"{name}/linear"
    if kind in ("Conv2D", "DepthwiseConv2D"):
        _convolution(graph, layer, arrays, output)
    elif kind == "Dense":
        inputs = [graph.weight(f"{name}/{i}", each) for i, each in enumerate(arrays)]
        graph.add("Gemm", output, *inputs)
    elif kind == "BatchNormalization":
        inputs = [graph.weight(f"{name}/{i}", each) for i, each in enumerate(arrays)]
        graph.add("BatchNormalization", output, *inputs, epsilon=layer.epsilon)
    elif kind == "ReLU":
        limits = [graph.weight(f"{name}/{limit}", limit) for limit in (0, layer.max_value)]
        graph.add("Clip", output, *limits)
    elif kind == "ZeroPadding2D":
        (top, bottom), (left, right) = layer.padding
        pads = graph.weight(f"{name}/pads", [0, 0, top, left, 0, 0, bottom, right], np.int64)
        graph.add("Pad", output, pads)
    elif kind == "GlobalAveragePooling2D":
        axes = {} if layer.keepdims else {"axes": [2, 3], "keepdims": 0}
        graph.add("ReduceMean" if axes else "GlobalAveragePool", output, **axes)
    elif kind == "Flatten":
        graph.add("Transpose", f"{name}/last", perm=[0, 2, 3, 1])
        graph.add("Flatten", output)
    elif "Dropout" in kind:
        graph.add("Identity", output)
    elif kind == "Reshape":
        shape = graph.weight(f"{name}/shape", [0, *layer.target_shape], np.int64)
        graph.add("Reshape", output, shape)
    elif kind != "Activation":
        raise ValueError(f"no conversion of {kind}")
    if activation not in (None, "linear"):
        graph.add({"relu": "Relu", "softmax": "Softmax"}[activation], name)


def _convolution(graph, layer, arrays, output):
    kernel = arrays[0]  # (height, width, inputs, outputs or multiplier)
    kernel = kernel.transpose(3, 2, 0, 1)
    attributes = {}
    if type(layer).__name__ == "DepthwiseConv2D":
        kernel = kernel.transpose(1, 0, 2, 3)
        attributes["group"] = kernel.shape[0]
    inputs = [graph.weight(f"{layer.name}/kernel", kernel)]
    inputs += [graph.weight(f"{layer.name}/bias", each) for each in arrays[1:]]
    padding = {"same": "SAME_UPPER", "valid": "VALID"}[layer.padding]
    graph.add("Conv", output, *inputs, strides=layer.strides, auto_pad=padding, **attributes)
