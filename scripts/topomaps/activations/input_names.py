"""By what a person finds an input again: its place in the dataset, and the name of its file."""

from pathlib import Path

import numpy as np

from topomaps.data.dataset import open_dataset


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
    with np.load(Path(activations) / "inputs.npz", allow_pickle=False) as arrays:
        places = arrays["rows"][rows]
    files = open_dataset(dataset).files
    return {"row": places} | ({} if files is None else {"file": files[places]})
