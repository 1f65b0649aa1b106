"""How images lie in the input of a model; imports the standard library only, for the rules."""

from typing import NamedTuple


class ImageLayout(NamedTuple):
    """How images lie in the input of a model: (height, width) or None, 1 or 3, "last" | "first"."""

    size: tuple | None
    n_channels: int | None
    channels: str


def channels_by_shape(input_shape):
    """Where the channels of images lie, "first" or "last"; None if the shape does not tell."""
    if len(input_shape) != 3:
        return None
    is_first, is_last = (input_shape[place] in (1, 3) for place in (0, -1))
    return None if is_first == is_last else "first" if is_first else "last"


def image_layout(input_shape, channels=None):
    """Layout of images in an input; None for inputs that are no images.

    Parameters
    ----------
    input_shape : tuple or None
        Of one input as the model takes it.
    channels : {"last", "first"}, optional
        Where the channels lie; by default told by the shape.

    Raises
    ------
    ValueError
        If the shape does not tell where the channels lie.
    """
    if input_shape is None or len(input_shape) not in (2, 3):
        return None
    if len(input_shape) == 2:  # grey images for a network that knows no channels
        input_shape, channels = (*input_shape, 1), "last"
    channels = channels or channels_by_shape(input_shape)
    if channels is None:
        shape = str(tuple(input_shape)).replace("None", "any")
        raise ValueError(
            f"the shape {shape} of its inputs does not tell whether the channels of images come "
            "first or last; say `channels: first` or `channels: last` in its preprocessing"
        )
    size, n_channels = input_shape[:2], input_shape[2]
    if channels == "first":
        size, n_channels = input_shape[1:], input_shape[0]
    return ImageLayout(None if None in size else tuple(size), n_channels, channels)
