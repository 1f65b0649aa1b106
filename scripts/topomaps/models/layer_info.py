"""What is known of a layer, and whether maps can be drawn of it."""

from typing import NamedTuple

MIN_NEURONS = 4  # fewer points have no triangulation worth the name
PARTS = (".heads", ".mlp")  # of the blocks of transformers, under plain names


class LayerInfo(NamedTuple):
    """A layer of a network.

    Attributes
    ----------
    name : str
    kind : str
        Class of a Keras layer, or operator of an ONNX node.
    shape : tuple or None
        Of its output for one input, neurons last, None in it where free; None if it is unknown or
        the layer has several outputs.
    axis : int or None
        Dimension of the neurons in the output as the model has it, counted from the end; None if
        it is not known, and `shape` then as the model has it.
    modules : tuple of str
        Modules of PyTorch that it is the output of, from the innermost, if an ONNX file tells it.
    """

    name: str
    kind: str
    shape: tuple | None
    axis: int | None = -1
    modules: tuple = ()


def shape_text(shape):
    """A shape as Python writes it, free dimensions as `any`."""
    return str(tuple(shape)).replace("None", "any")


def layer_called(network, name):
    """The layer of a name, of its own or of its module of PyTorch; None if there is none."""
    modules = {name: each for each in network.layers.values() for name in each.modules}
    return network.layers.get(name, modules.get(name))


def check_layers(network, layers):
    """Raise ValueError unless a network has all these layers, in a shape that maps can show."""
    for name in layers:
        layer = layer_called(network, name)
        if layer is None:
            raise ValueError(
                f"the model {network.name} has no layer {name!r}; it has: "
                f"{', '.join(network.layers)}{unnamed_parts(name, network.layers)}"
            )
        if error := layer_error(layer):
            raise ValueError(f"{network.name}: {error}")


def unnamed_parts(name, layers):
    """End of a sentence on heads or neurons of blocks, if a network names its own unlike others."""
    ending = name[name.rfind(".") :]
    if ending not in PARTS or any(each.endswith(ending) for each in layers):
        return ""
    return (
        f". Its modules have names by which {ending} of its blocks are not found; take the outputs "
        "of one of its modules, or its hidden states"
    )


def layer_error(layer):
    """Why no maps can be drawn of a layer, as far as its shape is known; None if they can."""
    if layer.shape is None:
        return None
    if len(layer.shape) not in (1, 2, 3):
        return (
            f"layer {layer.name!r} has outputs of the shape {shape_text(layer.shape)}; maps need "
            "units (N), units of tokens (T, N) or feature maps (height, width, N)"
        )
    return unknown_axis(layer) if layer.axis is None else None


def unknown_axis(layer):
    """Sentence on a layer whose dimension of neurons nothing tells."""
    choices = f"first ({layer.shape[0]} neurons) or last ({layer.shape[-1]})"
    return (
        f"layer {layer.name!r} has outputs of the shape {shape_text(layer.shape)}, and the model "
        f"does not tell which dimension counts neurons, {choices}; say so by `layer_channels` of "
        f"the model, as {{{layer.name!r}: first}}, or choose another layer"
    )


def check_width(n_neurons, layer=None):
    """Raise a ValueError, naming the layer if known, unless it has enough neurons for a map."""
    if n_neurons < MIN_NEURONS:
        named = f"layer {layer!r}" if layer else "layer"
        raise ValueError(
            f"the {named} has {n_neurons} neurons; a topographic map needs at least {MIN_NEURONS}, "
            "choose another layer"
        )
