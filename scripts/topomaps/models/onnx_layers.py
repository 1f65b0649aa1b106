"""Layers and outputs of an ONNX model, as far as its file tells; nothing is run.

Imports the standard library only; the package onnx is used where it is installed.
"""

import ast

from .image_layouts import channels_by_shape
from .layer_info import LayerInfo
from .model_outputs import OutputInfo
from .neuron_axes import chosen_axis, shape_with_last
from .onnx_axes import input_channels, neuron_axes
from .onnx_graphs import activations, attributes, values_of

OF_CHANNELS = {"first": -3, "last": -1}


def layer_infos(graph, model_graph, channels=None, layer_channels=None):
    """Layers of a model: outputs of its nodes that are activations.

    Parameters
    ----------
    graph : onnx.GraphProto
        As of `bare_graph`.
    model_graph : onnx.GraphProto
        As the file has it.
    channels : {"first", "last"} or None
        Where the images of the input have theirs.
    layer_channels : str, dict or None
        As of `neuron_axes.chosen_axis`.

    Returns
    -------
    dict of str -> LayerInfo
    """
    values, axes = values_of(graph), neuron_axes(graph, OF_CHANNELS.get(channels))
    modules = modules_of_outputs(model_graph)
    found = {}
    for name, kind in activations(model_graph).items():
        shape = values[name].shape if name in values else None
        if name in values and not values[name].is_real:
            continue
        shape = None if shape is None else shape[1:]
        axis = axes.get(name)
        if shape is not None:
            axis = chosen_axis(axis, layer_channels, name, len(shape))
        found[name] = LayerInfo(
            name, kind, shape_with_last(shape, axis), axis, modules.get(name, ())
        )
    return found


def by_value(layer_channels, graph):
    """The setting `layer_channels` with names of modules as those of their outputs."""
    if not isinstance(layer_channels, dict):
        return layer_channels
    outputs = module_outputs(graph)
    return {outputs.get(name, name): said for name, said in layer_channels.items()}


def image_channels(graph, taken, shape):
    """Where a model takes the channels of images, by its graph or the shape; or None."""
    if len(shape) != 3:
        return None
    return input_channels(graph, taken) or channels_by_shape(shape)


def output_infos(graph):
    """Outputs of a graph; one that scikit-learn makes a list of mappings is told by their array.

    Parameters
    ----------
    graph : onnx.GraphProto
        As of `bare_graph`.

    Returns
    -------
    tuple of OutputInfo
    """
    values, made = values_of(graph), {name: node for node in graph.node for name in node.output}
    found = []
    for output in graph.output:
        node, names, source = made.get(output.name), None, None
        if node is not None and node.op_type == "ZipMap":
            source, names = node.input[0], _class_names(node)
        value = values.get(source or output.name)
        shape = None if value is None or value.shape is None else value.shape[1:]
        shape = (len(names),) if names else shape
        is_real = source is not None or value.is_real
        found.append(OutputInfo(output.name, shape, is_real, source, names))
    return tuple(found)


def _class_names(node):
    said = attributes(node)
    names = said.get("classlabels_strings") or said.get("classlabels_int64s") or ()
    return (
        tuple(
            each.decode(errors="replace") if isinstance(each, bytes) else str(each)
            for each in names
        )
        or None
    )


# Written by torch.onnx.export: names of the modules around a node, from the outermost, and its own.
SCOPES = "pkg.torch.onnx.name_scopes"


def module_outputs(graph):
    """Outputs of modules: name of the module -> name of the value.

    Only modules count whose nodes give the rest of the graph a single value, so that the name
    cannot mean another: none that is called twice.
    """
    modules = [_modules(node) for node in graph.node]
    leaving = {}
    made = {name: n for n, node in enumerate(graph.node) for name in node.output}
    finals = {each.name for each in graph.output}
    used = {}
    for n, node in enumerate(graph.node):
        for name in node.input:
            used.setdefault(name, []).append(n)
    for name, n in made.items():
        for module in modules[n]:
            users = used.get(name, ())
            if name in finals or any(module not in modules[user] for user in users):
                leaving.setdefault(module, []).append(name)
    return {module: names[0] for module, names in leaving.items() if len(names) == 1}


def modules_of_outputs(graph):
    """Modules that a value is the output of, from the innermost: name of the value -> tuple."""
    found = {}
    for module, name in sorted(module_outputs(graph).items(), key=lambda each: -len(each[0])):
        found.setdefault(name, []).append(module)
    return {name: tuple(modules) for name, modules in found.items()}


def _modules(node):
    """Names of the modules around a node, none without metadata."""
    text = {each.key: each.value for each in node.metadata_props}.get(SCOPES, "")
    try:
        scopes = ast.literal_eval(text) if text else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    is_list = isinstance(scopes, list) and all(isinstance(each, str) for each in scopes)
    return [each for each in scopes[:-1] if each] if is_list else []
