"""Labels as numbers of classes, for functions that know these alone, and their names again."""

from dataclasses import replace

import numpy as np

from topomaps.library.array_doors import as_array

NO_CLASS = ""  # in tables, of what is like no class, as in those of the workflow


def coded(inputs, probabilities=None):
    """Labels as whole numbers, and the probabilities in their order.

    Parameters
    ----------
    inputs : topomaps.library.layer_doors.GivenInputs
    probabilities : array-like, shape (n, C), optional
        The columns of a table are matched with the labels by their names.

    Returns
    -------
    codes : ndarray of int, shape (m,)
    names : ndarray, shape (C,), or None
        What the codes stand for; None where labels are whole numbers, as they are.
    probabilities : ndarray, shape (m, C), or None

    Raises
    ------
    ValueError
        If labels are no numbers and nothing says which column belongs to which.
    """
    labels, names = inputs.labels, None
    values, columns = _probabilities(probabilities, inputs)
    are_numbers = labels.dtype.kind in "iu"
    if columns is not None and (not are_numbers or columns.dtype.kind in "iu"):
        codes = _places(labels, columns)
        return codes, None if _are_places(columns) else columns, values
    if are_numbers:
        return labels, None, values
    names, codes = np.unique(labels, return_inverse=True)
    if values is not None and labels.dtype.kind != "b":
        raise ValueError(
            f"labels are names ({', '.join(map(str, names[:5]))}), but nothing says which column "
            "of probabilities is of which; give a table, as pandas.DataFrame(probabilities, "
            "columns=class_names), or labels as the numbers of columns"
        )
    if values is not None:  # of truth values, the columns are false and true
        names, codes = np.array([False, True]), labels.astype(np.int64)
    return codes.astype(np.int64), names, values


def named_suspects(table, names, inputs):
    """Table of `suspicious_inputs` with the labels as given, and the places of the inputs."""
    table["index"] = inputs.kept
    if names is not None:
        for column in ("given_label", "predicted_label", "given", "likelier"):
            table[column] = names[table[column].to_numpy()]
    return table


def named_subgroups(found, names, inputs):
    """`Subgroups` with the groups as given, NaN where an input without label has no part."""
    table, membership = found.table, found.membership
    if names is not None:
        all_names = np.array([*names.tolist(), NO_CLASS], dtype=object)
        table = table.assign(
            group=names[table["group"].to_numpy()],
            acts_like=all_names[table["acts_like"].to_numpy()],
        )
    if len(inputs.kept) < inputs.n_given:
        membership = np.full(inputs.n_given, np.nan)
        membership[inputs.kept] = found.membership
    return replace(found, table=table, membership=membership)


def _probabilities(given, inputs):
    """Probabilities (m, C) of the inputs with a label, and the names of their columns."""
    if given is None:
        return None, None
    values = as_array(given, "probabilities")
    if values.ndim != 2 or len(values) != inputs.n_given:
        raise ValueError(
            f"probabilities have the shape {values.shape}; expected ({inputs.n_given}, classes), a "
            "row for each input"
        )
    columns = getattr(given, "columns", None)
    names = None if columns is None else np.array(list(columns))
    return values[inputs.kept], names


def _places(labels, columns):
    """Place of each label among the names of the columns."""
    if labels.dtype.kind != columns.dtype.kind and "U" in (labels.dtype.kind, columns.dtype.kind):
        labels, columns = labels.astype(str), columns.astype(str)
    unknown = np.setdiff1d(labels, columns)
    if len(unknown):
        raise ValueError(
            f"probabilities have no column of the label {str(unknown[0])!r}; they have: "
            f"{', '.join(map(str, columns[:20]))}"
        )
    order = np.argsort(columns, kind="stable")
    return order[np.searchsorted(columns[order], labels)].astype(np.int64)


def _are_places(columns):
    """Whether names of columns are their numbers, from 0 on."""
    return columns.dtype.kind in "iu" and np.array_equal(columns, np.arange(len(columns)))
