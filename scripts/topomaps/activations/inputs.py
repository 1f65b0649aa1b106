"""What is known of each input beside its activations: label, prediction, attributes."""

import logging
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from topomaps.activations.stored_arrays import open_array
from topomaps.models.layer_lists import ATTRIBUTE, array_names

logger = logging.getLogger(__name__)

TABLE = "inputs.csv"  # in a folder of `.npy` files
MISSING = ("", "nan", "NaN", "None", "NA", "<NA>")


class KnownInputs(NamedTuple):
    """What is known of n inputs.

    Attributes
    ----------
    labels, predictions : ndarray of int, shape (n,), or None
        Index of the class, -1 where it is missing.
    class_names : tuple of str
    attributes : pandas.DataFrame
        One row per input, values as text, NaN where they are missing.
    """

    labels: np.ndarray | None
    predictions: np.ndarray | None
    class_names: tuple
    attributes: pd.DataFrame


def read_inputs(path):
    """Read what is known of the inputs of activations.

    Parameters
    ----------
    path : path-like
        A `.npz` with the arrays `labels`, `predictions`, `class_names` and `attributes/<name>`, or
        a table (or a folder with a table `inputs.csv`) of the columns `label`, `prediction` and
        attributes; each may be missing. Labels are names, or indices into `class_names` where
        these are given.

    Returns
    -------
    KnownInputs

    Raises
    ------
    ValueError
        If an array is not one value per input, lengths differ, or an index has no class.
    """
    path = Path(path)
    if path.is_dir():
        path = path / TABLE
    columns = _table_columns(path) if path.suffix == ".csv" else _array_columns(path)
    names = columns.pop("class_names", None)
    _check_lengths(path, columns)
    labels, predictions = columns.pop("labels", None), columns.pop("predictions", None)
    given = [each for each in (labels, predictions) if each is not None]
    if names is None:
        found = pd.unique(pd.concat(given)) if given else []
        names = sorted((name for name in found if isinstance(name, str)), key=natural_key)
        codes = [None if each is None else _codes(each, names) for each in (labels, predictions)]
    else:
        names = [str(name) for name in names]
        codes = [
            None if each is None else _known_codes(path, each, names)
            for each in (labels, predictions)
        ]
    if codes[0] is not None and (missing := int((codes[0] < 0).sum())):
        logger.warning("%s: %d inputs have no label and belong to no class", path, missing)
    return KnownInputs(codes[0], codes[1], tuple(names), pd.DataFrame(columns))


def natural_key(value):
    """Key that sorts numbers, and ranges such as "10-19", by their first number, before text."""
    number = re.match(r"-?[0-9]+(\.[0-9]+)?", value)
    return (0, float(number[0]), value) if number else (1, 0, value)


def check_length(path, known, layer, n_activations):
    """Raise ValueError unless there is one label, or value of an attribute, per activation."""
    columns = {"labels": known.labels, "predictions": known.predictions, **known.attributes}
    for name, values in columns.items():
        if values is not None and len(values) != n_activations:
            raise ValueError(
                f"{path}: {n_activations} activations of layer {layer!r}, but {len(values)} values "
                f"of {name!r}; give one value per input, in the order of the activations"
            )


def as_text(values):
    """Values as text; whole numbers without decimals, NaN where a value is missing."""
    values = pd.Series(np.asarray(values))
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")  # what pandas made of integers with gaps
    text = values.astype(str).str.strip()
    return text.mask(text.isin(MISSING)).astype(object)


def _array_columns(path):
    wanted = [
        name
        for name in array_names(path)
        if name in ("labels", "predictions", "class_names") or name.startswith(ATTRIBUTE)
    ]
    columns = {}
    for name in wanted:
        values = open_array(path, name)
        if values.ndim != 1:
            raise ValueError(
                f"{path}: {name} has the shape {values.shape}; give one value per input"
            )
        is_names = name == "class_names"
        columns[name.removeprefix(ATTRIBUTE)] = list(values) if is_names else as_text(values)
    return columns


def _table_columns(path):
    if not path.is_file():
        raise ValueError(
            f"{path} does not exist; a folder of activations needs this table, with a row for each "
            "input and columns such as label, prediction and attributes"
        )
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    renamed = table.rename(columns={"label": "labels", "prediction": "predictions"})
    return {name: as_text(values) for name, values in renamed.items()}


def _check_lengths(path, columns):
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} ({length})" for name, length in lengths.items())
        raise ValueError(f"{path}: arrays are not equally long: {found}; give one value per input")


def _codes(values, names):
    return pd.Categorical(values, categories=names).codes.astype(np.int64)


def _known_codes(path, values, names):
    """Codes of names, or of indices into the names."""
    if values.dropna().isin(names).all():
        return _codes(values, names)
    codes = _codes(values, [str(index) for index in range(len(names))])
    unknown = values[(codes < 0) & values.notna()]
    if len(unknown):
        raise ValueError(
            f"{path}: {unknown.iloc[0]!r} is neither a name nor an index of a class; class_names "
            f"has {len(names)}: {', '.join(names[:20])}"
        )
    return codes
