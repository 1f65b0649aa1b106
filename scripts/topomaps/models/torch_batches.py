"""Batches for models of PyTorch: of loaders, of arrays, or of texts by a tokenizer."""

from collections.abc import Mapping

import numpy as np
import torch


def batches_of(inputs, labels=None, tokenizer=None, batch_size=32):
    """Yield inputs and labels of each batch; labels may be None.

    Parameters
    ----------
    inputs : ndarray or tensor (n, ...), list of str, mapping of str to these arrays, or iterable
        An iterable, such as a `torch.utils.data.DataLoader`, gives batches: a tensor, a mapping
        that may hold `labels`, or (inputs, labels).
    labels : sequence, shape (n,), optional
        Of inputs that come in no batches.
    tokenizer : callable, optional
        Of transformers, for texts.
    batch_size : int
        Of inputs that come in no batches.

    Raises
    ------
    ValueError
        If there are texts without a tokenizer, or other labels than inputs.
    """
    n_inputs = _n_inputs(inputs)
    if n_inputs is None:
        if labels is not None:
            raise ValueError("labels of inputs in batches come with them, as (inputs, labels)")
        yield from map(_split, inputs)
        return
    if labels is not None and len(labels) != n_inputs:
        raise ValueError(f"there are {n_inputs} inputs, but {len(labels)} labels")
    if isinstance(inputs, list) and tokenizer is None:
        raise ValueError("texts need a tokenizer: give that of the model as `tokenizer`")
    for start in range(0, n_inputs, batch_size):
        part = slice(start, start + batch_size)
        yield _part(inputs, part, tokenizer), None if labels is None else labels[part]


def _n_inputs(inputs):
    """Number of inputs; None of an iterable of batches."""
    if isinstance(inputs, Mapping):
        return len(next(iter(inputs.values())))
    if isinstance(inputs, (list, tuple)):
        return len(inputs) if inputs and all(isinstance(each, str) for each in inputs) else None
    return len(inputs) if isinstance(inputs, (np.ndarray, torch.Tensor)) else None


def _part(inputs, part, tokenizer):
    if isinstance(inputs, Mapping):
        return {name: torch.as_tensor(each[part]) for name, each in inputs.items()}
    if isinstance(inputs, (list, tuple)):
        return tokenizer(list(inputs[part]), padding=True, truncation=True, return_tensors="pt")
    return torch.as_tensor(inputs[part])


def _split(batch):
    """Inputs and labels of a batch; a mapping may hold its labels, and there may be none."""
    if isinstance(batch, Mapping):
        inputs = dict(batch)
        return inputs, inputs.pop("labels", inputs.pop("label", None))
    if isinstance(batch, torch.Tensor):
        return batch, None
    if len(batch) == 1:
        return batch[0], None
    inputs, labels = batch
    return inputs, labels


def tensors_in(inputs):
    """All tensors of the inputs of a batch."""
    several = inputs.values() if isinstance(inputs, Mapping) else inputs
    if isinstance(inputs, torch.Tensor):
        several = [inputs]
    return [each for each in several if isinstance(each, torch.Tensor)]


def images_in(inputs):
    """The images (b, channels, height, width) among the inputs, channels last, or None."""
    images = next((each for each in tensors_in(inputs) if each.ndim == 4), None)
    return None if images is None else images.movedim(1, -1)


def mask_in(inputs, mask=None):
    """Which tokens are real, (b, tokens) bool; None if nothing says so."""
    found = inputs.get("attention_mask") if isinstance(inputs, Mapping) else None
    if mask is not None:
        found = torch.as_tensor(mask(inputs))
    return None if found is None or found.ndim != 2 else found.bool().cpu().numpy()


def scores_in(output):
    """What the model says of each input, if these are scores of several classes."""
    scores = output.get("logits") if isinstance(output, Mapping) else output
    is_score = isinstance(scores, torch.Tensor) and scores.ndim == 2 and scores.shape[1] > 1
    return scores if is_score else None
