"""Activations of a model of PyTorch, taken where the model is: in memory, or as a folder."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from topomaps.activations.folder_writer import FolderWriter
from topomaps.activations.inputs import InputTable, read_inputs
from topomaps.activations.stored_arrays import open_inputs, open_layer, open_outputs
from topomaps.analysis.given import are_texts
from topomaps.analysis.maps import Maps
from topomaps.common.linear_algebra import on_one_thread


class Extracted(NamedTuple):
    """Activations (n, ..., N) by layer, tokens reduced, and what is known of their inputs."""

    activations: dict[str, np.ndarray]
    inputs: InputTable | None


@on_one_thread(openmp=False)
def extract(
    model: Any,
    layers: Sequence[str] | None = None,
    inputs: Any = None,
    groups: Any = None,
    *,
    folder: str | Path | None = None,
    tokens: str | int = "mean",
    labels: Sequence | None = None,
    tokenizer: Callable | None = None,
    batch_size: int = 32,
    class_names: Sequence[str] | None = None,
    prediction_names: Sequence[str] | None = None,
    attributes: Mapping[str, Sequence] | None = None,
    float16: bool = False,
    channels_first: Sequence[str] = (),
    channels_last: Sequence[str] = (),
    mask: Any = None,
    keep_inputs: bool = True,
    **analysis: Any,
) -> Maps | Path:
    """Take the activations of layers, by one pass of a model over its inputs.

    Parameters
    ----------
    model : torch.nn.Module, or mapping of str to tensor
        A mapping is a cache of activations (n, ..., N) by name, as TransformerLens and nnsight give
        them. These are taken as they are, several heads side by side.
    layers : list of str
        Names as of `model.named_modules()`; of transformers also the hidden states `layer_0`, …,
        and `layer_1.heads` and `layer_1.mlp`. Outputs are of shape (b, neurons), (b, tokens,
        neurons), (b, channels, length) or (b, channels, height, width). Of several outputs the
        first is taken, of a module that runs several times the last. All of a cache if left out.
    inputs : ndarray, tensor, list of str, mapping, or iterable of batches
        As of `topomaps.models.torch_batches.batches_of`; a loader must not shuffle.
    groups : array-like of length n, str, or sequence of str, optional
        As of `topomaps.Maps`, in memory; `topomaps.Maps(maps, groups)` gives them later.
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
        Whether images and texts are kept too, for pictures of examples.
    **analysis
        nuisance, blocks and settings of `topomaps.Maps`, in memory.

    Returns
    -------
    topomaps.Maps or pathlib.Path
        Not fitted yet; or the folder.

    Raises
    ------
    ValueError
        If a layer or a batch does not fit; nothing is left behind then.
    FileExistsError
        If the folder exists.
    """
    if folder is not None and (groups is not None or analysis):
        raise ValueError(
            f"{'groups' if groups is not None else next(iter(analysis))} has no place in a folder; "
            "give attributes, and name them as groups where the folder is used"
        )
    passes_of, as_array = _with_torch()
    layers = list(model) if layers is None else list(layers)
    passes = passes_of(model, layers, inputs, labels=labels, tokenizer=tokenizer,
                       batch_size=batch_size, mask=mask, is_ordered=bool(attributes),
                       first=channels_first, last=channels_last)  # fmt: skip
    with _made(folder) as place:
        writer = FolderWriter(place, layers, class_names, prediction_names)
        for values, real, batch_labels, scores, images in passes:
            arrays = {name: as_array(name, each, float16) for name, each in values.items()}
            scores = None if scores is None else as_array("outputs", scores.float())
            images = as_array("inputs", images) if keep_inputs and images is not None else None
            writer.add(arrays, real, batch_labels, scores, images)
        writer.close(attributes or {})
        if folder is None:
            seen = (inputs if are_texts(inputs) else open_inputs(place)) if keep_inputs else None
            return _in_memory(place, layers, tokens, groups, seen, analysis)
    return Path(folder)


def _with_torch():
    """What takes activations of PyTorch, imported only when it is used."""
    try:
        from topomaps.activations.torch_passes import as_array, passes_of
    except ImportError as error:
        raise ImportError(
            f"topomaps.extract needs PyTorch ({error}): pip install -r requirements-torch.txt"
        ) from error
    return passes_of, as_array


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


def _in_memory(folder, layers, tokens, groups, seen, analysis):
    """Maps of what a folder holds, as arrays, with the inputs to show, if any."""
    found = {}
    for name in layers:
        is_masked = (folder / "masks" / name).exists()
        n_dims = np.load(folder / name / "0.npy", mmap_mode="r").ndim
        layer = open_layer(folder, name, tokens if is_masked or n_dims == 3 else None)
        found[name] = np.asarray(layer[:])
    known = read_inputs(folder) if (folder / "inputs.csv").exists() else None
    outputs = open_outputs(folder)
    if outputs is not None:
        analysis = {"probabilities": np.asarray(outputs[:]), **analysis}
    if seen is not None and not are_texts(seen):
        seen = np.asarray(seen[:])
    return Maps(Extracted(found, known), groups, inputs=seen, **analysis)
