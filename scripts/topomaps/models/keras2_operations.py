"""Operations of TensorFlow in models of Keras 2, such as `x / 127.5 - 1`: the harmless ones.

Keras 2 writes each as a layer, `TFOpLambda` or `SlicingOpLambda`, with the name of the function.
What computes with numbers and nothing else is here; functions that read files, run Python or draw
at random are not. Imports the standard library only, for the rules.
"""

import json

OPERATION_LAYERS = ("TFOpLambda", "SlicingOpLambda")
SLICING, SLICES = "__operators__.getitem", "slice_spec"
ADDITION = "__operators__.add"  # math.add, but for texts
FUNCTIONS = {
    SLICING, ADDITION, "cast", "clip_by_value", "concat", "expand_dims", "identity",
    "image.resize", "image.rgb_to_grayscale", "linalg.matmul", "math.abs", "math.add", "math.ceil",
    "math.cos", "math.divide", "math.divide_no_nan", "math.erf", "math.exp", "math.floor",
    "math.l2_normalize", "math.log", "math.log1p", "math.maximum", "math.minimum", "math.multiply",
    "math.negative", "math.pow", "math.reciprocal", "math.reduce_max", "math.reduce_mean",
    "math.reduce_min", "math.reduce_std", "math.reduce_sum", "math.reduce_variance", "math.round",
    "math.rsqrt", "math.sigmoid", "math.sign", "math.sin", "math.softplus", "math.sqrt",
    "math.square", "math.squared_difference", "math.subtract", "math.tanh", "math.truediv",
    "nn.bias_add", "nn.elu", "nn.gelu", "nn.leaky_relu", "nn.log_softmax", "nn.relu", "nn.relu6",
    "nn.selu", "nn.silu", "nn.softmax", "nn.softsign", "pad", "repeat", "reshape", "reverse",
    "squeeze", "stack", "stop_gradient", "tile", "transpose",
    "compat.v1.transpose", "compat.v1.math.reduce_mean", "compat.v1.math.reduce_max",
    "compat.v1.math.reduce_sum", "compat.v1.squeeze", "compat.v1.nn.softmax",
}  # fmt: skip
# Those that scale inputs by a number of the model.
SCALING = {
    ADDITION, "math.add", "math.divide", "math.multiply", "math.subtract", "math.truediv",
    "nn.bias_add",
}  # fmt: skip
CONSTANT = "_CONSTANT_VALUE"  # in the place of the name of a layer


def function_of(config):
    """Name of the function of a layer, `math.truediv`; None if it is not in the list."""
    name = config.get("function") if isinstance(config, dict) else None
    return name if isinstance(name, str) and name in FUNCTIONS else None


def is_reference(value):
    """Whether a value is the reference of Keras 2 to a tensor, [name, use, tensor]."""
    return (
        isinstance(value, list)
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and all(type(each) is int for each in value[1:3])
    )


def tensor(reference):
    """A reference as Keras 3 writes it."""
    history = {"shape": [], "dtype": "float32", "keras_history": reference[:3]}
    return {"class_name": "__keras_tensor__", "config": history}


def with_tensors(value):
    """Arguments in which the references are those of Keras 3."""
    if is_reference(value):
        return tensor(value)
    if isinstance(value, list):
        return [with_tensors(each) for each in value]
    return value


def with_nodes(entry):
    """A layer whose uses are written as Keras 3 does, if constants or tensors are among them.

    Parameters
    ----------
    entry : dict
        Configuration of a layer. In Keras 2 a use is a list of references [name, use, tensor,
        arguments]; of an operation of TensorFlow it is a single reference, or a list of them if
        the operation takes a list.
    """
    nodes = entry.get("inbound_nodes") or []
    if entry["class_name"] in OPERATION_LAYERS:
        return {**entry, "inbound_nodes": [_operation_node(each) for each in nodes]}
    return {**entry, "inbound_nodes": [_layer_node(each) for each in nodes]}


def _layer_node(node):
    arguments = node[0][3] if isinstance(node, list) and node and len(node[0]) > 3 else {}
    if not any(map(_has_reference, arguments.values())):
        return node
    first = [tensor(each) for each in node]
    arguments = {name: with_tensors(value) for name, value in arguments.items()}
    return {"args": first if len(first) == 1 else [first], "kwargs": arguments}


def _has_reference(value):
    return is_reference(value) or (isinstance(value, list) and any(map(_has_reference, value)))


def _operation_node(node):
    references = node if node and isinstance(node[0], list) else [node]
    arguments = {
        # Of text, for Keras would take the parts of a slicing for something else.
        name: json.dumps(value) if name == SLICES else with_tensors(value)
        for name, value in references[0][3].items()
        if name != "name" and value is not None
    }
    if references is node:
        return {"args": [[tensor(each) for each in references]], "kwargs": arguments}
    if node[0] == CONSTANT:  # a layer takes a tensor first
        name = next(name for name, value in node[3].items() if is_reference(value))
        return {"args": [arguments.pop(name)], "kwargs": {**arguments, "first": node[2]}}
    return {"args": [tensor(node)], "kwargs": arguments}
