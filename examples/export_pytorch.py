"""Write activations of a PyTorch model to a folder that the workflow reads, by forward hooks.

Copy this file into your project and call `export_activations` with your model and your data.
Memory holds a few batches, whatever their number.
"""

import csv
import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import torch
from torch import nn

SHARD_BYTES = 2**26  # of a file; so much of each layer is in memory at a time
INPUTS, OUTPUTS, MASKS = "inputs", "network.outputs", "masks"  # what else lies in the folder
MAIN_OUTPUTS = ("last_hidden_state", "logits")  # of modules that name their outputs
OF_LENGTHS = (
    nn.Conv1d, nn.ConvTranspose1d, nn.BatchNorm1d, nn.InstanceNorm1d, nn.MaxPool1d, nn.AvgPool1d,
    nn.AdaptiveMaxPool1d, nn.AdaptiveAvgPool1d,
)  # fmt: skip
OF_TOKENS = (nn.Linear, nn.LayerNorm, nn.Embedding, nn.MultiheadAttention, nn.RNNBase)


def export_activations(
    folder, model, layers, batches, *, class_names=None, prediction_names=None, attributes=None,
    float16=False, channels_first=(), channels_last=(), mask=None, keep_inputs=True,
):  # fmt: skip
    """Run a model over batches and save the outputs of layers.

    Parameters
    ----------
    folder : str
        Folder to make, with a folder of `.npy` files for each layer, its `masks`, the outputs of
        the network and a table `inputs.csv`. It gets its name when all is written.
    model : torch.nn.Module
    layers : list of str
        Names as of `model.named_modules()`, for example "features.3". Their outputs are of shape
        (batch, neurons), (batch, tokens, neurons), (batch, channels, length) or
        (batch, channels, height, width); of several outputs the first is taken, of a module that
        runs several times a batch the last. Channels are written last.
    batches : iterable of (inputs, labels)
        For example a `torch.utils.data.DataLoader` that does not shuffle. Inputs are a tensor, or
        a mapping such as a tokenizer gives, whose entries the model gets by name; it may hold the
        `labels`, too. Labels may be None.
    class_names : list of str, optional
        What the labels 0, 1, … stand for.
    prediction_names : list of str, optional
        What the outputs 0, 1, … of the model stand for; the `class_names` if left out.
    attributes : dict of str -> sequence, optional
        Further columns to group by, one value per input.
    float16 : bool
        Whether to save half as many bytes; the workflow computes with float32 in any case.
    channels_first, channels_last : list of str
        Layers of whose outputs the order of axes is not plain: channels come last in Swin's
        (batch, height, width, channels).
    mask : callable, optional
        Inputs of a batch -> (batch, tokens), which of the tokens are no padding; if left out, the
        `attention_mask` among the inputs.
    keep_inputs : bool
        Whether to save images too, for pictures of examples.
    """
    final = Path(folder)
    if final.exists():
        raise FileExistsError(f"{final} exists; delete it, or name another folder")
    if attributes and isinstance(getattr(batches, "sampler", None), torch.utils.data.RandomSampler):
        raise ValueError("the batches are shuffled, the attributes are not; set shuffle=False")
    modules, order = _modules_of(model, layers), AxisOrder(model, channels_first, channels_last)
    folder = final.with_name(f".{final.name}.part")
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was cut off
    try:
        writer = FolderWriter(folder, layers, float16, class_names, prediction_names)
        with closing(_passes(model, modules, batches)) as passes:
            for inputs, labels, output, outputs in passes:
                n_inputs = len(_tensors(inputs)[0])
                ordered = {
                    name: order.channels_last(name, modules[name], _checked(name, each, n_inputs))
                    for name, each in outputs.items()
                }
                images = _images(inputs) if keep_inputs else None
                writer.add(ordered, _real_tokens(inputs, mask), labels, _scores(output), images)
        writer.close(attributes or {})
        folder.rename(final)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class FolderWriter:
    """Writes what comes of each batch to the files of a folder.

    Parameters
    ----------
    folder : pathlib.Path
    layers, float16, class_names, prediction_names
        As of `export_activations`.
    """

    def __init__(self, folder, layers, float16, class_names, prediction_names):
        self.folder, self.class_names = folder, class_names
        self.prediction_names, self.output_names = prediction_names, None
        self.files = {name: ShardedFile(folder, name, float16) for name in layers}
        self.inputs, self.outputs = ShardedFile(folder, INPUTS), ShardedFile(folder, OUTPUTS)
        self.labels, self.predictions = [], []

    def add(self, outputs, real, labels, scores, images):
        """Take the layers' outputs, which tokens are real, labels, scores and images, or None."""
        for name, values in outputs.items():
            self.files[name].add(values, real)
        self.labels += _as_list(labels)
        if scores is not None:
            names = _output_names(scores.shape[1], self.class_names, self.prediction_names)
            self.predictions += [names[code] for code in scores.argmax(dim=1).tolist()]
            self.outputs.add(scores)
            self.output_names = names
        if images is not None:
            self.inputs.add(images.movedim(1, -1))

    def close(self, attributes):
        """Write what is left, the names of the outputs, and the table of the inputs."""
        for file in (*self.files.values(), self.inputs, self.outputs):
            file.close()
        if self.output_names:
            names = "\n".join(self.output_names)
            (self.folder / f"{OUTPUTS}.txt").write_text(names, encoding="utf-8")
        known = {"label": _named(self.labels, self.class_names), "prediction": self.predictions}
        _write_table(self.folder / "inputs.csv", known | attributes)


