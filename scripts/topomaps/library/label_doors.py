"""Labels that people have, one for each input: text, whole numbers, categories, truth values.

Labels that are missing (None, NaN, pandas' NA and NaT, masked) are told from all others: an empty
text or the text "nan" is a label like any.
"""

import numpy as np

from topomaps.library.frameworks import from_framework, packages_of

MISSING_TYPES = ("NAType", "NaTType", "MaskedConstant")


def as_labels(labels, what="labels", source=None):
    """Labels of inputs, and which of them are missing.

    Parameters
    ----------
    labels : array-like, shape (n,), or str
        Of any package, as of `topomaps.library.array_doors.as_rows`, or of one column; or the name
        of a column of the activations where these are a table, of AnnData's `obs`, or a coordinate
        of xarray.
    what : str
        Names the labels in sentences.
    source : object, optional
        The activations as they are given.

    Returns
    -------
    values : ndarray, shape (n,)
        Of bool, whole numbers, other numbers or text; where one is missing, another stands.
    missing : ndarray of bool, shape (n,)

    Raises
    ------
    ValueError
        If these are no labels, of several types, or all missing; names what was given.
    """
    if isinstance(labels, str):
        labels = _column(labels, what, source)
    check_order(labels, source, what)
    values = _one_column(labels, what)
    missing = _missing(values)
    if not len(values):
        raise ValueError(f"{what} are empty; give one for each input")
    if missing.all():
        raise ValueError(f"all {len(values)} {what} are missing (None or NaN)")
    if values.dtype.kind in "iub":
        return values, missing
    kept = values.copy()
    kept[missing] = values[~missing][0]
    return _of_one_type(kept, what), missing


def table_without(activations, labels):
    """Activations without the columns that labels were named by."""
    names = [each for each in labels if isinstance(each, str)]
    is_table = hasattr(activations, "columns") and hasattr(activations, "drop")
    return activations.drop(columns=names) if is_table and names else activations


def check_order(labels, source, what):
    """Refuse labels of pandas whose index is that of the activations in another order."""
    indices = [_index(each) for each in (labels, source)]
    if any(each is None or not each.is_unique for each in indices):
        return
    own, other = indices
    if len(own) == len(other) and not own.equals(other) and own.isin(other).all():
        raise ValueError(
            f"the index of {what} is that of the activations in another order; bring them into the "
            f"same, as {what}.loc[activations.index], or give {what}.to_numpy() if their places "
            "count"
        )


def _index(values):
    """Index of a table, a column or AnnData; None of anything else."""
    if "anndata" in packages_of(values):
        return getattr(values, "obs_names", None)
    return getattr(values, "index", None) if "pandas" in packages_of(values) else None


def _column(name, what, source):
    """A column of the activations that labels are named by."""
    if hasattr(source, "obs"):
        columns, place = source.obs, "obs"
    elif hasattr(source, "columns") and hasattr(source, "__getitem__"):
        columns, place = source, "the table"
    elif hasattr(source, "coords"):
        columns, place = source.coords, "the coordinates"
    else:
        raise ValueError(f"{what} are the text {name!r}; give one label for each input")
    known = list(getattr(columns, "columns", columns))
    if name not in known:
        raise ValueError(
            f"{what} is {name!r}, which {place} of the activations lacks; it has: "
            f"{', '.join(map(str, known[:20])) or 'nothing'}"
        )
    return columns[name]


def _one_column(labels, what):
    """Labels as an array (n,), lists as objects so that nothing becomes text."""
    if labels is None:
        raise ValueError(f"{what} are None; give one label for each input")
    if isinstance(labels, np.ma.MaskedArray):
        mask, labels = np.ma.getmaskarray(labels), labels.data.astype(object)
        labels[mask] = None
    if getattr(labels, "ndim", 1) == 2 and hasattr(labels, "iloc") and labels.shape[1] == 1:
        labels = labels.iloc[:, 0]
    values = from_framework(labels, what)
    if not isinstance(values, np.ndarray):
        values = _of_items(values, what)
    if values.ndim == 2 and 1 in values.shape:
        values = values.ravel()
    if values.ndim != 1:
        raise ValueError(
            f"{what} have the shape {values.shape}; give one label for each input, (inputs,)"
            + ", as values.argmax(axis=1) of rows of 0 and 1" * (values.ndim == 2)
        )
    if values.dtype.kind == "c" or values.dtype.names:
        raise ValueError(f"{what} are {values.dtype}; give text, whole numbers or truth values")
    if values.dtype.kind == "S":
        return np.char.decode(values, "utf-8")
    return values if values.dtype.kind in "iubfU" else values.astype(object)


def _of_items(values, what):
    if hasattr(values, "__array__"):
        return np.asarray(values)
    try:
        items = list(values)
    except TypeError:
        raise ValueError(
            f"{what} are of type {type(values).__name__}; give one label for each input"
        ) from None
    items = [
        each.item() if hasattr(each, "item") and np.ndim(each) == 0 else each for each in items
    ]
    found = np.empty(len(items), dtype=object)
    found[:] = items
    return found


def _missing(values):
    if values.dtype.kind in "iubU":
        return np.zeros(len(values), dtype=bool)
    if values.dtype.kind == "f":
        return np.isnan(values)
    return np.array([_is_missing(each) for each in values], dtype=bool)


def _is_missing(value):
    is_float = isinstance(value, (float, np.floating))
    return value is None or type(value).__name__ in MISSING_TYPES or (is_float and value != value)


def _of_one_type(values, what):
    """Labels without missing ones as bool, whole numbers, numbers or text, if they are of one."""
    if values.dtype.kind == "U":
        return values
    if values.dtype.kind == "f":
        return _whole(values)
    values = np.array([_as_text(each) for each in values], dtype=object)
    types = {bool: (bool, np.bool_), float: (int, float, np.integer, np.floating), str: (str,)}
    for target, allowed in types.items():
        if all(isinstance(each, allowed) for each in values):
            if target is float and any(isinstance(each, (bool, np.bool_)) for each in values):
                break  # Python counts truth values as numbers
            return _whole(values.astype(float)) if target is float else values.astype(target)
    found = sorted({type(each).__name__ for each in values})
    raise ValueError(
        f"{what} are of several types or of no simple one ({', '.join(found)}); give all as text, "
        "as [str(each) for each in labels]"
    )


def _as_text(value):
    """A label of bytes as text; a time, or something else that is no number, too."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return str(value) if type(value).__name__ in ("Timestamp", "datetime", "date", "Interval",
                                                  "Period") else value  # fmt: skip


def _whole(values):
    """Numbers as int64 if all of them are whole."""
    with np.errstate(invalid="ignore"):
        are_whole = (np.abs(values) < 2**53).all() and (values == np.round(values)).all()
    return values.astype(np.int64) if are_whole else values
