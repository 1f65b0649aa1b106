"""What is known of the inputs of a dataset, before a network has seen them and after."""

from pathlib import Path

import numpy as np
import pandas as pd

from topomaps.activations.inputs import InputTable
from topomaps.common.files import save_arrays
from topomaps.data.dataset import open_dataset

ACCOUNT = "account"  # array of the file of inputs of an extraction


def known_inputs(dataset, rows, steps=None):
    """What a dataset says of some of its inputs, before a network has seen them.

    With `steps`, those of the checkpoints of a training, the inputs come once for each of them, one
    checkpoint after another, with an attribute `checkpoint`.
    """
    n_times = 1 if steps is None else len(steps)
    labels = None if dataset.labels is None else np.tile(dataset.labels[rows], n_times)
    attributes = pd.concat([dataset.attributes.iloc[rows]] * n_times, ignore_index=True)
    if steps is not None:
        attributes["checkpoint"] = np.repeat(np.asarray(steps).astype(str), len(rows))
    return InputTable(labels, None, dataset.class_names, (), attributes)


def save_inputs(path, known, rows, read, account, others=None):
    """Write what is known of the inputs that were read to a `.npz` file.

    Parameters
    ----------
    path : path-like
    known : topomaps.activations.inputs.InputTable
        Labels and predictions are written by their names, empty where there is none.
    rows : ndarray of int, shape (m,)
        Places of the inputs in the dataset; at several checkpoints the same each time.
    read : ndarray of bool, shape (n,)
        The inputs that could be read.
    account : topomaps.data.account.Account
        Of all inputs of the dataset.
    others : dict of str -> ndarray, optional
        Further arrays, such as those of `topomaps.activations.token_index.TokensSeen`.
    """
    arrays = {"rows": np.tile(rows, len(read) // len(rows))[read], ACCOUNT: account.text()}
    save_arrays(path, **arrays, **input_arrays(known, read), **(others or {}))


def input_arrays(known, read=slice(None)):
    """Arrays of a file that says what is known of inputs, as `read_inputs` reads it.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    read : ndarray of bool, shape (n,), or slice
        The inputs to write.
    """
    arrays = {}
    for key, names, codes in (
        ("labels", "class_names", known.labels),
        ("predictions", "prediction_names", known.predictions),
    ):
        if codes is not None:
            arrays[names] = np.array(getattr(known, names), dtype=str)
            arrays[key] = np.array([*arrays[names], ""])[codes[read]]
    for name, values in known.attributes[read].items():
        arrays[f"attributes/{name}"] = values.fillna("").to_numpy(dtype=str)
    return arrays


def rows_of_inputs(activations):
    """Place (n,) in its dataset of each input of an extraction, a folder."""
    with np.load(Path(activations) / "inputs.npz", allow_pickle=False) as arrays:
        return arrays["rows"]


def input_names(activations, dataset, rows):
    """Places of inputs in their dataset, and the names of their files.

    Parameters
    ----------
    activations : path-like
        Folder of an extraction; of a user's activations nothing more is known.
    dataset : path-like or None
        File of the dataset that the network saw.
    rows : ndarray of int, shape (m,), or slice
        Places among the inputs of the activations.

    Returns
    -------
    dict
        `row` (m,) int and, where inputs are image files, `file` (m,) str; empty without a dataset.
    """
    if dataset is None:
        return {}
    places = rows_of_inputs(activations)[rows]
    files = open_dataset(dataset).files
    return {"row": places} | ({} if files is None else {"file": files[places]})
