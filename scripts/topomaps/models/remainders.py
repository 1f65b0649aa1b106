"""The remainder of a network: what follows a layer, run from altered activations of it."""

from collections.abc import Callable
from typing import NamedTuple


class Remainder(NamedTuple):
    """What a network computes from the activations of a layer.

    Attributes
    ----------
    run : callable
        Activations (b, N), (b, tokens, N) or (b, h, w, N), float32, and the inputs of the network
        (b, ...), or a mapping of arrays, that they are of -> outputs (b, C) float32, or what a
        later layer gives, neurons last. Inputs may be None where they are not needed.
    needs_inputs : bool
        Whether a part of the network leads past the layer, so that the inputs count, too.
    """

    run: Callable
    needs_inputs: bool


def nothing_predicted(name):
    """Sentence on a network without predictions."""
    return (
        f"{name} predicts no classes, so that there is nothing to see an effect in; name an "
        "attribute by `effects: {probe: …}`, which a linear probe reads from its last layer"
    )


def leads_to(first, outputs, known=None):
    """Whether tensors of TensorFlow are computed from a first one, where another one is known."""
    reached, waiting = {known.name} if known is not None else set(), list(outputs)
    while waiting:
        tensor = waiting.pop()
        if tensor.name not in reached:
            reached.add(tensor.name)
            waiting += tensor.op.inputs
    return first.name in reached
