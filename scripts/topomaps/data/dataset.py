"""The file of a dataset, of the same form for every source: written, and opened.

Inputs are an array in the file, texts in it, or image files named there that lie in a folder or an
archive.
"""

import zipfile
from dataclasses import dataclass

import numpy as np
import pandas as pd

from topomaps.common.mapped_arrays import map_array
from topomaps.data.account import Account, read_account
from topomaps.data.stored_texts import Texts, stored_texts

TRAIN, TEST, LEFT_OUT = "train", "test", "left out"
WHITE = (255, 255, 255)
INPUTS, ATTRIBUTE = "inputs", "attributes/"
TEXTS, TEXT_ENDS = "texts", "text_ends"


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs and what is known of them; n inputs of C classes.

    Attributes
    ----------
    split : ndarray of str, shape (n,)
        "train", "test", or "left out" of both, for a reason that the account names.
    altered : ndarray of bool, shape (n,)
        Planted label errors.
    kind : str
        Kind of the inputs, a name in `topomaps.data.kinds`.
    scale : float
        Input of a model trained here is the value divided by it.
    labels : ndarray of int, shape (n,), or None
        Index of the class, -1 where it is unknown.
    class_names : tuple of str
        Empty without labels.
    attributes : pandas.DataFrame
        One row per input, values as text, NaN where they are missing.
    inputs : ndarray, shape (n, ...), or None
        Mapped into memory; uint8 images or float32 numbers.
    texts : topomaps.data.stored_texts.Texts or None
        Those that are left out are empty.
    files : ndarray of str, shape (n,), or None
        Names of the image files in `archive`.
    archive : str or None
        Path of a folder, a `.zip` or a `.tar`.
    image_size : tuple of int, or None
        (height, width) that the configuration gives to image files.
    channels : int or None
        1 or 3, likewise.
    white : float or None
        Value that is white in images of more than 8 bits, likewise.
    background : tuple of int
        Red, green and blue below transparent images.
    account : topomaps.data.account.Account
        How many inputs there were, and which were left out and why.
    feature_names : tuple of str
        Of the columns of a table of numbers.
    """

    split: np.ndarray
    altered: np.ndarray
    kind: str
    scale: float
    labels: np.ndarray | None
    class_names: tuple
    attributes: pd.DataFrame
    inputs: np.ndarray | None
    texts: Texts | None
    files: np.ndarray | None
    archive: str | None
    image_size: tuple | None
    channels: int | None
    white: float | None
    background: tuple
    account: Account
    feature_names: tuple = ()

    def __len__(self):
        """Number of inputs."""
        return len(self.split)

    def rows(self, split):
        """Indices of the inputs of a split, ascending."""
        return np.flatnonzero(self.split == split)


def dataset_arrays(
    split, *, scale, labels=None, class_names=(), attributes=None, inputs=None, texts=None,
    files=None, archive=None, image_size=None, channels=None, white=None, background=None,
    account=None, kind="image", feature_names=None,
):  # fmt: skip
    """Arrays of a dataset's file, by name; arguments are attributes of `Dataset`.

    Attributes are a mapping of name to values, and empty text stands for missing ones; inputs
    are given as `inputs`, as `texts`, or as `files` and `archive`. Without an account, nothing was
    left out.

    Returns
    -------
    dict
        What is not known is left out.
    """
    arrays = {"split": np.asarray(split, dtype=str), "scale": np.array(float(scale))}
    arrays["kind"] = np.array(kind)
    arrays["altered"] = np.zeros(len(arrays["split"]), dtype=bool)
    if labels is not None:
        arrays["labels"] = np.asarray(labels, dtype=np.int64)
        arrays["class_names"] = np.array(class_names, dtype=str)
    for name, values in (attributes or {}).items():
        arrays[ATTRIBUTE + name] = np.asarray(values, dtype=str)
    if inputs is not None:
        arrays[INPUTS] = inputs
    elif texts is not None:
        arrays[TEXTS], arrays[TEXT_ENDS] = stored_texts(texts)
    else:
        arrays |= {"files": np.asarray(files, dtype=str), "archive": np.array(str(archive))}
    numbers = {"image_size": image_size, "channels": channels, "background": background}
    for name, given in numbers.items():
        if given is not None:
            arrays[name] = np.array(given, dtype=np.int64)
    if feature_names is not None:
        arrays["feature_names"] = np.array(feature_names, dtype=str)
    if white is not None:
        arrays["white"] = np.array(float(white))
    arrays["account"] = np.array((account or Account(len(arrays["split"]))).text())
    return arrays


def open_dataset(path):
    """Open the file of a dataset; its inputs are mapped into memory, not loaded.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If the file is damaged or no dataset.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            if damaged := archive.zip.testzip():  # mapping an array checks nothing
                raise zipfile.BadZipFile(f"the checksum of {damaged} is wrong")
            arrays = {name: archive[name] for name in archive.files if name != INPUTS}
            inputs = map_array(path, INPUTS) if INPUTS in archive.files else None
    except (zipfile.BadZipFile, EOFError, ValueError, TypeError) as error:
        raise ValueError(f"{path} is damaged ({error}); delete it and run again") from error
    try:
        return _dataset(arrays, inputs)
    except KeyError as error:
        raise ValueError(
            f"{path} is no dataset of this version (no array {error}); delete it and run again"
        ) from error


def _dataset(arrays, inputs):
    attributes = {
        name.removeprefix(ATTRIBUTE): pd.Series(values, dtype=object).mask(values == "")
        for name, values in arrays.items()
        if name.startswith(ATTRIBUTE)
    }
    size, channels = arrays.get("image_size"), arrays.get("channels")
    in_files = inputs is None and TEXTS not in arrays
    return Dataset(
        split=arrays["split"],
        altered=arrays["altered"],
        kind=str(arrays["kind"]),
        scale=float(arrays["scale"]),
        labels=arrays.get("labels"),
        class_names=tuple(arrays.get("class_names", np.array([])).tolist()),
        attributes=pd.DataFrame(attributes, index=range(len(arrays["split"]))),
        inputs=inputs,
        texts=Texts(arrays[TEXTS], arrays[TEXT_ENDS]) if TEXTS in arrays else None,
        files=arrays["files"] if in_files else None,
        archive=str(arrays["archive"]) if in_files else None,
        image_size=None if size is None else tuple(size.tolist()),
        channels=None if channels is None else int(channels),
        white=float(arrays["white"]) if "white" in arrays else None,
        background=tuple(arrays.get("background", np.array(WHITE)).tolist()),
        account=read_account(str(arrays["account"])),
        feature_names=tuple(arrays.get("feature_names", np.array([])).tolist()),
    )
