"""ONNX models whose right activations are known by construction, written node by node."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


def model(nodes, inputs, outputs, weights=None, opset=OPSET, **options):
    """A model; inputs and outputs are pairs of a name and a shape, weights arrays by name."""
    values = [
        [helper.make_tensor_value_info(name, options.get(name, TensorProto.FLOAT), shape)
         for name, shape in each]
        for each in (inputs, outputs)
    ]  # fmt: skip
    tensors = [numpy_helper.from_array(np.asarray(v), k) for k, v in (weights or {}).items()]
    graph = helper.make_graph(list(nodes), "probe", *values, tensors)
    versions = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9)


def node(kind, inputs, output, **attributes):
    """A node with one output; names in `inputs` are separated by spaces."""
    return helper.make_node(kind, inputs.split(), [output], name=output, **attributes)


def quarters(path, *, channels="first", last_nodes=()):
    """A model of images 8 x 8 whose layer `means` is the mean colour of their four quarters.

    Channels are quarters times colours, by a convolution with stride 8: 12 feature maps of a
    single position for each 8 x 8, in the order of quarters (top left, top right, bottom left,
    bottom right), each with red, green and blue.
    """
    kernel = np.zeros((12, 3, 8, 8), np.float32)
    for quarter in range(4):
        top, left = divmod(quarter, 2)
        for color in range(3):
            kernel[quarter * 3 + color, color, 4 * top : 4 * top + 4, 4 * left : 4 * left + 4] = 1
    kernel /= 16
    shape = ["n", 3, 16, 24] if channels == "first" else ["n", 16, 24, 3]
    nodes = [] if channels == "first" else [node("Transpose", "x", "turned", perm=[0, 3, 1, 2])]
    taken = "x" if channels == "first" else "turned"
    nodes += [
        node("Conv", f"{taken} kernel", "means", strides=[8, 8]),
        node("Transpose", "means", "back", perm=[0, 2, 3, 1]),
        node("Relu", "back", "relu"),
        *last_nodes,
        node("ReduceMean", "relu", "y", axes=[1, 2], keepdims=0),
    ]
    onnx.save(model(nodes, [("x", shape)], [("y", ["n", 12])], {"kernel": kernel}), path)


def quarters_of(images):
    """What the layer `means` of `quarters` has to be, (n, height / 8, width / 8, 12)."""
    n, height, width, _ = images.shape
    blocks = images.reshape(n, height // 8, 2, 4, width // 8, 2, 4, 3).astype(np.float64)
    return (
        blocks.mean(axis=(3, 6)).transpose(0, 1, 3, 2, 4, 5).reshape(n, height // 8, width // 8, 12)
    )
