"""Whether inputs fit a network."""

from topomaps.models.layer_info import shape_text


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
