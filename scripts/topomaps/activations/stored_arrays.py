"""Arrays in `.npz` files or in folders of `.npy` files, mapped into memory instead of loaded."""

import logging
import zipfile
from pathlib import Path

import numpy as np

from topomaps.models.layer_lists import INPUTS, LAYER, ONLY_LAYER, array_names, stored_layers

logger = logging.getLogger(__name__)

LOCAL_HEADER = 30  # bytes of a zip entry's header before its name
DIMENSIONS = (2, 4)
AS_NUMBERS = "save it as numbers or text (array.astype(str)), not as Python objects"


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
        return _open_file(path / f"{name}.npy")
    try:
        return _open_member(path, f"{name}.npy")
    except ValueError as error:
        raise ValueError(
            f"{path}: the array {name!r} cannot be used ({error}); {AS_NUMBERS}"
        ) from error


def _open_file(path):
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise ValueError(f"{path} cannot be used ({error}); {AS_NUMBERS}") from error


def _open_member(path, name):
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(name if name in archive.namelist() else name.removesuffix(".npy"))
    if entry.compress_type != zipfile.ZIP_STORED:
        logger.warning("%s is compressed and loaded whole; numpy.savez writes it mappable", path)
        with np.load(path, allow_pickle=False) as arrays:
            return arrays[name.removesuffix(".npy")]
    with open(path, "rb") as file:
        file.seek(entry.header_offset)
        header = file.read(LOCAL_HEADER)
        # The lengths of the entry's name and extra field end its fixed header.
        n_name, n_extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        file.seek(entry.header_offset + LOCAL_HEADER + n_name + n_extra)
        version = np.lib.format.read_magic(file)
        read = {(1, 0): "read_array_header_1_0", (2, 0): "read_array_header_2_0"}
        if version not in read:
            raise ValueError(f"its format version is {version}, known are 1.0 and 2.0")
        shape, fortran, dtype = getattr(np.lib.format, read[version])(file)
        if dtype.hasobject:
            raise ValueError("it holds Python objects")
        if 0 in shape:
            return np.empty(shape, dtype)
        order = "F" if fortran else "C"
        return np.memmap(path, dtype, "r", offset=file.tell(), shape=shape, order=order)


def open_layer(path, layer):
    """Open the activations of a layer without loading them.

    Parameters
    ----------
    path : path-like
        A `.npy` file of one layer, a `.npz` with arrays `activations/<layer>` (or a single
        `activations`), or a folder with a `.npy` file for each layer.
    layer : str

    Returns
    -------
    ndarray, shape (n, neurons) or (n, height, width, feature maps)

    Raises
    ------
    ValueError
        If the layer is missing, or its array has another shape or holds no numbers.
    """
    path = Path(path)
    if path.suffix == ".npy":
        values = _open_file(path)
    else:
        if layer not in (known := stored_layers(path)):
            raise ValueError(f"{path} has no layer {layer!r}; it has: {', '.join(known)}")
        is_only = path.is_dir() or layer == ONLY_LAYER
        values = open_array(path, layer if is_only else LAYER + layer)
    if values.ndim not in DIMENSIONS:
        raise ValueError(
            f"{path}: the activations of layer {layer!r} have the shape {values.shape}; allowed "
            "are (inputs, neurons) and (inputs, height, width, feature maps)"
        )
    if values.dtype.kind not in "fiub":
        raise ValueError(
            f"{path}: the activations of layer {layer!r} are of type {values.dtype}, not numbers"
        )
    return values


def open_pictures(path):
    """Open the inputs of a `.npy` file, of activations, or of a dataset's test split.

    Returns
    -------
    ndarray, shape (n, height, width[, channels]), or None if the file has none
    """
    if Path(path).suffix == ".npy":
        return _open_file(path)
    found = [name for name in (INPUTS, f"test_{INPUTS}") if name in array_names(path)]
    return open_array(path, found[0]) if found else None
