"""From stored inputs to inputs of a model, for arrays and for tensors alike."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from topomaps.models.preprocessing_settings import (
    NAMED,
    NUMBERS,
    OWN,
    preprocessing_errors,
    with_scaling,
)

WORDS = {"rescale": "multiplied by", "divisor": "divided by", "offset": "shifted by",
         "mean": "reduced by", "std": "divided by"}  # fmt: skip
LUMA = (0.299, 0.587, 0.114)  # of red, green and blue in a grey value (ITU-R BT.601)


@dataclass(frozen=True)
class Preprocessing:
    """A function from inputs (n, ...) as stored to inputs of a model, float32.

    Attributes
    ----------
    constants : dict
        Name of a step -> what it divides by or adds, float32.
    colors : {"rgb", "bgr", "grey"} or None
        Order of the channels that the model wants; None leaves them alone.
    channels : {"first", "last"} or None
        Where the model wants them; the network sees to it.
    size, crop
        (height, width) and share of the shorter side, for the reader of the images.
    own : callable or None
        Preprocessing of a network of keras.applications, instead of the constants.
    """

    constants: dict = field(default_factory=dict)
    colors: str | None = None
    channels: str | None = None
    size: tuple | None = None
    crop: float | None = None
    own: Callable | None = None

    def __call__(self, inputs):
        """Apply to an array."""
        return self.apply(np.asarray(inputs).astype(np.float32), self.constants)

    def apply(self, inputs, constants):
        """Apply to float32 arrays or tensors of TensorFlow; the constants are of the same kind.

        TensorFlow multiplies by the reciprocal instead of dividing, unless the divisor is a
        variable: with variables the result is that of arrays to the last bit.
        """
        inputs = _with_channels(inputs, self.colors)
        _check_lengths(constants, inputs.shape[-1])
        if "rescale" in constants:
            inputs = inputs * constants["rescale"]
        if self.own is not None:
            return self.own(inputs)
        if "divisor" in constants:
            inputs = inputs / constants["divisor"]
        if "offset" in constants:
            inputs = inputs + constants["offset"]
        if "mean" in constants:
            inputs = inputs - constants["mean"]
        if "std" in constants:
            inputs = inputs / constants["std"]
        return inputs[..., ::-1] if self.colors == "bgr" else inputs

    def back(self, gradients, n_channels):
        """Gradients (b, ...) by inputs as stored, of `n_channels`, from those by what is made.

        Raises
        ------
        ValueError
            If a network's own function makes it, which cannot be followed back.
        """
        if self.own is not None:
            raise ValueError("the network's own preprocessing cannot be derived here")
        gradients = gradients[..., ::-1] if self.colors == "bgr" else gradients
        for key in ("std", "divisor"):
            gradients = gradients / self.constants.get(key, 1)
        if self.colors == "grey" and n_channels == 3:
            gradients = gradients * np.array(LUMA)
        elif gradients.ndim == 4 and n_channels == 1:
            gradients = gradients.sum(axis=-1, keepdims=True)
        return gradients * self.constants.get("rescale", 1)

    def __str__(self):
        """What becomes of the inputs, for logs."""
        steps = [f"{WORDS[key]} {np.round(value, 6)}" for key, value in self.constants.items()]
        steps += ["preprocessed by the network's own function"] * (self.own is not None)
        layout = {key: getattr(self, key) for key in ("colors", "channels", "size", "crop")}
        kept = [f"{key} {value}" for key, value in layout.items() if value is not None]
        return "; ".join([", ".join(steps) or "left as they are stored", *kept])


def preprocessing_function(settings=None, application=None, scale=None, default=None):
    """Preprocessing by its settings.

    Parameters
    ----------
    settings : str or dict, optional
        A name or a mapping, as `preprocessing_settings` has them.
    application : str, optional
        Name of a network of keras.applications.
    scale : float, optional
        Largest stored value. What a name stands for is meant for values up to 255, so that others
        are stretched to these first; numbers and `none` are applied to the values as stored.
    default : str, optional
        Scaling where the settings say nothing of it: without this a network of keras.applications
        gets its own, and others the stored values divided by `scale`.

    Returns
    -------
    Preprocessing

    Raises
    ------
    ValueError
        If the settings are at fault.
    """
    errors = preprocessing_errors(settings, application)
    if errors:
        raise ValueError(f"preprocessing: {'; '.join(errors)}")
    if default is None:
        default = OWN if application else {} if scale is None else {"divisor": float(scale)}
    values = with_scaling(settings, default)
    name = values.get("scaling", "none")
    values = {**NAMED.get(name, {}), **values}
    stretch = name != "none" and scale not in (None, 255)
    constants = {"rescale": np.float32(255 / scale)} if stretch else {}
    for key in NUMBERS:
        if values.get(key) is not None:
            constants[key] = np.asarray(values[key], dtype=np.float32)
    layout = {key: values.get(key) for key in ("colors", "channels", "crop")}
    layout["size"] = tuple(values.get("size") or ()) or None
    if name == OWN:
        return Preprocessing(constants, **{**layout, "colors": "rgb", "own": _own(application)})
    return Preprocessing(constants, **layout)


def _own(application):
    """Function `preprocess_input` of a network of keras.applications."""
    from topomaps.models.applications import builder

    return sys.modules[builder(application).__module__].preprocess_input


def _check_lengths(constants, n_channels):
    """Raise ValueError unless there are as many means as channels, or one for all."""
    for name, values in constants.items():
        if None not in (*values.shape, n_channels) and tuple(values.shape) not in (
            (),
            (n_channels,),
        ):
            raise ValueError(
                f"preprocessing: {name} has {values.shape[0]} numbers, but the inputs have "
                f"{n_channels} channels or columns; give one for each, or set `colors`"
            )


def _with_channels(images, colors):
    """Images (n, height, width, 1 or 3) with as many channels as the colours have."""
    if colors is None or len(images.shape) != 4:
        return images
    n_channels = images.shape[-1]
    if colors == "grey" and n_channels == 3:
        return sum(images[..., i : i + 1] * np.float32(weight) for i, weight in enumerate(LUMA))
    if colors != "grey" and n_channels == 1:
        return images * np.ones(3, dtype=np.float32)
    return images
