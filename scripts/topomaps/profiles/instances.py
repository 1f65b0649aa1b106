"""Single inputs beside groups: their names, and what each activates more than the groups do."""

import difflib

import numpy as np

from topomaps.profiles.naps import group_means

NAMES = ("file", "name", "id")  # attributes by which an input of a user may be called


def instance_profiles(activations, sampled, rows, weighted=False):
    """Activations of single inputs, minus the mean over groups that NAPs are relative to.

    It is the instance projection of the authors' demonstration: one input on the layout of groups.

    Parameters
    ----------
    activations : array-like, shape (n, N)
        Feature maps averaged.
    sampled : list of ndarray of int
        Inputs of each group.
    rows : sequence of int, length I
        The single inputs.
    weighted : bool
        Whether the mean over groups is weighted by their sizes.

    Returns
    -------
    ndarray of float64, shape (I, N)
    """
    sizes = np.array([len(inputs) for inputs in sampled])
    means = group_means(activations, sampled)[sizes > 0]
    joint = np.average(means, axis=0, weights=sizes[sizes > 0] if weighted else None)
    return np.stack([np.asarray(activations[int(row)], dtype=np.float64) for row in rows]) - joint


def named_inputs(wanted, n_inputs, files=None, attributes=None):
    """Numbers of inputs by what they are called.

    Parameters
    ----------
    wanted : sequence of str or int
        Files (the whole path, or the last part where only one has it), names, or numbers from 0.
    n_inputs : int
    files : ndarray of str, shape (n,), optional
    attributes : pandas.DataFrame, optional
        Of n rows; its columns `file`, `name` and `id` name inputs, too.

    Returns
    -------
    list of int

    Raises
    ------
    ValueError
        If there is no such input, or several; names like it are told.
    """
    places = {}
    columns = [] if files is None else [files]
    if attributes is not None:
        columns += [attributes[each] for each in NAMES if each in attributes]
    for column in columns:
        for place, name in enumerate(column):
            for each in dict.fromkeys((str(name), str(name).rpartition("/")[2])):
                places.setdefault(each, set()).add(place)
    return [_number_of(each, places, n_inputs) for each in wanted]


def _number_of(name, places, n_inputs):
    """Number of the input of a name."""
    found = places.get(name, set())  # a number names no file
    if len(found) == 1:
        return next(iter(found))
    if len(found) > 1:
        first = ", ".join(map(str, sorted(found)[:3]))
        raise ValueError(
            f"map_grid.inputs: {len(found)} inputs are called {name!r}; name one by its whole "
            f"path, or by its number, of which the first are {first}"
        )
    if str(name).isdecimal() and int(name) < n_inputs:
        return int(name)
    close = difflib.get_close_matches(str(name), places, n=3)
    near = f"; names like it: {', '.join(close)}" if close else ""
    raise ValueError(
        f"map_grid.inputs: there is no input {name!r}{near}; name files, or numbers from 0 to "
        f"{n_inputs - 1}"
    )
