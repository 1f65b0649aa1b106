"""Networks of `keras.applications` by name, with their weights."""

import warnings
from pathlib import Path

from topomaps.models.backend import keras


def build_application(name, weights=None, *, image_shape=(224, 224), include_top=True, **options):
    """Build a network of `keras.applications`.

    Parameters
    ----------
    name : str
        For example "VGG16".
    weights : path-like or None
        File of weights; None leaves the random initial ones.
    image_shape : tuple of int
        (height, width) of the input.
    include_top : bool
        Whether the classification layers belong to it.
    **options
        Further arguments of the network, such as `alpha` of MobileNet.

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError
        If Keras has no such network, it cannot be built so, or the weights do not fit it.
    """
    build = builder(name)
    try:
        network = build(
            weights=None, include_top=include_top, input_shape=(*image_shape, 3), **options
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} cannot be built with these settings: {error}") from error
    if weights is not None:
        _load_weights(network, name, Path(weights))
    return network


def builder(name):
    """Function of `keras.applications` that builds a network; ValueError lists those there are."""
    known = [each for each in dir(keras.applications) if each[0].isupper()]
    if name not in known:
        raise ValueError(f"keras.applications has no {name!r}; it has: {', '.join(known)}")
    return getattr(keras.applications, name)


def _load_weights(network, name, path):
    if not path.is_file():
        raise ValueError(f"the file of weights {path} does not exist")
    try:
        with warnings.catch_warnings():
            # Keras warns where a file lacks weights, and leaves them as they are, random.
            warnings.simplefilter("error", UserWarning)
            network.load_weights(path)
    except Exception as error:  # Keras and h5py raise errors of many kinds at other people's files
        raise ValueError(
            f"the weights {path} do not fit {name} with {network.count_params():,} parameters "
            f"({error}); name the file of this network, with or without its top as "
            f"`include_top` says"
        ) from error
