"""Writes activations, batch after batch, to a folder that the workflow reads."""

import csv
from pathlib import Path

import numpy as np

SHARD_BYTES = 2**26  # of a file; so much of each layer is in memory at a time
INPUTS, OUTPUTS, MASKS = "inputs", "network.outputs", "masks"  # what else lies in the folder


class FolderWriter:
    """Writes what comes of each batch to the files of a folder.

    Parameters
    ----------
    folder : pathlib.Path
    layers : list of str
    class_names, prediction_names : list of str or None
        What the labels 0, 1, … and the outputs stand for; the latter the former if left out.
    """

    def __init__(self, folder, layers, class_names=None, prediction_names=None):
        for name in layers:
            if name in (INPUTS, OUTPUTS, MASKS, "mask"):
                raise ValueError(
                    f"the layer {name!r} has a name that the folder needs for other data"
                )
        self.folder, self.class_names = folder, class_names
        self.prediction_names, self.output_names = prediction_names, None
        self.files = {name: ShardedFile(folder, name) for name in layers}
        self.inputs, self.outputs = ShardedFile(folder, INPUTS), ShardedFile(folder, OUTPUTS)
        self.labels, self.predictions = [], []

    def add(self, layers, real=None, labels=None, scores=None, images=None):
        """Take a batch.

        Parameters
        ----------
        layers : dict of str -> ndarray, shape (b, ..., N)
        real : ndarray of bool, shape (b, tokens), optional
            The tokens that do not pad.
        labels : sequence, shape (b,), optional
        scores : ndarray, shape (b, C), optional
        images : ndarray, shape (b, height, width, channels), optional
        """
        for name, values in layers.items():
            self.files[name].add(values, real)
        self.labels += _as_list(labels)
        if scores is not None:
            names = _output_names(scores.shape[1], self.class_names, self.prediction_names)
            self.predictions += [names[code] for code in scores.argmax(axis=1).tolist()]
            self.outputs.add(scores)
            self.output_names = names
        if images is not None:
            self.inputs.add(images)

    def close(self, attributes):
        """Write what is left, the names of the outputs, and the table of the inputs."""
        for file in (*self.files.values(), self.inputs, self.outputs):
            file.close()
        if self.output_names:
            names = "\n".join(self.output_names)
            (self.folder / f"{OUTPUTS}.txt").write_text(names, encoding="utf-8")
        known = {"label": _named(self.labels, self.class_names), "prediction": self.predictions}
        _write_table(self.folder / f"{INPUTS}.csv", known | attributes)


class ShardedFile:
    """Writes rows, batch after batch, to 0.npy, 1.npy, … of a folder, and masks of their tokens.

    Parameters
    ----------
    folder : pathlib.Path
        Holds a folder for each layer, and one with their masks.
    name : str
    """

    def __init__(self, folder, name):
        self.name, self.number = name, 0
        self.folders = Path(folder) / name, Path(folder) / MASKS / name
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
        self.parts.append(values)
        if is_masked:
            self.masks.append(real)
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
    """Labels of a batch, of an array or a list, or none."""
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
    if not columns:
        return
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
