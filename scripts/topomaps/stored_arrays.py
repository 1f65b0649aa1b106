"""Arrays in `.npz` files or in folders of `.npy` files, mapped into memory instead of loaded."""

import logging
import zipfile
from pathlib import Path

import numpy as np

logger = logging.getLogger(__name__)

LAYER = "activations/"  # the names of layers in a `.npz` start so
ONLY_LAYER = "activations"  # name of a single layer
INPUTS = "inputs"  # what the network saw, for pictures of examples
LOCAL_HEADER = 30  # bytes of a zip entry's header before its name
DIMENSIONS = (2, 4)


def array_names(path):
    """Names of the arrays in a `.npz` file, or in a folder of `.npy` files.

    Raises
    ------
    ValueError
        If there is no such file or folder, or the file is no `.npz`.
    """
    path = Path(path)
    if path.is_dir():
        return sorted(file.stem for file in path.glob("*.npy"))
    if not path.exists():
        raise ValueError(f"{path} does not exist; name a .npz file or a folder of .npy files")
    try:
        with zipfile.ZipFile(path) as archive:
            return [name.removesuffix(".npy") for name in archive.namelist()]
    except zipfile.BadZipFile as error:
        raise ValueError(f"{path} is no .npz file, or not a whole one: {error}") from error


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
    try:
        if path.is_dir():
            return np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return _open_member(path, f"{name}.npy")
    except ValueError as error:
        raise ValueError(
            f"{path}: the array {name!r} cannot be used ({error}); save it as numbers or text, "
            "not as Python objects"
        ) from error


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


def layer_names(path):
    """Names of the layers whose activations a `.npz` file or a folder holds."""
    path, names = Path(path), array_names(path)
    if path.is_dir():
        return [name for name in names if name != INPUTS]
    layers = [name.removeprefix(LAYER) for name in names if name.startswith(LAYER)]
    return layers + [name for name in names if name == ONLY_LAYER]


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
        values = np.load(path, mmap_mode="r", allow_pickle=False)
    else:
        if layer not in (known := layer_names(path)):
            raise ValueError(
                f"{path} has no layer {layer!r}; it has: {', '.join(known) or 'none'}. Arrays of "
                f"a .npz are named {LAYER}<layer>, files of a folder <layer>.npy"
            )
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
