"""Which axis of what a module of PyTorch gives is that of its neurons."""

import torch
from torch import nn

OF_LENGTHS = (
    nn.Conv1d, nn.ConvTranspose1d, nn.BatchNorm1d, nn.InstanceNorm1d, nn.MaxPool1d, nn.AvgPool1d,
    nn.AdaptiveMaxPool1d, nn.AdaptiveAvgPool1d,
)  # fmt: skip
OF_TOKENS = (nn.Linear, nn.LayerNorm, nn.Embedding, nn.MultiheadAttention, nn.RNNBase)
FIRST, LAST = "first", "last"


class AxisOrder:
    """Brings the neurons of layers to the last axis; refuses where it is not plain which they are.

    Parameters
    ----------
    model : torch.nn.Module or None
        Tells whether there are layers of sequences whose channels come first.
    said : dict of str -> {"first", "last"}
        Where the layers of a name have their neurons.
    remedy : str
        How a user says so, with the name of the layer at `{name}`.
    """

    def __init__(self, model, said, remedy):
        self._said, self._remedy = said, remedy
        modules = () if model is None else model.modules()
        self._has_lengths = any(isinstance(each, OF_LENGTHS) for each in modules)

    def neurons_last(self, name, module, values):
        """The values (b, ...) with the neurons last.

        Raises
        ------
        ValueError
            If it is not plain which axis they are.
        """
        said = self._said.get(name)
        if values.ndim == 2 or said == LAST:
            return values
        if said == FIRST:
            return values.movedim(1, -1)
        if values.ndim == 3:
            return self._of_sequence(name, module, values)
        if isinstance(module, OF_TOKENS):
            return values
        shape, remedy = tuple(values.shape), self._remedy.format(name=name)
        if shape[1] == shape[2] != shape[3]:
            raise ValueError(f"layer {name} gives {shape}, as if the channels came last; {remedy}")
        if are_attention(values):
            raise ValueError(
                f"layer {name} gives attention weights {shape}, one for each pair of tokens; "
                f"take the layer that they serve, or, for heads as feature maps, {remedy}"
            )
        return values.movedim(1, -1)

    def _of_sequence(self, name, module, values):
        """Values of channels and lengths, or of tokens and neurons."""
        is_length = isinstance(module, OF_LENGTHS)
        if self._has_lengths and not is_length and not isinstance(module, OF_TOKENS):
            raise ValueError(
                f"layer {name} gives {tuple(values.shape)}, which may be (batch, channels, length) "
                f"or (batch, tokens, neurons); {self._remedy.format(name=name)}"
            )
        return values.movedim(1, -1) if is_length else values


def moved_back(neurons_last):
    """Function that puts the neurons of activations where they were before `neurons_last`."""

    def move(values):
        like = torch.zeros([2, 3, 4, 5][: values.ndim])
        is_moved = neurons_last(like).shape != like.shape
        return values.movedim(-1, 1).contiguous() if is_moved else values

    return move


def are_attention(values):
    """Whether values (b, heads, t, t) are weights that sum to one over the last axis."""
    values = values[:1].float()
    is_square = values.shape[2] == values.shape[3] > 1
    return bool(is_square and (values >= 0).all() and ((values.sum(-1) - 1).abs() < 0.01).all())
