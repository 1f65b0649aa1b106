"""Inputs that activate the regions of a map most."""

import numpy as np
import pandas as pd

from topomaps.activations.chunks import mean_chunks
from topomaps.maps.regions import ABOVE


def region_activations(activations, sets):
    """Mean activation of each input over sets of neurons.

    Parameters
    ----------
    activations : array, shape (n, N) or (n, height, width, N)
        Possibly memory-mapped.
    sets : list of ndarray of int, length S

    Returns
    -------
    ndarray of float64, shape (n, S)
    """
    return np.concatenate(list(_activations_in_parts(activations, sets)))


def _activations_in_parts(activations, sets):
    """Yield what `region_activations` gives, some inputs at a time."""
    weights = np.zeros((activations.shape[-1], len(sets)))
    for column, neurons in enumerate(sets):
        weights[neurons, column] = 1 / len(neurons)
    for means in mean_chunks(activations):
        yield means @ weights


def top_inputs(activations, regions, n_inputs):
    """Inputs that activate each region above the mean most.

    Returns
    -------
    pandas.DataFrame
        Columns group, region, rank (from 0), input (index) and activation (mean over the region).
    """
    above = regions[regions["direction"] == ABOVE].groupby(["group", "region"], sort=False)
    keys = list(above.groups)
    sets = [above.get_group(key)["neuron"] for key in keys]
    return top_of_sets(
        _activations_in_parts(activations, sets), keys, ["group", "region"], n_inputs
    )


def top_of_sets(parts, keys, names, n_inputs):
    """Inputs that activate sets of neurons most.

    Parameters
    ----------
    parts : iterable of ndarray, shape (m, S)
        What `region_activations` gives, whole or some inputs at a time; only the most active are
        kept.
    keys : list of tuple, length S
        What each set is known by.
    names : list of str
        Columns of the entries of a key.
    n_inputs : int

    Returns
    -------
    pandas.DataFrame
        Columns `names`, rank (from 0), input (index) and activation (mean over the set).
    """
    values, inputs = largest_rows(parts, n_inputs)
    rows = [
        (*key, rank, inputs[rank, column], values[rank, column])
        for column, key in enumerate(keys)
        for rank in range(len(inputs))
    ]
    return pd.DataFrame(rows, columns=[*names, "rank", "input", "activation"])


def largest_rows(parts, n_rows):
    """The largest values of each column, and the rows that hold them.

    Parameters
    ----------
    parts : iterable of ndarray, shape (m, S)
        Rows, some at a time; only the largest are kept.
    n_rows : int
        How many to find of each column; all where there are fewer.

    Returns
    -------
    values, rows : ndarray, shape (n_rows, S)
        The largest first; of equal ones the first row.
    """
    values = numbers = None
    start = 0
    for part in parts:
        rows = np.broadcast_to(np.arange(start, start + len(part))[:, None], part.shape)
        start += len(part)
        if values is not None:
            part, rows = np.concatenate([values, part]), np.concatenate([numbers, rows])
        order = np.argsort(-part, axis=0, kind="stable")[:n_rows]
        values, numbers = (np.take_along_axis(each, order, axis=0) for each in (part, rows))
    return values, numbers


def named_inputs(top, known):
    """Table of top inputs with the label of each, and its attributes, where they are known.

    Parameters
    ----------
    top : pandas.DataFrame
        As of `top_inputs`.
    known : topomaps.activations.inputs.InputTable
    """
    rows, labels = top["input"].to_numpy(dtype=int), [""] * len(top)
    if known.labels is not None:
        names = np.array([*known.class_names, ""])  # the last one serves inputs without label
        labels = names[known.labels[rows]]
    attributes = {
        f"attribute_{name}": column.to_numpy()[rows] for name, column in known.attributes.items()
    }
    return top.assign(label=labels, **attributes)
