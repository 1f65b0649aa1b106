"""Layers of files and folders, of their formats and in their parts, opened but not loaded."""

from pathlib import Path

from topomaps.activations.array_files import open_array, open_file
from topomaps.activations.array_names import INPUTS, OUTPUTS, array_names, shard_files
from topomaps.activations.axes import as_activations, order_of
from topomaps.activations.layer_lists import (
    LAYER,
    files_of,
    mask_name,
    stored_layers,
)
from topomaps.activations.masks import TokenMask, padded_on_reading
from topomaps.activations.number_types import are_numbers, with_bfloat16
from topomaps.activations.shards import Shards


def open_layer(path, layer, tokens=None, channels=None):
    """Open the activations of a layer without loading them.

    Parameters
    ----------
    path : path-like
        A file or folder as of `topomaps.activations.layer_lists.stored_layers`.
    layer : str
    tokens : str or int, optional
        What stands for the tokens of a layer of shape (n, tokens, neurons), see
        `topomaps.activations.tokens.reduced`; layers of other shapes stay as they are. Where there
        is a mask of the tokens, padding is left out.
    channels : {"last", "first"} or dict of str -> these, optional
        Which axis, of all layers or of those named, is that of the neurons; the last if left out.

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
    mask, order = open_mask(path, layer), order_of(channels, layer)

    def opened(values, source, start=0):
        source = f"{source}: the activations of layer {layer!r}"
        real = mask and mask.beginning_at(start)
        return as_activations(values, source, tokens, order, real)

    if path.is_dir():
        _check_layer(path, layer)
        return _open_in_folder(path, layer, opened)
    return opened(open_array(path, array_of(path, layer)), path)


def array_of(path, layer):
    """Name of the array of a layer in a file.

    Raises
    ------
    ValueError
        If there is none.
    """
    _check_layer(path, layer)
    return f"{LAYER}{layer}" if f"{LAYER}{layer}" in (array_names(path) or ()) else layer


def _check_layer(path, layer):
    if layer not in (known := stored_layers(path) or [layer]):
        raise ValueError(f"{path} has no layer {layer!r}; it has: {', '.join(known)}")


def stored_parts(path, layer):
    """Arrays of a layer as they are stored, one after another; a folder may have several.

    Yields
    ------
    array-like, shape (m, ...)
        Numbers of type bfloat16 as such.
    """
    path = Path(path)
    if path.is_dir():
        yield from (with_bfloat16(open_file(file)) for file in files_of(path, layer))
    else:
        yield with_bfloat16(open_array(path, array_of(path, layer)))


def open_mask(path, layer):
    """Mask of the tokens of a layer; None without one.

    Returns
    -------
    topomaps.activations.masks.TokenMask or None

    Raises
    ------
    ValueError
        As of `mask_name`, or if its files do not fit.
    """
    path, name = Path(path), mask_name(path, layer)
    if name is None:
        return None
    if not path.is_dir():
        return TokenMask(open_array(path, name), f"{path}: {name}")
    # Shards may be padded to other lengths: what is missing at the end is padding, too.
    longest = max(open_file(file).shape[-1] for file in files_of(path, name))
    values = _open_in_folder(path, name, lambda values, *_: padded_on_reading(values, longest))
    return TokenMask(values, f"{path / name}")


def open_inputs(path):
    """Open the inputs that lie with activations, as `inputs` in a file or in a folder.

    Returns
    -------
    array-like, shape (n, ...), or None if there are none
    """
    return _open_other(path, INPUTS)


def open_outputs(path):
    """Open what the network says of each input, `network.outputs` in a file or in a folder.

    Returns
    -------
    array-like, shape (n, K), or None if there are none
    """
    values = _open_other(path, OUTPUTS)
    if values is not None and (values.ndim != 2 or not are_numbers(values.dtype)):
        raise ValueError(
            f"{path}: {OUTPUTS} is {values.dtype} of the shape {values.shape}; give a number for "
            "each input and output"
        )
    return values


def _open_other(path, name):
    """An array that is no layer; None if there is none."""
    path = Path(path)
    if not path.is_dir():
        names = array_names(path) or ()
        return with_bfloat16(open_array(path, name)) if name in names else None
    if (path / f"{name}.npy").is_file() or shard_files(path / name):
        return _open_in_folder(path, name, lambda values, *_: with_bfloat16(values))
    return None


def _open_in_folder(path, name, opened):
    """The array of a file, or of several files that hold its inputs one after another."""
    files, file = files_of(path, name), path / f"{name}.npy"
    if file.is_file() and files != [file]:
        raise ValueError(
            f"{file} and the folder {path / name} both hold {name!r}; take one of them away"
        )
    if not files[0].is_file():
        raise ValueError(f"{path} has only means of {name!r}, not its whole activations")
    if len(files) == 1:
        return opened(open_file(files[0]), files[0])
    return Shards(files, lambda part, start: opened(open_file(part), part, start))
