"""The inputs of activations as pictures, for figures."""

from pathlib import Path

import numpy as np

from topomaps.activations.stored_arrays import open_inputs
from topomaps.data.dataset import open_dataset
from topomaps.data.pictures import SEEN, picture


class Pictures:
    """Pictures of inputs by their number.

    Parameters
    ----------
    read : callable
        Number of an input -> array (height, width[, channels]).
    """

    def __init__(self, read):
        self._read = read

    def __getitem__(self, index):
        """Picture (height, width) or (height, width, 3) of an input."""
        pixels = np.asarray(self._read(int(index)))
        return pixels[..., 0] if pixels.ndim == 3 and pixels.shape[-1] == 1 else pixels


def open_pictures(activations, dataset=None):
    """Pictures of the inputs of activations.

    Parameters
    ----------
    activations : path-like
        Folder of an extraction, or a user's file or folder, which may hold an array `inputs`.
    dataset : path-like, optional
        File of the dataset that the network saw.

    Returns
    -------
    Pictures or None
        None where there are none, or the inputs cannot be seen.
    """
    if dataset is None:
        inputs = open_inputs(activations)
        if inputs is None or inputs.ndim not in (3, 4):
            return None
        return Pictures(lambda index: inputs[index])
    data = open_dataset(dataset)
    if data.kind not in SEEN:
        return None
    with np.load(Path(activations) / "inputs.npz", allow_pickle=False) as arrays:
        rows = arrays["rows"]
    return Pictures(lambda index: picture(data, rows[index]))
