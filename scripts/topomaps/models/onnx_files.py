"""What an ONNX file says of its model, without running it; files that reach out are refused.

Imports the standard library only, so that the rules can check a configuration; the package onnx is
used where it is installed.
"""

from pathlib import Path

# Relative, because the rules import this module as part of `scripts`.
from .model_facts import ModelFacts
from .onnx_graphs import bare_graph, dimensions, inner_graphs
from .onnx_inputs import scales_input
from .onnx_layers import image_channels, layer_infos, output_infos
from .token_names import holds_tokens

# Operators that onnxruntime brings along; others would need libraries of other people.
DOMAINS = ("", "ai.onnx", "ai.onnx.ml", "com.microsoft")


def read_onnx(path):
    """Model in an ONNX file, with external data left where they are; None where onnx is missing.

    Returns
    -------
    onnx.ModelProto or None

    Raises
    ------
    ValueError
        If the file is missing, damaged, or has operators or data from elsewhere.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path} does not exist")
    try:
        import onnx
    except ImportError:
        return None
    try:
        model = onnx.load(path, load_external_data=False)
    except Exception as error:  # protobuf and onnx raise errors of many kinds at damaged files
        raise ValueError(f"{path} is no whole ONNX file ({error}); export it again") from error
    if not model.graph.node or not model.graph.output:
        raise ValueError(f"{path} is no ONNX file of a network: it has no nodes; export it again")
    refuse_foreign(model, path)
    return model


def describe_onnx_file(path):
    """What the file says of its model.

    Returns
    -------
    ModelFacts or None
        None where this cannot be told here, since onnx is not installed.

    Raises
    ------
    ValueError
        As of `read_onnx` and `graph_inputs`.
    """
    model = read_onnx(path)
    if model is None:
        return None
    inputs, graph = graph_inputs(model, path), bare_graph(model, path)
    taken = inputs[0]
    shape = dimensions(taken)[1:]
    channels = image_channels(graph, taken.name, shape)
    infos = tuple(layer_infos(graph, model.graph, channels).values())
    return ModelFacts(
        layers=tuple(each.name for each in infos),
        input_shape=shape,
        outputs=output_infos(graph),
        scales=scales_input(graph, taken.name),
        input_dtype=input_dtype(taken),
        channels=channels,
        infos=infos,
        files=data_files(model, Path(path)),
        inputs=tuple(each.name for each in inputs),
    )


def data_files(model, path):
    """Files beside a model that hold its weights, sorted; none where it holds them itself."""
    nodes = list(_nodes(model.graph.node))
    places = {_place(each) for each in _tensors(model.graph, nodes) if _is_external(each)}
    return tuple(sorted(str(path.parent / place) for place in places))


def graph_inputs(model, path):
    """The inputs of a model, that of the user's first; ValueError at one without a shape.

    It is that of the tokens, or the first.
    """
    weights = {each.name for each in model.graph.initializer}
    inputs = [each for each in model.graph.input if each.name not in weights]
    if not inputs or not dimensions(inputs[0]):
        raise ValueError(
            f"{path} has {len(inputs)} inputs ({', '.join(each.name for each in inputs)}); models "
            "with inputs of known dimensions are supported, for others export activations"
        )
    return sorted(inputs, key=lambda each: not holds_tokens(each.name))


def input_dtype(value):
    """Type of the numbers of an input as NumPy names it, "string" for text; None if unknown."""
    import onnx

    element = value.type.tensor_type.elem_type
    if element == onnx.TensorProto.STRING:
        return "string"
    try:
        return onnx.helper.tensor_dtype_to_np_dtype(element).name
    except KeyError:
        return None


def refuse_foreign(model, path):
    """Raise ValueError if a model has operators of others, or data from outside its folder."""
    functions = {(each.domain, each.name) for each in model.functions}
    nodes = list(_nodes(model.graph.node))
    for function in model.functions:
        nodes += _nodes(function.node)
    for node in nodes:
        if node.domain not in DOMAINS and (node.domain, node.op_type) not in functions:
            raise ValueError(
                f"{path} is not loaded: its node {node.name or node.output[0]!r} is the operator "
                f"{node.op_type} of {node.domain}, which onnxruntime does not have; libraries of "
                "others are never loaded here, export activations and use those instead"
            )
    for tensor in _tensors(model.graph, nodes):
        if _is_external(tensor):
            _check_external(tensor, Path(path))


def _nodes(nodes):
    """Nodes and those of the graphs within them."""
    for node in nodes:
        yield node
        for graph in inner_graphs(node):
            yield from _nodes(graph.node)


def _tensors(graph, nodes):
    """Weights and constants of a graph, and of all graphs within its nodes."""
    for each in (graph, *(inner for node in nodes for inner in inner_graphs(node))):
        yield from each.initializer
        for sparse in each.sparse_initializer:
            yield from (sparse.values, sparse.indices)
    for attribute in (each for node in nodes for each in node.attribute):
        yield from (attribute.t, *attribute.tensors)
        for sparse in (attribute.sparse_tensor, *attribute.sparse_tensors):
            yield from (sparse.values, sparse.indices)


def _is_external(tensor):
    """Whether the values of a tensor lie in a file of their own."""
    return tensor.data_location == tensor.EXTERNAL


def _place(tensor):
    """Path of the file of a tensor's values, from the folder of the model."""
    return {entry.key: entry.value for entry in tensor.external_data}.get("location", "")


def _check_external(tensor, path):
    """Raise ValueError unless a tensor's data lie in the folder of the model."""
    location, folder = _place(tensor), path.parent.resolve()
    parts = location.replace("\\", "/").split("/")
    target = (folder / location).resolve()
    if not location or ".." in parts or not parts[0] or not target.is_relative_to(folder):
        raise ValueError(
            f"{path} is not loaded: the data of {tensor.name!r} lie in {location!r}, outside the "
            "model's own folder; save the model with its data beside it"
        )
    if not target.is_file():
        raise ValueError(
            f"{path} is not whole: the file {location} with the data of {tensor.name!r} is missing "
            "beside it; copy it there"
        )
