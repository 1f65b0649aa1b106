"""Write activations of a PyTorch model to a folder that the workflow reads, by forward hooks.

Copy this file into your project and call `export_activations` with your model and your data.
Memory holds a few batches, whatever their number.
"""

import csv
from pathlib import Path

import numpy as np
import torch

SHARD_BYTES = 2**26  # of a file; so much of each layer is in memory at a time


def export_activations(
    folder, model, layers, batches, *, class_names=None, prediction_names=None, attributes=None,
    float16=False, channels_last=(), keep_inputs=True,
):  # fmt: skip
    """Run a model over batches and save the outputs of layers.

    Parameters
    ----------
    folder : str
        Folder to make, with a folder of `.npy` files for each layer and a table `inputs.csv`.
    model : torch.nn.Module
    layers : list of str
        Names as of `model.named_modules()`, for example "features.3". Their outputs are of shape
        (batch, neurons), (batch, tokens, neurons) or (batch, channels, height, width); of several
        outputs the first is taken, of a module that runs several times a batch the last.
    batches : iterable of (inputs, labels)
        For example a `torch.utils.data.DataLoader` that does not shuffle.
    class_names : list of str, optional
        What the labels 0, 1, … stand for.
    prediction_names : list of str, optional
        What the outputs 0, 1, … of the model stand for; the `class_names` if left out.
    attributes : dict of str -> sequence, optional
        Further columns to group by, one value per input.
    float16 : bool
        Whether to save half as many bytes; the workflow computes with float32 in any case.
    channels_last : list of str
        Layers whose outputs are of shape (batch, height, width, channels), as of Swin.
    keep_inputs : bool
        Whether to save images too, for pictures of examples.
    """
    modules, outputs = dict(model.named_modules()), {}
    if missing := sorted(set(layers) - set(modules)):
        known = ", ".join(filter(None, modules))  # the model itself has no name
        raise ValueError(f"the model has no layer {missing[0]!r}; it has: {known}")
    files = {name: ShardedFile(Path(folder) / name) for name in layers}
    labels, predictions, seen = [], [], None
    hooks = [modules[name].register_forward_hook(_keeping(outputs, name)) for name in layers]
    device, was_training = next(model.parameters()).device, model.training
    model.eval()
    try:
        with torch.no_grad():
            for inputs, batch_labels in batches:
                outputs.clear()
                predictions += _predicted(model(inputs.to(device)))
                labels += batch_labels.tolist()
                for name, file in files.items():
                    values = _checked(name, outputs.get(name), len(inputs))
                    file.add(_as_numpy(name, values, name in channels_last, float16))
                if keep_inputs and inputs.ndim == 4:
                    seen = seen or ShardedFile(Path(folder) / "inputs")
                    seen.add(_as_numpy("inputs", inputs, False, False))
    finally:
        for hook in hooks:
            hook.remove()
        model.train(was_training)
    for file in [*files.values(), *([seen] if seen else [])]:
        file.close()
    columns = {"label": _named(labels, class_names)}
    if predictions:
        columns["prediction"] = _named(predictions, prediction_names or class_names)
    _write_table(Path(folder) / "inputs.csv", {**columns, **(attributes or {})})


class ShardedFile:
    """Writes arrays, one after another, to 0.npy, 1.npy, … of a new folder."""

    def __init__(self, folder):
        self.folder, self.parts, self.number = folder, [], 0
        folder.mkdir(parents=True)  # fails where it exists: old files would be read with new ones

    def add(self, values):
        """Take the next rows; full files are written at once."""
        self.parts.append(values)
        if sum(part.nbytes for part in self.parts) >= SHARD_BYTES:
            self.close()

    def close(self):
        """Write what is left."""
        if self.parts:
            np.save(self.folder / f"{self.number}.npy", np.concatenate(self.parts))
            self.parts, self.number = [], self.number + 1


def _keeping(outputs, name):
    """Hook that keeps the output of a module."""

    def hook(module, inputs, output):
        outputs[name] = output[0] if isinstance(output, tuple) else output

    return hook


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


def _as_numpy(name, values, channels_last, float16):
    """Array of a tensor, channels last."""
    values = values.detach().cpu()
    if values.dtype == torch.bfloat16:  # which NumPy does not know
        values = values.float()
    if float16:
        if not torch.isfinite(values.half()).all() and torch.isfinite(values).all():
            raise ValueError(f"layer {name} has values beyond float16; export it without float16")
        values = values.half()
    array = values.numpy()
    return np.moveaxis(array, 1, -1) if array.ndim == 4 and not channels_last else array


def _predicted(output):
    """Index of the largest output of each input, if these are scores of classes."""
    scores = getattr(output, "logits", output)
    is_score = isinstance(scores, torch.Tensor) and scores.ndim == 2
    return scores.argmax(dim=1).tolist() if is_score else []


def _named(codes, names):
    return [names[code] for code in codes] if names else codes


def _write_table(path, columns):
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"there is not one value per input: {lengths}")
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


if __name__ == "__main__":
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(1, 8, 3),
        torch.nn.ReLU(),
        torch.nn.Flatten(),
        torch.nn.Linear(8 * 6 * 6, 16),
        torch.nn.ReLU(),
        torch.nn.Linear(16, 3),
    )
    data = [(torch.rand(20, 1, 8, 8), torch.randint(0, 3, (20,))) for _ in range(3)]
    export_activations(
        "own", network, ["1", "4"], data, class_names=["cat", "dog", "owl"],
        attributes={"batch": np.repeat([0, 1, 2], 20)},
    )  # fmt: skip
