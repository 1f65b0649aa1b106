"""Architectures trained here (HHAI, Table 1); imports the standard library only, for the rules."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """A named layer: kind `flatten`, `dense` or `conv`, and what its kind needs."""

    name: str
    kind: str
    size: int | None = None  # neurons or filters; None in the output layer: one per class
    kernel: int | None = None
    stride: int | None = None
    activation: str | None = None
    dropout: float = 0.0  # spatial dropout after convolutions


ARCHITECTURES = {
    "mlp": (
        Layer("flatten", "flatten"),
        Layer("hidden", "dense", 128, activation="relu", dropout=0.5),
        Layer("output", "dense", activation="softmax"),
    ),
    "cnn": (
        Layer("conv_1", "conv", 128, kernel=3, stride=2, activation="relu", dropout=0.5),
        Layer("conv_2", "conv", 128, kernel=3, stride=2, activation="relu", dropout=0.5),
        Layer("flatten", "flatten"),
        Layer("output", "dense", activation="softmax"),
    ),
}
# The layers whose maps the paper shows (bold in Table 1).
SHOWN_LAYER = {"mlp": "hidden", "cnn": "conv_2"}
# Parameters at 28 x 28 px, 10 classes and the paper's widths.
PUBLISHED_PARAMETERS = {"mlp": 101_770, "cnn": 194_954}


def layer_names(architecture):
    """Names of the layers of an architecture, in order."""
    return tuple(layer.name for layer in ARCHITECTURES[architecture])


def is_units(architecture, layer):
    """Whether a layer has units, no feature maps."""
    kinds = {each.name: each.kind for each in ARCHITECTURES[architecture]}
    return kinds.get(layer) != "conv"
