"""Which dimension of a Keras layer's output counts its neurons, by the graph of the model.

Layers of images and series say so by their `data_format`. What changes no order keeps that of its
input, and a transposition moves it. A model without a layer of `channels_first` is meant to have
its neurons last everywhere else; in one with such a layer, the rest is not guessed.
"""

from topomaps.models.backend import keras
from topomaps.models.image_layouts import channels_by_shape

UNITS_LAST = (
    "AdditiveAttention", "Attention", "Bidirectional", "Dense", "EinsumDense", "Embedding", "GRU",
    "GroupQueryAttention", "LSTM", "MultiHeadAttention", "RNN", "SimpleRNN", "TimeDistributed",
)  # fmt: skip
KEEPING_LAYERS = (
    "Activation", "ActivityRegularization", "Add", "AlphaDropout", "Average", "BatchNormalization",
    "Concatenate", "Cropping1D", "Dropout", "ELU", "GaussianDropout", "GaussianNoise",
    "GroupNormalization", "Identity", "LayerNormalization", "LeakyReLU", "Masking", "Maximum",
    "Minimum", "Multiply", "Normalization", "PReLU", "RMSNormalization", "ReLU", "Rescaling",
    "Softmax", "SpatialDropout1D", "SpectralNormalization", "Subtract", "UnitNormalization",
    "UpSampling1D",
)  # fmt: skip
# Operations on arrays, and functions of TensorFlow, that lead to another order, and those that move
# the neurons to a place that is not followed here; all others of one shape keep the order.
RESHAPING = (
    "BroadcastTo", "DepthToSpace", "Dot", "Matmul", "Ravel", "Reshape", "SpaceToDepth", "Stack",
    "View", "linalg.matmul", "repeat", "reshape", "stack", "tile",
)  # fmt: skip
MOVING = (
    "Einsum", "Moveaxis", "Rot90", "Swapaxes", "Tensordot", "compat.v1.transpose", "transpose",
)  # fmt: skip


def neuron_axes(model):
    """Dimension of the neurons in the output of each layer, of those within models too.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    dict
        Identity of a layer or operation -> place from the end, -1 for the last; None if it is not
        known. Layers with several outputs are left out.
    """
    formats = [each for each in map(data_format, _all_parts(model)) if each]
    taken = -1
    if formats and formats[0] == "channels_first":
        taken = 1 - len(model.inputs[0].shape)
    found = {}
    _walk(model, taken, "channels_first" in formats, found)
    return found


def image_channels(model):
    """Where a model takes the channels of images, "first" or "last"."""
    said = next((each for each in map(data_format, _all_parts(model)) if each), "channels_last")
    return channels_by_shape(model.inputs[0].shape[1:]) or said.removeprefix("channels_")


def data_format(layer):
    """What a layer says of its channels; None of one that says nothing, or flattens them."""
    is_flat = isinstance(layer, keras.layers.Flatten)
    return None if is_flat else getattr(layer, "data_format", None)


def parts_of(model):
    """Layers and operations of a model in the order of computation."""
    return getattr(model, "operations", None) or model.layers


def _all_parts(model):
    for part in parts_of(model):
        yield part
        if isinstance(part, keras.Model):
            yield from _all_parts(part)


def _walk(model, taken, any_first, found):
    """Fill in the axes of a model's parts; gives that of its output."""
    axes = {id(each): taken for each in model.inputs}
    axis = taken
    for part in parts_of(model):
        before = [(each, axes.get(id(each))) for each in _tensors(part.input)]
        if isinstance(part, keras.layers.InputLayer):
            axis = taken
        elif isinstance(part, keras.Model):
            axis = _walk(part, before[0][1] if before else None, any_first, found)
        else:
            axis = _axis(part, before, any_first)
        outputs = _tensors(part.output)
        axes.update((id(each), axis) for each in outputs)
        if len(outputs) == 1:
            found[id(part)] = axis
    return axis


def _tensors(value):
    """Tensors of a layer, in whatever structure."""
    return [each for each in keras.tree.flatten(value) if hasattr(each, "shape")]


def _axis(part, before, any_first):
    """Axis of one layer or operation, by those of the tensors before it."""
    kind, n_dims = _kind(part), len(_tensors(part.output)[0].shape)
    if n_dims <= 2 or kind in UNITS_LAST:
        return -1
    if kind in MOVING:
        return None
    if said := data_format(part):
        return -1 if said == "channels_last" else 1 - n_dims
    order = _permutation(part, n_dims)
    if order is not None:
        return _moved(order, before[0][1], n_dims)
    known = _kept(before, _tensors(part.output)[0].shape) if _keeps_order(part, kind) else None
    if known is None and kind == "BatchNormalization":
        return part.axis - n_dims if part.axis > 0 else part.axis
    if known is None and not any_first and all(axis == -1 for _, axis in before):
        return -1
    return known


def _kind(part):
    """Class of a layer or operation, or the function of TensorFlow that it stands for."""
    return getattr(part, "function", None) or type(part).__name__


def _keeps_order(part, kind):
    if isinstance(part, keras.layers.Layer) and not hasattr(part, "function"):
        return kind in KEEPING_LAYERS
    return kind not in RESHAPING


def _kept(before, shape):
    """The axis of all tensors before that have the shape of the output, or else its rank."""
    for alike in (lambda each: each.shape == shape, lambda each: len(each.shape) == len(shape)):
        axes = {axis for each, axis in before if alike(each) and axis is not None}
        if axes:
            return axes.pop() if len(axes) == 1 else None
    return None


def _permutation(part, n_dims):
    """Order of all dimensions that a transposition gives; None of anything else."""
    if isinstance(part, keras.layers.Permute):
        return (0, *part.dims)
    if type(part).__name__ == "Transpose":
        return tuple(part.axes) if part.axes is not None else tuple(reversed(range(n_dims)))
    return None


def _moved(order, axis, n_dims):
    """Where a transposition puts an axis; None if it is not known, or lands on the inputs."""
    if axis is None:
        return None
    place = [each % n_dims for each in order].index(n_dims + axis)
    return place - n_dims if place else None
