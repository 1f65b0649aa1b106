"""The inputs that a network saw, and those that it was to see: of an extraction, or of a user's."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from topomaps.activations.dataset_inputs import ACCOUNT, known_inputs
from topomaps.activations.inputs import InputTable
from topomaps.activations.token_index import ARE_INPUTS
from topomaps.data.account import Account, read_account
from topomaps.data.dataset import LEFT_OUT, TEST, TRAIN, open_dataset


class SeenInputs(NamedTuple):
    """What became of the inputs of activations.

    Attributes
    ----------
    account : topomaps.data.account.Account
        Of all inputs that there were.
    names : list of str, length n
        Of the inputs of the activations: of files, or "input 7" as in all tables and figures.
    n_training : int
        Inputs that are there to train a model on.
    lost : topomaps.activations.inputs.InputTable or None
        What is known of the inputs that the network was to see and did not.
    """

    account: Account
    names: list
    n_training: int = 0
    lost: InputTable | None = None


def seen_inputs(activations, dataset, n_inputs):
    """What became of the inputs of activations.

    Parameters
    ----------
    activations : path-like
        Folder of an extraction, or a user's activations, of which nothing was left out.
    dataset : path-like or None
        File of the dataset that the network saw; None for a user's activations.
    n_inputs : int
        Of the activations.

    Returns
    -------
    SeenInputs
        Inputs that come once for each checkpoint of a training count once.
    """
    if dataset is None:
        return SeenInputs(Account(n_inputs), [f"input {each}" for each in range(n_inputs)])
    data = open_dataset(dataset)
    with np.load(Path(activations) / "inputs.npz", allow_pickle=False) as arrays:
        rows = np.array(list(dict.fromkeys(arrays["rows"].tolist())), dtype=int)
        account = read_account(str(arrays[ACCOUNT]))
        of_tokens = bool(arrays.get(ARE_INPUTS, False))
    names = [f"input {each}" for each in range(n_inputs if of_tokens else len(rows))]
    if data.files is not None:
        names = data.files[rows].tolist()
    expected = np.concatenate([data.rows(TEST), data.rows(LEFT_OUT)])
    lost = known_inputs(data, np.setdiff1d(expected, rows))
    return SeenInputs(account, names, len(data.rows(TRAIN)), lost)
