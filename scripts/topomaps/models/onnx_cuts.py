"""The part of an ONNX graph that follows a value, with this value as an input."""

import onnx


def graph_after(model, value, output, path):
    """Model that computes an output from a value within the graph.

    Inputs of the model stay only where something leads from them past the value.

    Parameters
    ----------
    model : onnx.ModelProto
        Stays as it is.
    value, output : str
        Names of values in the graph.
    path : str
        Named in errors.

    Returns
    -------
    onnx.ModelProto

    Raises
    ------
    ValueError
        If the value is not one of the graph itself, but of a branch within it.
    """
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
    if value not in makers:
        raise ValueError(
            f"{path}: {value!r} is within a branch of the graph, so that nothing can be put in "
            "its place; choose a layer outside of `If` and `Loop` for effects"
        )
    needed = _needed(makers, value, output)
    cut = onnx.ModelProto()
    cut.CopyFrom(model)
    del cut.graph.node[:], cut.graph.input[:], cut.graph.output[:]
    cut.graph.node.extend(_kept(node, value) for node in graph.node if set(node.output) & needed)
    left = {name for node in cut.graph.node for name in _taken(node)} | {output}
    cut.graph.input.append(
        onnx.helper.make_tensor_value_info(value, _element_type(model, value), None)
    )
    constants = {each.name for each in graph.initializer}
    cut.graph.input.extend(
        each for each in graph.input if each.name in left and each.name not in constants
    )
    cut.graph.output.append(onnx.ValueInfoProto(name=output))
    return cut


def _needed(makers, value, output):
    """Names of the values that an output is computed from, the given value aside."""
    needed, waiting = set(), [output]
    while waiting:
        name = waiting.pop()
        if name in needed or name == value or name not in makers:
            continue
        needed.add(name)
        waiting += _taken(makers[name])
    return needed


def _taken(node):
    """Names that a node takes, those of branches within it included."""
    names = [*node.input]
    for attribute in node.attribute:
        for graph in (*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs):
            names += [name for inner in graph.node for name in _taken(inner)]
            names += [each.name for each in graph.output]
    return [name for name in names if name]


def _kept(node, value):
    """A node that does not give the value, which is an input now."""
    if value not in node.output:
        return node
    kept = onnx.NodeProto()
    kept.CopyFrom(node)
    kept.output[:] = [f"{name} as it was" if name == value else name for name in node.output]
    return kept


def _element_type(model, value):
    """Type of the numbers of a value, as the graph tells it; single precision where it does not."""
    try:
        inferred = onnx.shape_inference.infer_shapes(model).graph
    except (onnx.shape_inference.InferenceError, ValueError):  # ValueError: beyond 2 GB
        inferred = model.graph
    for each in (*inferred.value_info, *inferred.output):
        if each.name == value and each.type.tensor_type.elem_type:
            return each.type.tensor_type.elem_type
    return onnx.TensorProto.FLOAT
