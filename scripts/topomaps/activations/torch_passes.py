"""Passes of models of PyTorch over their inputs, and what each batch leaves."""

from collections.abc import Mapping

import numpy as np
import torch

from topomaps.models.layer_info import unnamed_parts
from topomaps.models.torch_axes import FIRST, LAST, AxisOrder
from topomaps.models.torch_batches import batches_of, images_in, mask_in, scores_in, tensors_in
from topomaps.models.torch_hooks import called, evaluating, taken
from topomaps.models.transformer_blocks import blocks_of, hidden_states, number_of

REMEDY = "name {name} in `channels_first` or in `channels_last`"


def passes_of(
    model, layers, inputs, *, labels, tokenizer, batch_size, mask, is_ordered, first, last
):
    """Yield of each batch the layers' values, which tokens are real, labels, scores and images.

    Parameters
    ----------
    model, layers, inputs, labels, tokenizer, batch_size, mask
        As of `topomaps.analysis.extract.extract`.
    is_ordered : bool
        Whether something is known of the inputs by their order, so that none may be shuffled.
    first, last : sequence of str
        Layers whose channels come first, or last.
    """
    if is_ordered and isinstance(getattr(inputs, "sampler", None), torch.utils.data.RandomSampler):
        raise ValueError("the batches are shuffled, the attributes are not; set shuffle=False")
    if hasattr(model, "items") and not isinstance(model, torch.nn.Module):
        return iter([_of_cache(model, layers, labels, mask)])
    said = dict.fromkeys(first, FIRST) | dict.fromkeys(last, LAST)
    return _passes(model, layers, batches_of(inputs, labels, tokenizer, batch_size), said, mask)


def _passes(model, layers, batches, said, mask):
    """Yield of each batch the layers' values, which tokens are real, labels, scores and images."""
    modules, before, numbers = _hooked(model, layers)
    order, device = AxisOrder(model, said, REMEDY), _device(model)
    more = {"output_hidden_states": True, "return_dict": True} if numbers else {}
    for inputs, labels in batches:
        given = {**inputs, **more} if isinstance(inputs, Mapping) else inputs
        with evaluating(model), taken(modules, before) as found:
            output = called(model, given, device)
            if numbers:
                found |= hidden_states(output, numbers, "the model")
            n_inputs = len(tensors_in(inputs)[0])
            values = {}
            for name in layers:
                each = _checked(name, found.get(name), n_inputs)
                is_plain = name in modules or each.ndim != 3
                module = modules.get(name)
                values[name] = order.neurons_last(name, module, each) if is_plain else each
        yield values, mask_in(inputs, mask), labels, scores_in(output), images_in(inputs)


def _hooked(model, layers):
    """Modules that give layers, modules that take them, and numbers of hidden states, by name."""
    modules, blocks = dict(model.named_modules()), blocks_of(model)
    outputs, before, numbers = {}, {}, {}
    for name in layers:
        if name in modules:
            outputs[name] = modules[name]
        elif name in blocks:
            before[name] = blocks[name]
        elif number_of(name) is not None and hasattr(model, "config"):
            numbers[name] = number_of(name)
        else:
            known = ", ".join(filter(None, [*blocks, *modules]))  # the model itself has no name
            more = unnamed_parts(name, [*blocks, *modules])
            raise ValueError(f"the model has no layer {name!r}; it has: {known}{more}")
    return outputs, before, numbers


def _device(model):
    return next(model.parameters(), torch.zeros(())).device


def _of_cache(cache, layers, labels, mask):
    """The same of a cache of activations by name."""
    values = {}
    for name in layers:
        if name not in [*cache.keys()]:
            raise ValueError(f"the cache has no {name!r}; it has: {', '.join(map(str, cache))}")
        found = torch.as_tensor(cache[name])
        if found.ndim == 4 and found.shape[-1] == found.shape[-2]:
            raise ValueError(
                f"{name} has the shape {tuple(found.shape)}, as attention weights have, one for "
                "each pair of tokens; take what the heads give instead"
            )
        values[name] = found.flatten(2) if found.ndim == 4 else found
    real = None if mask is None else np.asarray(mask).astype(bool)
    return values, real, labels, None, None


def _checked(name, values, n_inputs):
    """The output of a layer, if it has one for each input."""
    if values is None:
        raise ValueError(f"layer {name} did not run; name one that the model uses")
    if values.ndim not in (2, 3, 4) or len(values) != n_inputs:
        raise ValueError(
            f"layer {name} gives the shape {tuple(values.shape)} for {n_inputs} inputs; its first "
            "dimension must be that of the inputs, and one to three more follow"
        )
    return values


def as_array(name, values, float16=False):
    """Array of a tensor; bfloat16, which NumPy does not know, as its bytes."""
    values = values.detach().cpu()
    if float16:
        if not torch.isfinite(values.half()).all() and torch.isfinite(values).all():
            raise ValueError(f"layer {name} has values beyond float16; take it without float16")
        values = values.half()
    if values.dtype == torch.bfloat16:
        return values.contiguous().view(torch.int16).numpy().view("V2")
    return values.numpy()
