"""Inputs as a network takes them, and whether they fit."""

import numpy as np

from topomaps.models.image_layouts import image_layout
from topomaps.models.layer_info import shape_text


def arranged(network, inputs, channels, transpose):
    """Inputs as a network takes them, from those with channels last.

    Parameters
    ----------
    network
        With `name`, `input_shape` and `channels`, as of `open_network`.
    inputs : array or tensor (n, ...)
    channels : {"first", "last"} or None
        Where the network wants the channels of images; None leaves it to the network.
    transpose : callable
        Of NumPy or TensorFlow, for arrays or tensors.

    Raises
    ------
    ValueError
        If the inputs do not fit.
    """
    layout = image_layout(network.input_shape, channels or network.channels)
    if layout is not None and layout.channels == "first" and len(inputs.shape) == 4:
        inputs = transpose(inputs, (0, 3, 1, 2))
    elif len(inputs.shape) == len(network.input_shape) + 2 and inputs.shape[-1] == 1:
        inputs = inputs[..., 0]  # grey images for a network that knows no channels
    check_inputs(network, tuple(inputs.shape[1:]))
    return inputs


def arranged_back(network, gradients, channels, n_dims):
    """Gradients by inputs as they were before `arranged`, of `n_dims` dimensions."""
    layout = image_layout(network.input_shape, channels or network.channels)
    if layout is not None and layout.channels == "first" and gradients.ndim == 4:
        return np.transpose(gradients, (0, 2, 3, 1))
    return gradients[..., np.newaxis] if gradients.ndim < n_dims else gradients


def as_whole_numbers(inputs, dtype, name, *, may_round):
    """Inputs of a network that takes whole numbers.

    Parameters
    ----------
    inputs : ndarray of float32
    dtype : numpy.dtype
        That the network takes, a kind of integers.
    name : str
        Of the network, for errors.
    may_round : bool
        Whether fractions are no more than those of grey values of colours.

    Raises
    ------
    ValueError
        If the inputs have fractions, or numbers that the network cannot take.
    """
    rounded, limits = np.rint(inputs), np.iinfo(dtype)
    if not may_round and not np.array_equal(rounded, inputs):
        example = inputs[rounded != inputs].flat[0]
        raise ValueError(
            f"the model {name} takes whole numbers ({dtype}), but is given {example:g}; change its "
            "preprocessing or the inputs, nothing is rounded"
        )
    low, high = rounded.min(initial=0), rounded.max(initial=0)
    if low < limits.min or high > limits.max:
        raise ValueError(
            f"the model {name} takes whole numbers from {limits.min} to {limits.max} ({dtype}), "
            f"but is given {low:g} to {high:g}; set an `offset` or a `divisor` in its preprocessing"
        )
    return rounded.astype(dtype)


def check_inputs(network, given):
    """Raise ValueError unless inputs of the shape `given` fit a network.

    Parameters
    ----------
    network
        With `name` and `input_shape`, as of `open_network`.
    given : tuple
        Shape of one input after the preprocessing; None in it is not checked.
    """
    wanted = network.input_shape
    fits = len(given) == len(wanted) and all(
        None in (one, other) or one == other for one, other in zip(given, wanted, strict=True)
    )
    if not fits:
        raise ValueError(
            f"the inputs have the shape {shape_text(given)}, but the model {network.name} expects "
            f"{shape_text(wanted)}; change image_size and channels of the dataset, its columns, "
            "the model's preprocessing (size, colors, channels), or the model"
        )
