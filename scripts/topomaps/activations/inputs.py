"""What is known of each input beside its activations: label, prediction, attributes."""

import logging
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np
import pandas as pd

from topomaps.activations.array_files import open_array
from topomaps.activations.array_names import OUTPUTS, array_names
from topomaps.activations.layer_lists import ATTRIBUTE, KNOWN, NAMES, inputs_file
from topomaps.common.text import as_text, natural_key
from topomaps.data.tables import columns_of, read_table
from topomaps.data.text_tables import named_columns

logger = logging.getLogger(__name__)


class InputTable(NamedTuple):
    """What is known of n inputs.

    Attributes
    ----------
    labels, predictions : ndarray of int, shape (n,), or None
        Index of the class, -1 where it is missing.
    class_names, prediction_names : tuple of str
        Names of the labels' classes, and of the network's own, which may be others.
    attributes : pandas.DataFrame
        One row per input, values as text, NaN where they are missing.
    """

    labels: np.ndarray | None
    predictions: np.ndarray | None
    class_names: tuple
    prediction_names: tuple
    attributes: pd.DataFrame


def read_inputs(path, missing=()):
    """Read what is known of the inputs of activations.

    Parameters
    ----------
    path : path-like
        A file with the arrays `labels`, `predictions`, `class_names`, `prediction_names` and
        `attributes/<name>`, or a folder with such a file `inputs.npz` or with a table `inputs.csv`
        of the columns `label`, `prediction` and attributes; each may be missing. Such a table may
        lie beside a file, too. In a folder of thingsvision's, images are known by the names of
        their files, and by the folders that these lie in. Labels and predictions are names, or
        indices into names that are given. Without `prediction_names`, which a folder may hold as
        the lines of `network.outputs.txt`, predictions are of the labels' classes.
    missing : sequence of str
        Texts that stand for a missing value, beside empty text.

    Returns
    -------
    InputTable

    Raises
    ------
    ValueError
        If an array is not one value per input, lengths differ, or an index has no class.
    """
    source, path = Path(path), inputs_file(path)
    columns = READERS.get(path.suffix, _array_columns)(path, missing)
    if (outputs := source / f"{OUTPUTS}.txt").is_file():
        columns["prediction_names"] = outputs.read_text(encoding="utf-8").split("\n")
    return input_table(columns, path)


def input_table(columns, source):
    """What is known of inputs whose labels, predictions and attributes are columns of text.

    Parameters
    ----------
    columns : dict of str -> pandas.Series or list of str
        `labels`, `predictions` and attributes (n,), as of `topomaps.common.text.as_text`, and
        `class_names` and `prediction_names`; each may be missing.
    source : path-like or str
        Names the columns' origin in sentences.

    Returns
    -------
    InputTable

    Raises
    ------
    ValueError
        As of `read_inputs`.
    """
    columns = dict(columns)
    names = {key: columns.pop(key, None) for key in NAMES}
    _check_lengths(source, columns)
    labels, class_names = _coded(source, columns.pop("labels", None), names["class_names"])
    predictions = columns.pop("predictions", None)
    if names["prediction_names"] is None:
        names["prediction_names"] = _shared_names(class_names, predictions)
    predictions, prediction_names = _coded(source, predictions, names["prediction_names"])
    if labels is not None and (missing := int((labels < 0).sum())):
        logger.warning("%s: %d inputs have no label and belong to no class", source, missing)
    return InputTable(labels, predictions, class_names, prediction_names, pd.DataFrame(columns))


def texts_of(known):
    """Names of labels and predictions, and attributes, as columns of text by name."""
    coded = {"label": (known.labels, known.class_names)}
    coded["prediction"] = (known.predictions, known.prediction_names)
    columns = {
        name: pd.Series([names[code] for code in codes if code >= 0], dtype=object)
        for name, (codes, names) in coded.items()
        if codes is not None
    }
    return {**columns, **known.attributes}


def _coded(path, values, names):
    """Index of each value among the names, and these; found among the values if not given."""
    if values is None:
        return None, ()
    if names is None:
        names = _found_names(values)
        return _codes(values, names), tuple(names)
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise ValueError(
            f"{path}: two classes are called {twice[0]!r}, so that their groups could not be told "
            "apart; give each a name of its own"
        )
    return _known_codes(path, values, names), tuple(names)


def _found_names(values):
    found = [name for name in values.unique() if isinstance(name, str)]
    return sorted(found, key=natural_key)


def _shared_names(class_names, predictions):
    """Names of predictions that are of the labels' classes; None if they are of others."""
    if predictions is None or not class_names:
        return None
    names = {*class_names}
    found = _found_names(predictions)
    as_indices = {str(index) for index in range(len(class_names))}
    if {*found} <= names or {*found} <= as_indices:
        return list(class_names)
    return sorted(names | {*found}, key=natural_key) if names & {*found} else None


def check_length(path, known, layer, n_activations):
    """Raise ValueError unless there is one label, or value of an attribute, per activation."""
    columns = {"labels": known.labels, "predictions": known.predictions, **known.attributes}
    for name, values in columns.items():
        if values is not None and len(values) != n_activations:
            raise ValueError(
                f"{path}: {n_activations} activations of layer {layer!r}, but {len(values)} values "
                f"of {name!r}; give one value per input, in the order of the activations"
            )


def _array_columns(path, missing):
    wanted = [
        name
        for name in array_names(path)
        if name in KNOWN or name in NAMES or name.startswith(ATTRIBUTE)
    ]
    columns = {}
    for name in wanted:
        values = np.asarray(open_array(path, name))
        if values.ndim != 1:
            raise ValueError(
                f"{path}: {name} has the shape {values.shape}; give one value per input"
            )
        text = as_text(values, () if name in NAMES else missing, f"{path}: {name}")
        columns[name.removeprefix(ATTRIBUTE)] = text.fillna("").tolist() if name in NAMES else text
    return columns


def _table_columns(path, missing):
    if not path.is_file():
        raise ValueError(
            f"{path} does not exist; a folder of activations needs this table, with a row for each "
            "input and columns such as label, prediction and attributes"
        )
    table = read_table(path)
    renamed = {"label": "labels", "prediction": "predictions"}
    columns = columns_of(table, path, named_columns(table), missing)
    return {renamed.get(name, name): values for name, values in columns.items()}


def _listed_files(path, missing):
    """Names of the files that thingsvision lists, and of the folders that they lie in."""
    names = [name.strip() for name in path.read_text(encoding="utf-8").split("\n")]
    files = [PurePosixPath(name.replace("\\", "/")) for name in names if name]
    columns = {"file": as_text([str(file) for file in files])}
    if all(file.parent.name for file in files):
        columns["labels"] = as_text([file.parent.name for file in files], missing)
    return columns


READERS = {".csv": _table_columns, ".txt": _listed_files}


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
            f"{path}: {unknown.iloc[0]!r} is neither a name nor an index of a class; there are "
            f"{len(names)} names: {', '.join(names[:20])}"
        )
    return codes