class ShardedFile:
    """Writes rows, batch after batch, to 0.npy, 1.npy, … of a folder, and masks of their tokens.

    Parameters
    ----------
    folder : pathlib.Path
        Holds a folder for each layer, and one with their masks.
    name : str
    float16 : bool
        Whether numbers are rounded to half precision.
    """

    def __init__(self, folder, name, float16=False):
        self.name, self.float16, self.number = name, float16, 0
        self.folders = folder / name, folder / MASKS / name
        self.parts, self.masks, self.shape = [], [], None

    def add(self, values, real=None):
        """Take the rows (b, ...) of a batch, and which of their tokens are real (b, tokens)."""
        is_masked = real is not None and values.ndim == 3 and values.shape[:2] == real.shape
        shape = ("masked", values.shape[2]) if is_masked else tuple(values.shape[1:])
        if self.number + len(self.parts) and shape != self.shape:
            raise ValueError(
                f"layer {self.name} has the shape {tuple(values.shape)} in one batch, but other "
                "ones before; if texts are padded, give the tokenizer's attention_mask with the "
                "inputs, or the argument `mask`, which says which tokens are no padding"
            )
        self.shape = shape
        self.parts.append(_as_numpy(self.name, values, self.float16))
        if is_masked:
            self.masks.append(real.cpu().numpy())
        if sum(part.nbytes for part in self.parts) >= SHARD_BYTES:
            self.close()

    def close(self):
        """Write what is left."""
        for folder, parts in zip(self.folders, (self.parts, self.masks), strict=True):
            if parts:
                folder.mkdir(parents=True, exist_ok=True)
                np.save(folder / f"{self.number}.npy", np.concatenate(_padded(parts)))
        self.number += bool(self.parts)
        self.parts, self.masks = [], []


class AxisOrder:
    """Which axis of a layer's outputs is that of its neurons; refuses where this is not plain."""

    def __init__(self, model, first, last):
        self.first, self.last = set(first), set(last)
        self.has_lengths = any(isinstance(module, OF_LENGTHS) for module in model.modules())

    def channels_last(self, name, module, values):
        """The values (b, ...) with the neurons last."""
        if values.ndim == 2 or name in self.last:
            return values
        if name in self.first:
            return values.movedim(1, -1)
        remedy = f"name {name} in `channels_first` or in `channels_last`"
        shape = tuple(values.shape)
        if values.ndim == 3:
            is_length = isinstance(module, OF_LENGTHS)
            if self.has_lengths and not is_length and not isinstance(module, OF_TOKENS):
                raise ValueError(
                    f"layer {name} gives {shape}, which may be (batch, channels, length) or "
                    f"(batch, tokens, neurons); {remedy}"
                )
            return values.movedim(1, -1) if is_length else values
        if shape[1] == shape[2] != shape[3]:
            raise ValueError(f"layer {name} gives {shape}, as if the channels came last; {remedy}")
        if _are_attention(values):
            raise ValueError(
                f"layer {name} gives attention weights {shape}, one for each pair of tokens; "
                f"export the layer that they serve, or, for heads as feature maps, {remedy}"
            )
        return values.movedim(1, -1)


def _passes(model, modules, batches):
    """Yield inputs and labels of each batch, what the model gives, and the layers' outputs."""
    outputs = dict.fromkeys(modules)
    hooks = [
        module.register_forward_hook(_keeping(outputs, name)) for name, module in modules.items()
    ]
    was_training, first = model.training, next(model.parameters(), torch.zeros(()))
    model.eval()
    try:
        with torch.no_grad():
            for batch in batches:
                outputs.update(dict.fromkeys(modules))
                inputs, labels = _split(batch)
                yield inputs, labels, _called(model, inputs, first.device), outputs
    finally:
        for hook in hooks:
            hook.remove()
        model.train(was_training)


def _keeping(outputs, name):
    """Hook that copies the output of a module, which what comes later may change in place."""

    def hook(module, inputs, output):
        if (values := _first_tensor(output)) is not None:
            outputs[name] = values.detach().to("cpu", copy=True)

    return hook


def _modules_of(model, layers):
    modules = dict(model.named_modules())
    for name in layers:
        if name not in modules:
            known = ", ".join(filter(None, modules))  # the model itself has no name
            raise ValueError(f"the model has no layer {name!r}; it has: {known}")
        if name in (INPUTS, OUTPUTS, MASKS, "mask"):
            raise ValueError(f"the layer {name!r} has a name that the folder needs for other data")
    return {name: modules[name] for name in layers}


def _split(batch):
    """Inputs and labels of a batch; a mapping alone may hold its labels."""
    if isinstance(batch, Mapping):
        inputs = dict(batch)
        return inputs, inputs.pop("labels", inputs.pop("label", None))
    return batch


