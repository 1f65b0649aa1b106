"""Names of layers in files of users, found without loading them.

Imports the standard library only, so that the rules can check a configuration.
"""

import zipfile
from pathlib import Path

LAYER = "activations/"  # the names of layers in a `.npz` start so
ONLY_LAYER = "activations"  # name of a single layer
ATTRIBUTE = "attributes/"  # the names of attributes of the inputs start so
INPUTS = "inputs"  # what the network saw, for pictures of examples


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


def stored_layers(path):
    """Names of the layers whose activations a `.npz` file or a folder holds.

    Raises
    ------
    ValueError
        As of `array_names`, or if there is none.
    """
    names = array_names(path)
    if Path(path).is_dir():
        layers = [name for name in names if name != INPUTS]
    else:
        layers = [name.removeprefix(LAYER) for name in names if name.startswith(LAYER)]
        layers += [name for name in names if name == ONLY_LAYER]
    if not layers:
        raise ValueError(
            f"{path} has no activations, but {', '.join(names) or 'nothing'}; arrays of a .npz are "
            f"named {LAYER}<layer>, files of a folder <layer>.npy"
        )
    return layers
