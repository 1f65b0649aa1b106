"""Arrays and layers in `.npz` files or in folders of `.npy` files, opened but not loaded."""

from pathlib import Path

from topomaps.activations.mapped_arrays import mapped_file, mapped_member
from topomaps.activations.number_types import are_numbers, as_numbers
from topomaps.activations.shards import Shards
from topomaps.activations.layer_lists import (
    INPUTS,
    LAYER,
    ONLY_LAYER,
    array_names,
    shard_files,
    stored_layers,
)
from topomaps.activations.tokens import ReducedTokens

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
        return mapped_file(path / f"{name}.npy")
    return mapped_member(path, name)


def open_layer(path, layer, tokens=None):
    """Open the activations of a layer without loading them.

    Parameters
    ----------
    path : path-like
        A `.npy` file of one layer, a `.npz` with arrays `activations/<layer>` (or a single
        `activations`), or a folder with a `.npy` file, or a folder of such files, for each layer.
    layer : str
    tokens : str or int, optional
        How to reduce a layer of shape (n, tokens, neurons), see
        `topomaps.activations.tokens.ReducedTokens`; others stay as they are.

    Returns
    -------
    array-like, shape (n, neurons) or (n, height, width, feature maps)
        With shape, dtype and length, to be read by slices, indices and arrays of these.

    Raises
    ------
    ValueError
        If the layer is missing, has another shape or holds no numbers, its files do not fit, or
        its tokens are not to be reduced.
    """
    path = Path(path)

    def opened(file):
        return _activations(mapped_file(file), file, layer, tokens)

    if path.suffix == ".npy":
        return opened(path)
    if layer not in (known := stored_layers(path)):
        raise ValueError(f"{path} has no layer {layer!r}; it has: {', '.join(known)}")
    if not path.is_dir():
        values = open_array(path, layer if layer == ONLY_LAYER else LAYER + layer)
        return _activations(values, path, layer, tokens)
    return _open_in_folder(path, layer, opened)


def _open_in_folder(path, name, opened):
    """The array of a file, or of a folder of files that hold its inputs one after another."""
    file, shards = path / f"{name}.npy", shard_files(path / name)
    if file.is_file() and shards:
        raise ValueError(
            f"{file} and the folder {path / name} both hold {name!r}; take one of them away"
        )
    if shards:
        return Shards(shards, opened)
    if not file.is_file():
        raise ValueError(f"{path} has only means of {name!r}, not its whole activations")
    return opened(file)


def _activations(values, path, layer, tokens):
    """The array of a file as activations of the shape that maps are made from."""
    values = as_numbers(values)
    if not are_numbers(values.dtype):
        raise ValueError(
            f"{path}: the activations of layer {layer!r} are of type {values.dtype}, not numbers"
        )
    if values.ndim == 3 and tokens is None:
        raise ValueError(
            f"{path}: the activations of layer {layer!r} have the shape {values.shape}; if these "
            "are (inputs, tokens, neurons), write `tokens: mean` in the experiment, or max, first, "
            "last, or the index of a token"
        )
    if values.ndim not in (2, 3, 4):
        raise ValueError(
            f"{path}: the activations of layer {layer!r} have the shape {values.shape}; allowed "
            "are (inputs, neurons), (inputs, tokens, neurons) and (inputs, height, width, feature "
            "maps)"
        )
    try:
        return ReducedTokens(values, tokens) if values.ndim == 3 else values
    except ValueError as error:
        raise ValueError(f"{path}, layer {layer!r}: {error}") from error


def open_pictures(path):
    """Open the inputs of a `.npy` file, of activations, or of a dataset's test split.

    Returns
    -------
    array-like, shape (n, height, width[, channels]), or None if the file has none
    """
    path = Path(path)
    if path.suffix == ".npy":
        return mapped_file(path)
    if path.is_dir():
        has_inputs = (path / f"{INPUTS}.npy").is_file() or shard_files(path / INPUTS)
        return _open_in_folder(path, INPUTS, mapped_file) if has_inputs else None
    found = [name for name in (INPUTS, f"test_{INPUTS}") if name in array_names(path)]
    return open_array(path, found[0]) if found else None
