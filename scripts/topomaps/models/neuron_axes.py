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
