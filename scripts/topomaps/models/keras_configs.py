"""What the configuration of a Keras model says; imports the standard library only, for the rules.

A configuration is a dictionary as Keras 2 or Keras 3 writes it, of `class_name` and `config`.
"""

# Relative, because the rules import this module as part of `scripts`.
from .image_layouts import channels_by_shape
from .keras2_operations import SCALING
from .token_names import holds_tokens

# Layers whose output has as many channels as their input.
SAME_WIDTH = (
    "Activation", "AveragePooling2D", "BatchNormalization", "Dropout", "GlobalAveragePooling2D",
    "GlobalMaxPooling2D", "LeakyReLU", "MaxPooling2D", "ReLU", "Softmax",
)  # fmt: skip


TEXT_LAYERS = ("StringLookup", "TextVectorization")
SCALING_LAYERS = ("Normalization", "Rescaling")
SCALING_OPERATIONS = ("Add", "Divide", "Multiply", "Subtract", "TrueDivide")
# What may come before the scaling of inputs, and has no weights.
OF_INPUTS = (
    *SCALING_OPERATIONS, "Cast", "CenterCrop", "Concatenate", "Flip", "GaussianNoise", "GetItem",
    "Identity", "InputLayer", "Permute", "Reshape", "Resizing", "TensorOperation", "Transpose",
    "ZeroPadding2D",
)  # fmt: skip


def layers_of(entry):
    """Configurations of the layers of a model; None of anything but a model."""
    config = entry.get("config")
    # The first versions of Keras 2 have a list in a Sequential model.
    return config if isinstance(config, list) else config.get("layers")


def layer_names(model, outer=""):
    """Yield names of layers in order, after each nested model its own as `outer/inner`."""
    for entry in layers_of(model):
        if entry["class_name"] != "InputLayer":
            yield outer + _name(entry)
            if layers_of(entry) is not None:
                yield from layer_names(entry, f"{outer}{_name(entry)}/")


def layer_kinds(model):
    """Yield classes of layers, nested ones included."""
    for entry in layers_of(model):
        yield entry["class_name"]
        if layers_of(entry) is not None:
            yield from layer_kinds(entry)


def input_names(model):
    """Names of the inputs of a functional model; none of a Sequential one, which has one input."""
    return [] if _is_sequential(model) else list(_references(model["config"]["input_layers"]))


def _input_layer(model):
    """Configuration of the layer of the user's input: of tokens, or the first."""
    first, names = layers_of(model)[0], input_names(model)
    tokens = next(filter(holds_tokens, names), None)
    if len(names) < 2 or tokens is None:
        return first
    return next(each for each in layers_of(model) if _name(each) == tokens)


def input_shape(model):
    """Shape of one input, by the model's first layer or its record of how it was built, or None."""
    first = _input_layer(model)
    config, built = first["config"], model.get("build_config") or {}
    shape = None
    if isinstance(config, dict):
        shape = config.get("batch_shape") or config.get("batch_input_shape")
    if shape is None and layers_of(first) is not None:
        return input_shape(first)
    shape = shape or built.get("input_shape") or built.get("batch_input_shape")
    return tuple(shape[1:]) if shape else None


def input_dtype(model):
    """Type of the numbers that a model takes, "string" for text; None if it does not say."""
    first = _input_layer(model)
    if layers_of(first) is not None:
        return input_dtype(first)
    if first["class_name"] in TEXT_LAYERS:
        return "string"
    return first["config"].get("dtype") if first["class_name"] == "InputLayer" else None


def scales(model):
    """Whether a model scales its inputs: by a layer for it, or by a number before other layers."""
    if any(kind in SCALING_LAYERS for kind in layer_kinds(model)):
        return True
    return bool(_scaled_first(model))


def _scaled_first(model):
    """Whether an operation scales the inputs; None if there is nothing but what may precede it."""
    reached, result, sequential = {None}, None, _is_sequential(model)
    before = None
    for entry in layers_of(model):
        if sequential:
            inputs, before = [before], _name(entry)
        else:
            inputs = list(_references(entry.get("inbound_nodes")))
        if not reached.issuperset(inputs):
            continue
        found = _scaled_first(entry) if layers_of(entry) is not None else _scales(entry, inputs)
        if found:
            return True
        if found is None:
            reached.add(_name(entry))
        else:
            result = False
    return result


def _scales(entry, inputs):
    """Whether a layer scales its one input; None if it leaves the inputs much as they are.

    Layers of Keras that scale are `SCALING_LAYERS`; others of the names here join several.
    """
    kind = entry["class_name"]
    by_function = kind == "TensorOperation" and entry["config"]["function"] in SCALING
    if len(inputs) == 1 and (by_function or kind in SCALING_OPERATIONS):
        return True
    return None if kind in OF_INPUTS or kind.startswith("Random") else False


def image_channels(model):
    """Where a model takes the channels of images, by the shape of its input, or by its layers."""
    formats = (each.get("data_format") for each in _configs(model))
    said = next(filter(None, formats), "channels_last")
    return channels_by_shape(input_shape(model) or ()) or said.removeprefix("channels_")


def _configs(model):
    """Yield configurations of layers, nested ones included, but of those that flatten."""
    for entry in layers_of(model):
        if layers_of(entry) is not None:
            yield from _configs(entry)
        elif entry["class_name"] != "Flatten":
            yield entry["config"]


def outputs(model):
    """Outputs of a model: pairs of a name, and a number of units or None where it is not told."""
    names = [_name(entry) for entry in layers_of(model)]
    is_sequential = _is_sequential(model)
    ends = names[-1:] if is_sequential else list(_references(model["config"]["output_layers"]))
    return [(end, _width(model, end)) for end in ends]


def _width(model, end):
    """Number of units of the output of a layer (n, units), as far as it is told; or None."""
    inner, pooled = {_name(entry): entry for entry in layers_of(model)}, False
    names, ends = list(inner), [end]
    while len(ends) == 1:  # a layer that keeps the width leads on to the one before it
        entry = inner[ends[0]]
        kind, config = entry["class_name"], entry["config"]
        if kind == "TensorOperation" and config["function"].startswith("nn."):
            kind = "Activation"
        pooled = pooled or kind.startswith("Global")
        if layers_of(entry) is not None:
            within = outputs(entry)
            return within[0][1] if len(within) == 1 else None
        if kind not in SAME_WIDTH:
            return config.get("units") or (config.get("filters") if pooled else None)
        before = names[: names.index(ends[0])][-1:]
        ends = before if _is_sequential(model) else list(_references(entry["inbound_nodes"]))
    return None


def _name(entry):
    return entry["config"]["name"]


def _is_sequential(model):
    return isinstance(model["config"], list) or "output_layers" not in model["config"]


def _references(value):
    """Yield names of layers that nodes of a graph refer to, as Keras 2 and Keras 3 write them."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        if len(value) > 2 and isinstance(value[0], str) and isinstance(value[1], int):
            yield value[0]
        else:
            for each in value:
                yield from _references(each)
