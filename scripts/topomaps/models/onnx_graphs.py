"""The graph of an ONNX model: what of it are activations, their shapes, and small constants.

Imports the standard library only; the package onnx is used where it is installed.
"""

import logging
from typing import NamedTuple

# Their outputs tell of shapes and places, and are no activations.
NO_ACTIVATIONS = ("ArgMax", "ArgMin", "Constant", "EyeLike", "NonZero", "Shape", "Size")
MAX_BYTES = 1024  # of constants whose numbers may decide about shapes

logger = logging.getLogger(__name__)


class Value(NamedTuple):
    """What is known of a value of a graph.

    Attributes
    ----------
    shape : tuple or None
        With the dimension of the inputs, None in it where free.
    is_real : bool
        Whether it is an array of real numbers, as far as that is known.
    """

    shape: tuple | None
    is_real: bool


def bare_graph(model, path):
    """Graph of a model with the shapes of all values, as far as they can be inferred.

    Without the content of larger weights, which no shape depends on, and with the functions that
    the model brings along written out; names of values are those of the model's graph.
    """
    import onnx

    bare = onnx.ModelProto(ir_version=model.ir_version)
    bare.opset_import.extend(model.opset_import)
    bare.functions.extend(model.functions)
    bare.graph.name = model.graph.name or "graph"
    for field in ("node", "input", "output", "value_info"):
        getattr(bare.graph, field).extend(getattr(model.graph, field))
    for tensor in model.graph.initializer:
        is_small = tensor.ByteSize() <= MAX_BYTES
        kept = {"name": tensor.name, "dims": tensor.dims, "data_type": tensor.data_type}
        bare.graph.initializer.append(tensor if is_small else onnx.TensorProto(**kept))
    try:
        if bare.functions:
            bare = onnx.inliner.inline_local_functions(bare)
        return onnx.shape_inference.infer_shapes(bare).graph
    except Exception as error:  # shapes are a courtesy; the run itself checks them
        logger.warning("the shapes of layers of %s cannot be told: %s", path, error)
        return bare.graph


def values_of(graph):
    """What is known of the values of a graph, weights among them: name -> Value."""
    known = {each.name: _value(each) for each in (*graph.input, *graph.value_info, *graph.output)}
    weights = {each.name: Value(tuple(each.dims), False) for each in graph.initializer}
    return {**known, **weights}


def _value(value):
    from onnx import TensorProto

    reals = (TensorProto.UNDEFINED, TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE)
    is_array = value.type.WhichOneof("value") in (None, "tensor_type")
    return Value(dimensions(value), is_array and value.type.tensor_type.elem_type in reals)


def dimensions(value):
    """Dimensions of an input or output, None where free; None if the file does not tell."""
    tensor = value.type.tensor_type
    if not tensor.HasField("shape"):
        return None
    return tuple(each.dim_value if each.dim_value > 0 else None for each in tensor.shape.dim)


def activations(graph):
    """Outputs of the nodes that are computed from the numbers of the input: name -> operator.

    What is computed from shapes alone is none, nor are places and counts; but a node that takes
    both, or whose branches use activations, passes them on.
    """
    weights = {each.name for each in graph.initializer}
    reached = {each.name for each in graph.input} - weights
    found = {}
    for node in graph.node:  # the format has them in the order of computation
        if node.op_type not in NO_ACTIVATIONS and reached.intersection(used_names(node)):
            names = [name for name in node.output if name]
            reached.update(names)
            found.update(dict.fromkeys(names, node.op_type))
    return found


def used_names(node):
    """Names that a node reads: its inputs, and what the graphs within it take from outside."""
    yield from node.input
    for inner in inner_graphs(node):
        own = {each.name for each in (*inner.input, *inner.initializer)}
        own.update(name for each in inner.node for name in each.output)
        for each in inner.node:
            yield from (name for name in used_names(each) if name not in own)
        yield from (each.name for each in inner.output if each.name not in own)


def inner_graphs(node):
    """Graphs within a node: branches, or the body of a loop."""
    for attribute in node.attribute:
        yield from [attribute.g] if attribute.HasField("g") else attribute.graphs


def attributes(node):
    """Attributes of a node, as Python has them."""
    from onnx.helper import get_attribute_value

    return {each.name: get_attribute_value(each) for each in node.attribute}


def constants(graph):
    """Small constants of a graph that hold their numbers: name -> array."""
    from onnx.numpy_helper import to_array

    tensors = {each.name: each for each in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and (value := attributes(node).get("value")) is not None:
            tensors[node.output[0]] = value
    return {
        name: to_array(tensor)
        for name, tensor in tensors.items()
        if tensor.data_location == tensor.DEFAULT and _is_whole(tensor)
    }


def _is_whole(tensor):
    """Whether a tensor is small, and has its numbers."""
    if tensor.ByteSize() > MAX_BYTES:
        return False
    fields = ("raw_data", "float_data", "int32_data", "int64_data", "double_data", "uint64_data")
    return any(len(getattr(tensor, field)) for field in fields)
