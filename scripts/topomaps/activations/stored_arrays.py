"""Arrays and layers in `.npz` files or in folders of `.npy` files, opened but not loaded."""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from topomaps.activations.layer_lists import (
    INPUTS,
    LAYER,
    ONLY_LAYER,
    OUTPUTS,
    array_names,
    shard_files,
    stored_layers,
)
from topomaps.activations.number_types import are_numbers, promoted_on_reading, with_bfloat16
from topomaps.activations.shards import Shards
from topomaps.activations.tokens import reduced_on_reading
from topomaps.common.mapped_arrays import map_array

UNREADABLE = (ValueError, EOFError, zipfile.BadZipFile, zlib.error)
SHAPES = "(inputs, neurons), (inputs, tokens, neurons) and (inputs, height, width, feature maps)"


def open_array(path, name):
    """Open an array without loading it.

    Parameters
    ----------
    path : path-like
        A `.npz` file or a folder of `.npy` files.
    name : str

    Returns
    -------
    ndarray
        Mapped into memory; loaded only from a compressed `.npz`, with a warning.

    Raises
    ------
    ValueError
        If there is no array of this name, it is damaged, or it holds Python objects, which would
        need pickle.
    """
    path = Path(path)
    known = array_names(path)
    if name not in known:
        raise ValueError(f"{path} has no array {name!r}; it has: {', '.join(known) or 'none'}")
    if path.is_dir():
        return open_file(path / f"{name}.npy")
    try:
        return map_array(path, name)
    except UNREADABLE as error:
        raise ValueError(
            f"{path}: the array {name!r} cannot be used ({error}); {_advice(error)}"
        ) from error


def open_file(path):
    """Open the array of a `.npy` file without loading it.

    Raises
    ------
    ValueError
        If it is damaged or holds Python objects.
    """
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except UNREADABLE as error:
        raise ValueError(f"{path} cannot be used ({error}); {_advice(error)}") from error


def open_layer(path, layer, tokens=None):
    """Open the activations of a layer without loading them.

    Parameters
    ----------
    path : path-like
        A `.npy` file of one layer, a `.npz` with arrays `activations/<layer>` (or a single
        `activations`), or a folder with a `.npy` file, or a folder of such files, for each layer.
    layer : str
    tokens : str or int, optional
        What stands for the tokens of a layer of shape (n, tokens, neurons), see
        `topomaps.activations.tokens.reduced`; layers of other shapes stay as they are.

    Returns
    -------
    array-like, shape (n, neurons) or (n, height, width, feature maps)
        To be read by indices, slices and arrays of indices; half precision comes as float32.

    Raises
    ------
    ValueError
        If the layer is missing, has another shape or holds no numbers, its files do not fit, or
        nothing is said of its tokens.
    """
    path = Path(path)

    def opened(file):
        return _activations(open_file(file), file, layer, tokens)

    if path.suffix == ".npy":
        return opened(path)
    if layer not in (known := stored_layers(path)):
        raise ValueError(f"{path} has no layer {layer!r}; it has: {', '.join(known)}")
    if path.is_dir():
        return _open_in_folder(path, layer, opened)
    values = open_array(path, layer if layer == ONLY_LAYER else LAYER + layer)
    return _activations(values, path, layer, tokens)


def open_inputs(path):
    """Open the inputs that lie with activations, as `inputs` in a `.npz` file or in a folder.

    Returns
    -------
    array-like, shape (n, ...), or None if there are none
    """
    path = Path(path)
    if not path.is_dir():
        return open_array(path, INPUTS) if INPUTS in array_names(path) else None
    if (path / f"{INPUTS}.npy").is_file() or shard_files(path / INPUTS):
        return _open_in_folder(path, INPUTS, open_file)
    return None


def open_outputs(path):
    """Open what the network says of each input, `network.outputs` in a `.npz` file or in a folder.

    Returns
    -------
    ndarray, shape (n, K), or None if there are none
    """
    if OUTPUTS not in array_names(path):
        return None
    values = with_bfloat16(open_array(path, OUTPUTS))
    if values.ndim != 2 or not are_numbers(values.dtype):
        raise ValueError(
            f"{path}: {OUTPUTS} is {values.dtype} of the shape {values.shape}; give a number for "
            "each input and output"
        )
    return values


def _open_in_folder(path, name, opened):
    """The array of a file, or of a folder of files that hold its inputs one after another."""
    file, shards = path / f"{name}.npy", shard_files(path / name)
    if file.is_file() and shards:
        raise ValueError(
            f"{file} and the folder {path / name} both hold {name!r}; take one of them away"
        )
    if not file.is_file() and not shards:
        raise ValueError(f"{path} has only means of {name!r}, not its whole activations")
    return Shards(shards, opened) if shards else opened(file)


def _activations(values, path, layer, tokens):
    """The array of a file as activations of a shape that maps are made from."""
    source = f"{path}: the activations of layer {layer!r}"
    values = with_bfloat16(values)
    if not are_numbers(values.dtype):
        raise ValueError(f"{source} are of type {values.dtype}, not numbers")
    if values.ndim not in (2, 3, 4):
        raise ValueError(f"{source} have the shape {values.shape}; allowed are {SHAPES}")
    if values.ndim != 3:
        return promoted_on_reading(values)
    if tokens is None:
        raise ValueError(
            f"{source} have the shape {values.shape}; if these are (inputs, tokens, neurons), give "
            "the experiment the key `tokens`: mean, max, first, last, or the index of a token"
        )
    try:
        return reduced_on_reading(values, tokens)
    except ValueError as error:
        raise ValueError(f"{source}: {error}") from error


def _advice(error):
    """What to do about an array that cannot be read."""
    if "allow_pickle" in str(error) or "Python objects" in str(error):
        return "save it as numbers or text (array.astype(str)), not as Python objects"
    return "it is damaged: write it again, or delete it and run again if a run made it"
