"""Activations of a model of PyTorch, taken where the model is: in memory, or as a folder."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from topomaps.activations.folder_writer import FolderWriter
from topomaps.activations.inputs import InputTable, read_inputs
from topomaps.activations.stored_arrays import open_layer
from topomaps.models.torch_axes import FIRST, LAST, AxisOrder
from topomaps.models.torch_batches import batches_of, images_in, mask_in, scores_in, tensors_in
from topomaps.models.torch_hooks import called, evaluating, taken
from topomaps.models.transformer_blocks import blocks_of, hidden_states, number_of

REMEDY = "name {name} in `channels_first` or in `channels_last`"


class Extracted(NamedTuple):
    """Activations in memory, and what is known of their inputs.

    Attributes
    ----------
    activations : dict of str -> ndarray, shape (n, ..., N)
        By layer; tokens are reduced.
    inputs : topomaps.activations.inputs.InputTable or None
        Labels, predictions and attributes, where there are any.
    """

    activations: dict
    inputs: InputTable | None


def extract(
    model, layers=None, inputs=None, *, folder=None, tokens="mean", labels=None, tokenizer=None,
    batch_size=32, class_names=None, prediction_names=None, attributes=None, float16=False,
    channels_first=(), channels_last=(), mask=None, keep_inputs=True,
):  # fmt: skip
    """Take the activations of layers, by one pass of a model over its inputs.

    Parameters
    ----------
    model : torch.nn.Module, or mapping of str to tensor
        A mapping is a cache of activations (n, ..., N) by name, as TransformerLens and nnsight
        give them: they are taken as they are, of several heads side by side.
    layers : list of str
        Names as of `model.named_modules()`; of transformers also the hidden states `layer_0`, …,
        and `layer_1.heads` and `layer_1.mlp`. Outputs are of shape (b, neurons), (b, tokens,
        neurons), (b, channels, length) or (b, channels, height, width); of several outputs the
        first is taken, of a module that runs several times the last. All of a cache if left out.
    inputs : ndarray, tensor, list of str, mapping, or iterable of batches
        As of `topomaps.models.torch_batches.batches_of`; a loader must not shuffle.
    folder : path-like, optional
        Folder to make instead, which the workflow reads by the key `activations`; memory holds a
        few batches then. It gets its name when all is written.
    tokens : str or int
        What stands for the tokens of an input in memory; see `topomaps.activations.tokens`.
    labels, tokenizer, batch_size
        As of `batches_of`.
    class_names : list of str, optional
        What the labels 0, 1, … stand for.
    prediction_names : list of str, optional
        What the outputs 0, 1, … of the model stand for; the `class_names` if left out.
    attributes : dict of str -> sequence, optional
        Further values to group by, one per input.
    float16 : bool
        Whether to keep half as many bytes.
    channels_first, channels_last : list of str
        Layers of whose outputs the order of axes is not plain.
    mask : callable or ndarray (n, tokens), optional
        Inputs of a batch -> (b, tokens), which tokens are no padding; if left out, the
        `attention_mask` among the inputs. An array for a cache.
    keep_inputs : bool
        Whether a folder holds images too, for pictures of examples.

    Returns
    -------
    Extracted or pathlib.Path

    Raises
    ------
    ValueError
        If a layer or a batch does not fit; nothing is left behind then.
    FileExistsError
        If the folder exists.
    """
    if attributes and isinstance(getattr(inputs, "sampler", None), torch.utils.data.RandomSampler):
        raise ValueError("the batches are shuffled, the attributes are not; set shuffle=False")
    said = dict.fromkeys(channels_first, FIRST) | dict.fromkeys(channels_last, LAST)
    if hasattr(model, "items") and not isinstance(model, torch.nn.Module):
        layers = list(model) if layers is None else list(layers)
        passes = [_of_cache(model, layers, labels, mask)]
    else:
        batches = batches_of(inputs, labels, tokenizer, batch_size)
        passes = _passes(model, list(layers), batches, said, mask)
    with _made(folder) as place:
        writer = FolderWriter(place, list(layers), class_names, prediction_names)
        for values, real, batch_labels, scores, images in passes:
            arrays = {name: as_array(name, each, float16) for name, each in values.items()}
            scores = None if scores is None else scores.detach().float().cpu().numpy()
            images = as_array("inputs", images) if keep_inputs and images is not None else None
            writer.add(arrays, real, batch_labels, scores, images)
        writer.close(attributes or {})
        if folder is None:
            return _in_memory(place, layers, tokens)
    return Path(folder)


@contextmanager
def _made(folder):
    """A folder that gets its name when the block is through; without one, it is taken away."""
    if folder is None:
        with tempfile.TemporaryDirectory() as place:
            yield Path(place)
        return
    final = Path(folder)
    if final.exists():
        raise FileExistsError(f"{final} exists; delete it, or name another folder")
    place = final.with_name(f".{final.name}.part")
    shutil.rmtree(place, ignore_errors=True)  # of a run that was cut off
    try:
        place.mkdir(parents=True)
        yield place
        place.rename(final)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _in_memory(folder, layers, tokens):
    """What a folder holds, as arrays."""
    found = {}
    for name in layers:
        is_masked = (folder / "masks" / name).exists()
        n_dims = np.load(folder / name / "0.npy", mmap_mode="r").ndim
        layer = open_layer(folder, name, tokens if is_masked or n_dims == 3 else None)
        found[name] = np.asarray(layer[:])
    is_known = (folder / "inputs.csv").exists()
    return Extracted(found, read_inputs(folder) if is_known else None)


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
            raise ValueError(f"the model has no layer {name!r}; it has: {known}")
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
