"""Names of the layers whose activations a file or a folder holds, found without loading them.

Imports the standard library only, so that the rules can check a configuration.
"""

import re
import zipfile
from pathlib import Path

LAYER = "activations/"  # the names of layers in a `.npz` start so
ONLY_LAYER = "activations"  # name of a single layer
ATTRIBUTE = "attributes/"  # the names of attributes of the inputs start so
INPUTS = "inputs"  # what the network saw, for pictures of examples
MEANS = ".means"  # ends the name of a file that holds a mean for each input and feature map
OUTPUTS = "network.outputs"  # what the network says of each input


def array_names(path):
    """Names of the arrays in a `.npz` file, or in a folder of `.npy` files.

    Raises
    ------
    ValueError
        If there is no such file or folder, or the file is no `.npz`.
    """
    path = Path(path)
    if path.is_dir():
        return sorted(file.stem for file in _arrays_in(path))
    if not path.exists():
        raise ValueError(f"{path} does not exist; name a .npz file or a folder of .npy files")
    try:
        with zipfile.ZipFile(path) as archive:
            return [name.removesuffix(".npy") for name in archive.namelist()]
    except zipfile.BadZipFile as error:
        raise ValueError(f"{path} is no .npz file, or not a whole one: {error}") from error


def stored_layers(path):
    """Names of the layers whose activations a `.npz` file or a folder holds.

    In a folder, a layer is a file `<layer>.npy`, a folder `<layer>` of such files that hold its
    inputs one after another, or a file `<layer>.means.npy`.

    Raises
    ------
    ValueError
        As of `array_names`, or if there is none.
    """
    path, names = Path(path), array_names(path)
    if path.is_dir():
        folders = [each.name for each in path.iterdir() if each.is_dir() and shard_files(each)]
        names = sorted({*names, *folders})
        layers = sorted({name.removesuffix(MEANS) for name in names} - {INPUTS, OUTPUTS})
    else:
        layers = [name.removeprefix(LAYER) for name in names if name.startswith(LAYER)]
        layers += [name for name in names if name == ONLY_LAYER]
    if not layers:
        raise ValueError(
            f"{path} has no activations, but {', '.join(names) or 'nothing'}; arrays of a .npz are "
            f"named {LAYER}<layer>, files of a folder <layer>.npy or <layer>/0.npy, 1.npy and so on"
        )
    return layers


def shard_files(folder):
    """Files `.npy` of a folder in the order of the numbers in their names: 0, 1, …, 9, 10."""
    return sorted(_arrays_in(folder), key=lambda file: _natural(file.stem))


def _arrays_in(folder):
    """Files `.npy` of a folder, without those that the system hides."""
    return [file for file in Path(folder).glob("*.npy") if not file.name.startswith(".")]


def _natural(name):
    """Key that sorts text by the text and by the numbers in it, in turn."""
    return [int(part) if n % 2 else part for n, part in enumerate(re.split(r"(\d+)", name))]
