"""Plain names for what networks of transformers have in common: hidden states, heads, neurons."""

import re

import torch

HIDDEN = "layer_{}"  # hidden states as transformers numbers them, 0 before the first block
HEADS, MLP = ".heads", ".mlp"
# What a block ends its attention with, and its two-layer network, in the networks of transformers.
OF_HEADS = re.compile(
    r"(^|\.)(attention\.output\.dense|(self_?attn|attn|attention|SelfAttention|self_attention)"
    r"\.(o_proj|out_proj|c_proj|out_lin|dense|o|proj|wo))$"
)
OF_MLP = re.compile(
    r"(^(\d+\.)?output\.dense|(^|\.)(fc2|down_proj|mlp\.c_proj|lin2|dense_4h_to_h|"
    r"feed_forward\.output_dense|DenseReluDense\.wo|mlp\.wo|mlp\.output|ffn_output))$"
)


def blocks_of(model):
    """Modules before which the heads and inner neurons of each block lie side by side.

    Returns
    -------
    dict of str -> torch.nn.Module
        `layer_1.heads`, `layer_1.mlp`, …, after the number of the hidden states that the block
        gives.
    """
    n_blocks = n_blocks_of(getattr(model, "config", None))
    lists = [each for each in model.modules()
             if isinstance(each, torch.nn.ModuleList) and len(each) == n_blocks]  # fmt: skip
    blocks = max(lists, key=_n_weights, default=())
    found = {}
    for number, block in enumerate(blocks, start=1):
        for ending, pattern in ((HEADS, OF_HEADS), (MLP, OF_MLP)):
            matching = [each for name, each in block.named_modules() if pattern.search(name)]
            if matching:
                found[HIDDEN.format(number) + ending] = matching[0 if ending == HEADS else -1]
    return found


def n_blocks_of(config):
    """Number of blocks, or of stages, that a network says it has; one less than hidden states."""
    if stages := getattr(config, "depths", None):
        return len(stages)
    return getattr(config, "num_hidden_layers", 0)


def _n_weights(module):
    return sum(each.numel() for each in module.parameters())


def number_of(name):
    """Number of the hidden states of a plain name; None of another."""
    found = re.fullmatch(r"layer_(\d+)", name)
    return found and int(found[1])


def hidden_states(result, numbers, model):
    """The hidden states of these numbers, by name."""
    states = result.get("hidden_states")
    if states is None:
        raise ValueError(f"{model} gives no hidden states; name modules of it instead")
    found = {}
    for name, number in numbers.items():
        if number >= len(states):
            raise ValueError(f"{model} has the hidden states layer_0 to layer_{len(states) - 1}")
        found[name] = states[number].detach().to("cpu", copy=True)
    return found
