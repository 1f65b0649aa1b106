"""Names of the arrays in files of several formats and in folders, found without loading them.

Imports the standard library only, so that the rules can check a configuration; h5py where it is
there.
"""

import re
import zipfile
from pathlib import Path

from .safetensors_headers import read_header
from .sparse_names import ONLY, sparse_arrays, with_sparse

INPUTS = "inputs"  # what the network saw, for pictures of examples
OUTPUTS = "network.outputs"  # what the network says of each input
HDF5 = (".h5", ".hdf5")
PICKLED = (".pt", ".pth", ".pkl", ".pickle", ".joblib", ".ckpt", ".bin")
FEATURES, FILE_NAMES = "features", "file_names.txt"  # what thingsvision writes
OF_FEATURES = (".npy", ".txt", ".mat", *HDF5)
PART_OF_FEATURES = re.compile(r"features_\d+|features.*_\d+-\d+")


def array_names(path):
    """Names of the arrays in a file, or in a folder of `.npy` files.

    Arrays that together are a sparse one, as of `topomaps.activations.sparse_names`, have its name;
    in a folder it is a file `<name>.npz`, as `scipy.sparse.save_npz` writes it.

    Parameters
    ----------
    path : path-like
        A file `.npz`, `.npy` (its array has the name of the file), `.safetensors`, `.h5` or
        `.hdf5`, or a folder.

    Returns
    -------
    list of str, or None
        None of an HDF5 file where the package h5py is not installed.

    Raises
    ------
    ValueError
        If there is no such file or folder, or the file has another format; says what to do.
    """
    path = Path(path)
    if path.is_dir():
        return sorted({_name_of(file) for file in array_files(path)})
    if not path.exists():
        raise ValueError(f"{path} does not exist; name a .npz file or a folder of .npy files")
    return _names_by_suffix(path)


def _names_by_suffix(path):
    suffix = path.suffix.lower()
    if suffix == ".npy":
        return [path.stem]
    if suffix == ".safetensors":
        return with_sparse(read_header(path))
    if suffix in HDF5:
        return hdf5_names(path)
    if suffix in PICKLED:
        raise ValueError(f"{path} {unpickled(suffix)}")
    try:
        with zipfile.ZipFile(path) as archive:
            return with_sparse([name.removesuffix(".npy") for name in archive.namelist()])
    except zipfile.BadZipFile as error:
        raise ValueError(
            f"{path} is no .npz file, or not a whole one: {error}; activations are read from .npz, "
            ".npy, .safetensors, .h5 and .hdf5 files and from folders of .npy files"
        ) from error


def unpickled(suffix):
    """What is said of a file that is a pickle, which is never read, and the way out."""
    return (
        f"is a {suffix} file, which is never read, since reading it can run code that is in it; "
        "load it yourself and save its arrays by numpy.savez, for example "
        '`numpy.savez("own.npz", **{"activations/fc": tensor.float().numpy()}, labels=labels)`'
    )


def hdf5_names(path):
    """Names of the arrays in an HDF5 file and its groups; None where h5py is not installed.

    Raises
    ------
    ValueError
        If it is no HDF5 file, or a damaged one.
    """
    try:
        import h5py
    except ImportError:
        return None
    names = []
    try:
        with h5py.File(path, "r") as file:
            file.visititems(
                lambda name, each: names.append(name) if isinstance(each, h5py.Dataset) else None
            )
    except OSError as error:
        raise ValueError(f"{path} is no HDF5 file, or a damaged one: {error}") from error
    return names


def shard_files(folder):
    """Files of the arrays of a folder in the order of the numbers in their names: 0, 1, …, 10."""
    return sorted(array_files(folder), key=lambda file: natural(file.stem))


def array_files(folder):
    """Files of arrays in a folder, and what thingsvision writes, but for what the system hides."""
    files = [file for file in Path(folder).glob("*.npy") if not file.name.startswith(".")]
    files += [file for file in Path(folder).glob("*.npz") if is_sparse_file(file)]
    return files + [file for file in feature_files(folder) if file.suffix != ".npy"]


def is_sparse_file(path):
    """Whether a file is a sparse array that `scipy.sparse.save_npz` has written."""
    path = Path(path)
    if path.suffix != ".npz" or path.name.startswith("."):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError):
        return False
    return ONLY in sparse_arrays(names)


def feature_files(folder):
    """Files of thingsvision's features of a layer, whole or in parts, in their order."""
    files = [
        file
        for file in Path(folder).glob(f"{FEATURES}*")
        if file.suffix in OF_FEATURES and (file.stem == FEATURES or _is_part(file))
    ]
    return sorted(files, key=lambda file: natural(file.stem))


def _is_part(file):
    """Whether a file is a part of features; elsewhere, layers may be called so."""
    is_known = (file.parent / FILE_NAMES).is_file() or file.suffix != ".npy"
    return is_known and PART_OF_FEATURES.fullmatch(file.stem) is not None


def _name_of(file):
    """Name of the array of a file in a folder; of a part, that of the whole."""
    return FEATURES if _is_part(file) else file.stem


def natural(name):
    """Key that sorts text by the text and by the numbers in it, in turn."""
    return [int(part) if n % 2 else part for n, part in enumerate(re.split(r"(\d+)", name))]
