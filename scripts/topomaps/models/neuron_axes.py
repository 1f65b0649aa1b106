"""Which dimension of a layer's output counts its neurons, and outputs with that one last."""


def last_order(axis, n_dims):
    """Order of `n_dims` dimensions that puts the one of the neurons last; None if it is there.

    Parameters
    ----------
    axis : int
        Of the neurons, counted from the end, as in `LayerInfo`.
    n_dims : int
        Number of dimensions, with that of the inputs.
    """
    if axis == -1:
        return None
    order = [each for each in range(n_dims) if each != n_dims + axis]
    return (*order, n_dims + axis)


def neurons_back(values, axis):
    """Activations (b, ..., N) with the neurons where the layer itself has them."""
    order = last_order(-1 if axis is None else axis, values.ndim)
    return values if order is None else values.transpose([*map(order.index, range(values.ndim))])


def shape_with_last(shape, axis):
    """Shape of one output with its neurons last; as it is where their dimension is unknown."""
    if shape is None or axis in (-1, None):
        return shape
    place = len(shape) + axis
    return (*shape[:place], *shape[place + 1 :], shape[place])


def said_axis(layer_channels, n_dims):
    """Dimension of the neurons, counted from the end, as the setting `layer_channels` has it.

    Parameters
    ----------
    layer_channels : {"first", "last"} or None
    n_dims : int
        Number of dimensions of one output.
    """
    return {"first": -n_dims, "last": -1, None: None}[layer_channels]


def chosen_axis(told, layer_channels, layer, n_dims):
    """Dimension of a layer's neurons, as the model tells it or the user says.

    Parameters
    ----------
    told : int or None
        By the model.
    layer_channels : {"first", "last"}, dict or None
        For all layers of which the model does not tell it; or by the name of a layer, against what
        the model tells if need be.
    layer : str
    n_dims : int
        Number of dimensions of one output.
    """
    if isinstance(layer_channels, dict):
        said = said_axis(layer_channels.get(layer), n_dims)
        return told if said is None else said
    return said_axis(layer_channels, n_dims) if told is None else told
