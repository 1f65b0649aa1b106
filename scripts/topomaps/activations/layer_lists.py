"""Names of the layers whose activations a file or a folder holds, their masks and their files.

Imports the standard library only, so that the rules can check a configuration.
"""

from pathlib import Path

from .array_names import (
    FEATURES,
    FILE_NAMES,
    HDF5,
    INPUTS,
    OUTPUTS,
    PICKLED,
    array_files,
    array_names,
    feature_files,
    is_sparse_file,
    shard_files,
    unpickled,
)

LAYER = "activations/"  # the names of layers in a file start so
ONLY_LAYER = "activations"  # name of a single layer
ATTRIBUTE = "attributes/"  # the names of attributes of the inputs start so
MEANS = ".means"  # ends the name of a file that holds a mean for each input and feature map
TOKENS = ".tokens"  # ends the name of a file that holds the tokens of texts, to be shown
MASK, MASKS = "mask", "masks"  # which tokens are no padding, of all layers or of each
KNOWN = ("labels", "predictions")
NAMES = ("class_names", "prediction_names")
TABLE, ARRAYS = "inputs.csv", "inputs.npz"  # what is known of the inputs of a folder


def stored_layers(path):
    """Names of the layers whose activations a file or a folder holds.

    In a folder, a layer is a file `<layer>.npy`, a sparse `<layer>.npz`, a folder `<layer>` of such
    files that hold its inputs one after another, or a file `<layer>.means.npy`. A `.safetensors` or
    HDF5 file without arrays `activations/<layer>` has a layer in each array that is nothing else.

    Returns
    -------
    list of str, or None
        None as of `array_names`.

    Raises
    ------
    ValueError
        As of `array_names`, or if there is none.
    """
    path, names = Path(path), array_names(path)
    if names is None:
        return None
    if path.is_dir():
        folders = [each.name for each in path.iterdir() if each.is_dir() and array_files(each)]
        names = sorted({*names, *folders})
        layers = sorted({name.removesuffix(MEANS) for name in names if not _is_other(name)})
        layers = [each for each in layers if not each.endswith(TOKENS)]
    else:
        layers = [name.removeprefix(LAYER) for name in names if name.startswith(LAYER)]
        layers += [name for name in names if name == ONLY_LAYER]
        if not layers and path.suffix.lower() in (".npy", ".safetensors", *HDF5):
            layers = [each for each in names if not (_is_other(each) or _is_nested(path, each))]
    if not layers or _are_weights(layers):
        raise ValueError(_no_layers(path, names))
    return layers


def _is_other(name):
    """Whether an array is no layer, but something else of the inputs or of the network."""
    others = (INPUTS, OUTPUTS, MASK, MASKS, *KNOWN, *NAMES)
    return name in others or name.startswith((ATTRIBUTE, f"{MASKS}/"))


def _is_nested(path, name):
    """Whether an array lies in a group of an HDF5 file, as the weights of networks do."""
    return path.suffix.lower() in HDF5 and "/" in name


def _are_weights(layers):
    return all(name.endswith((".weight", ".bias")) for name in layers)


def _no_layers(path, names):
    pickled = [each for each in path.rglob("*") if each.suffix in PICKLED] if path.is_dir() else []
    if pickled:
        return f"{pickled[0]} {unpickled(pickled[0].suffix)}"
    if names and _are_weights(names):
        return f"{path} holds the weights of a network, not activations of inputs; export these"
    return (
        f"{path} has no activations, but {', '.join(names[:20]) or 'nothing'}; arrays of a .npz are"
        f" named {LAYER}<layer>, files of a folder <layer>.npy or <layer>/0.npy, 1.npy and so on"
    )


def mask_name(path, layer):
    """Name of the array that says which tokens of a layer are no padding; None without one.

    It is `masks/<layer>`, or of all layers `mask` or `masks`.

    Raises
    ------
    ValueError
        If there are masks of layers that do not exist, which would be left out without a word.
    """
    path = Path(path)
    names = _folder_masks(path) if path.is_dir() else array_names(path) or []
    of_layers = {name.removeprefix(f"{MASKS}/") for name in names if name.startswith(f"{MASKS}/")}
    unknown = sorted(of_layers - {*stored_layers(path)}) if of_layers else []
    if unknown and path.is_dir() and len(unknown) == len(of_layers) and _are_numbers(of_layers):
        return MASKS  # a folder of files, one after another
    if unknown:
        raise ValueError(
            f"{path} has a mask {MASKS}/{unknown[0]}, but no such layer; it has: "
            f"{', '.join(stored_layers(path))}"
        )
    if layer in of_layers:
        return f"{MASKS}/{layer}"
    return _of_all(names)


def _are_numbers(names):
    return all(name.isdecimal() for name in names)


def _of_all(names):
    """Name of the mask of all layers; None without one."""
    return next((name for name in (MASK, MASKS) if name in names), None)


def _folder_masks(path):
    """Names of the masks in a folder: of files, and of folders of files."""
    whole = [name for name in (MASK, MASKS) if (path / f"{name}.npy").is_file()]
    whole += [MASK] if shard_files(path / MASK) else []
    folder = path / MASKS
    single = [file.stem for file in array_files(folder)]
    single += [each.name for each in folder.glob("*/") if shard_files(each)]
    return whole + [f"{MASKS}/{name}" for name in single]


def files_of(path, name):
    """Files that hold an array of a folder, or the file itself that holds it."""
    path = Path(path)
    if not path.is_dir():
        return [path]
    if name == FEATURES and (found := feature_files(path)):
        return found
    if is_sparse_file(path / f"{name}.npz"):
        return [path / f"{name}.npz"]
    return shard_files(path / name) or [path / f"{name}.npy"]


def files_to_watch(path, layers):
    """Files whose change matters to some layers: their own, those of their masks, the inputs'."""
    path = Path(path)
    files = [file for layer in layers for file in files_of(path, layer)]
    masks = [mask_name(path, layer) for layer in layers]
    files += [file for name in masks if name for file in files_of(path, name)]
    names = path / f"{OUTPUTS}.txt"
    files += [names] if names.is_file() else []
    return list(dict.fromkeys([*files, inputs_file(path)]))


def inputs_file(path):
    """File that says what is known of the inputs of activations.

    In a folder `inputs.npz`, `inputs.csv` or thingsvision's `file_names.txt`; of a file the file
    itself, or if it says nothing of them, a table beside it of its name, or `inputs.csv`.
    """
    path = Path(path)
    if path.is_dir():
        known = (path / name for name in (ARRAYS, TABLE, FILE_NAMES))
        return next((each for each in known if each.is_file()), path / TABLE)
    if any(name in KNOWN or name.startswith(ATTRIBUTE) for name in array_names(path) or ()):
        return path
    beside = (path.with_suffix(".csv"), path.with_name(TABLE))
    return next((each for each in beside if each.is_file()), path)