def _called(model, inputs, device):
    """What the model gives for tensors: by name of a mapping, by place of a list, or for one."""
    if isinstance(inputs, Mapping):
        return model(**{name: _moved(each, device) for name, each in inputs.items()})
    if isinstance(inputs, (list, tuple)):
        return model(*(_moved(each, device) for each in inputs))
    return model(inputs.to(device))


def _moved(value, device):
    return value.to(device) if isinstance(value, torch.Tensor) else value


def _tensors(inputs):
    """All tensors of the inputs of a batch."""
    several = inputs.values() if isinstance(inputs, Mapping) else inputs
    if isinstance(inputs, torch.Tensor):
        several = [inputs]
    return [each for each in several if isinstance(each, torch.Tensor)]


def _first_tensor(output):
    """The main output of a module that gives several: its hidden states, or the first tensor."""
    if isinstance(output, torch.Tensor):
        return output
    several = output if isinstance(output, (list, tuple)) else []
    if isinstance(output, Mapping):
        several = [*map(output.get, MAIN_OUTPUTS), *output.values()]
    return next((found for each in several if (found := _first_tensor(each)) is not None), None)


def _real_tokens(inputs, mask):
    """Which tokens are no padding, (b, tokens) bool; None if nothing says so."""
    if mask is not None:
        return torch.as_tensor(mask(inputs)).bool()
    found = inputs.get("attention_mask") if isinstance(inputs, Mapping) else None
    return None if found is None else found.bool()


def _images(inputs):
    """The images (b, channels, height, width) among the inputs, or None."""
    return next((each for each in _tensors(inputs) if each.ndim == 4), None)


def _scores(output):
    """What the model says of each input, if these are scores of several classes."""
    scores = output.get("logits") if isinstance(output, Mapping) else output
    is_score = isinstance(scores, torch.Tensor) and scores.ndim == 2 and scores.shape[1] > 1
    return scores if is_score else None


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


def _are_attention(values):
    """Whether values (b, heads, t, t) are weights that sum to one over the last axis."""
    values = values[:1].float()
    is_square = values.shape[2] == values.shape[3] > 1
    return bool(is_square and (values >= 0).all() and ((values.sum(-1) - 1).abs() < 0.01).all())


def _as_numpy(name, values, float16):
    """Array of a tensor; bfloat16, which NumPy does not know, as its bytes."""
    values = values.detach().cpu()
    if float16:
        if not torch.isfinite(values.half()).all() and torch.isfinite(values).all():
            raise ValueError(f"layer {name} has values beyond float16; export it without float16")
        values = values.half()
    if values.dtype == torch.bfloat16:
        return values.contiguous().view(torch.int16).numpy().view("V2")
    return values.numpy()


def _padded(parts):
    """Arrays (b, tokens, ...) with as many tokens as the longest has, others as they are."""
    if parts[0].ndim == 1 or len({part.shape[1:] for part in parts}) == 1:
        return parts
    longest = max(part.shape[1] for part in parts)
    filled = [np.zeros((len(each), longest, *each.shape[2:]), each.dtype) for each in parts]
    for whole, part in zip(filled, parts, strict=True):
        whole[:, : part.shape[1]] = part
    return filled


def _as_list(labels):
    """Labels of a batch, of a tensor, an array or a list, or none."""
    if getattr(labels, "ndim", 1) != 1:
        raise ValueError(f"labels have the shape {tuple(labels.shape)}; give one for each input")
    return [] if labels is None else labels.tolist() if hasattr(labels, "tolist") else [*labels]


def _output_names(n_outputs, class_names, prediction_names):
    """What the outputs of the network stand for: other classes than the labels' are numbered."""
    if prediction_names and len(prediction_names) != n_outputs:
        raise ValueError(f"{len(prediction_names)} prediction_names, but {n_outputs} outputs")
    if prediction_names or (class_names and len(class_names) == n_outputs):
        return [str(name) for name in prediction_names or class_names]
    return [f"output {code}" if class_names else str(code) for code in range(n_outputs)]


def _named(codes, names):
    """Names of labels that are places among the names; empty where there is none."""
    if not names:
        return codes
    if wrong := [each for each in codes if not isinstance(each, str) and each >= len(names)]:
        raise ValueError(f"there is a label {wrong[0]}, but {len(names)} class_names")
    return [each if isinstance(each, str) else names[each] if each >= 0 else "" for each in codes]


def _write_table(path, columns):
    """Write columns of one value per input, as far as there are any."""
    columns = {name: values for name, values in columns.items() if len(values)}
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"there is not one value per input: {lengths}")
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


if __name__ == "__main__":
    torch.manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(1, 8, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(8 * 6 * 6, 16),
        nn.ReLU(),
        nn.Linear(16, 3),
    )
    data = [(5 * torch.randn(20, 1, 8, 8), torch.randint(0, 3, (20,))) for _ in range(3)]
    export_activations(
        "own", network, ["1", "4"], data, class_names=["cat", "dog", "owl"],
        attributes={"batch": np.repeat([0, 1, 2], 20)},
    )  # fmt: skip
