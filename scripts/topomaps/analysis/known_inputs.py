"""What a user says of inputs, as the table that all stages know inputs by."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topomaps.activations.inputs import InputTable, input_table
from topomaps.common.text import as_text
from topomaps.groups.factors import CHECKPOINT, CLASS, CONFUSION, CORRECTNESS, PREDICTION
from topomaps.library.array_doors import as_array
from topomaps.library.label_doors import as_labels

KEYWORDS = (CLASS, PREDICTION, CORRECTNESS, CONFUSION, CHECKPOINT)
SOURCE = "the inputs"
GROUP = "group"  # attribute of groups beside labels


class Said(NamedTuple):
    """What a user says of inputs; all but `groups` may be left out.

    Attributes
    ----------
    groups : array-like (n,), str, or sequence of str
        Group of each input; or names of factors: attributes, `class`, `prediction`, `correctness`
        or `confusion`.
    labels, predictions : array-like (n,)
    probabilities : array-like (n, C)
    class_names, prediction_names : sequence of str
    attributes : table or mapping of str -> array-like (n,)
    nuisance, blocks : str, sequence of str, or array-like (n,)
    missing : sequence of str
        Texts that stand for a missing value.
    """

    groups: Any = None
    labels: Any = None
    predictions: Any = None
    probabilities: Any = None
    class_names: Any = None
    prediction_names: Any = None
    attributes: Any = None
    nuisance: Any = ()
    blocks: Any = ()
    missing: Any = ()

    @property
    def columns(self):
        """What may be the name of a column of the activations."""
        names = (self.groups, self.labels, self.predictions, self.nuisance, self.blocks)
        return [each for each in names if isinstance(each, str)]

    def with_table(self, known):
        """The same with what a table of inputs (InputTable) knows, where nothing else is said."""
        coded = {"labels": known.class_names, "predictions": known.prediction_names}
        found = {
            key: np.array([*names, None], dtype=object)[getattr(known, key)]
            for key, names in coded.items()
            if getattr(known, key) is not None and getattr(self, key) is None
        }
        names = {"class_names": known.class_names, "prediction_names": known.prediction_names}
        names = {key: each or None for key, each in names.items() if getattr(self, key) is None}
        attributes = known.attributes if self.attributes is None else self.attributes
        return self._replace(**found, **names, attributes=attributes)


class Known(NamedTuple):
    """A table of inputs, the factors of their groups if any, what a network says, their title."""

    table: InputTable
    by: list
    nuisance: list
    blocks: list
    outputs: Any
    title: str


def known_inputs(said, n_inputs, source=None, stored=None, outputs=None):
    """Table of inputs, and by what they are grouped.

    Parameters
    ----------
    said : Said
    n_inputs : int
    source : object, optional
        The activations as given, whose columns labels may be named by.
    stored : topomaps.activations.inputs.InputTable, optional
        What a file knows of the inputs.
    outputs : array-like (n, K), optional
        What the network says of each, as of a file.

    Returns
    -------
    Known

    Raises
    ------
    ValueError
        If there is not one value for each input.
    """
    said = said if stored is None else said.with_table(stored)
    columns = _Columns(said, n_inputs, source)
    if said.probabilities is not None:
        outputs = as_array(said.probabilities, "probabilities")
    labels, groups = said.labels, said.groups
    if groups is None and labels is not None:
        groups = CLASS
    if labels is not None:
        columns.add("labels", labels, "labels")
    by = [] if groups is None else columns.factors(groups, labels is None)
    if said.predictions is not None:
        columns.add("predictions", said.predictions, "predictions")
    nuisance, blocks = (
        columns.named(said.nuisance, "nuisance"),
        columns.named(said.blocks, "blocks"),
    )
    names = {"class_names": said.class_names, "prediction_names": said.prediction_names}
    given = {key: _texts(each) for key, each in names.items() if each is not None}
    table = input_table({**columns.texts, **given}, SOURCE)
    if said.probabilities is not None:
        are_texts = columns.kinds.get("labels") == "U" and said.class_names is None
        table = _with_predictions(table, said, outputs, n_inputs, are_texts)
    title = columns.title or " × ".join(by)
    return Known(table, by, nuisance, blocks, outputs, title)


class _Columns:
    """Columns of text that grow while what is said of inputs is read."""

    def __init__(self, said, n_inputs, source):
        self.n_inputs, self.source, self.missing = n_inputs, source, said.missing
        self.texts, self.kinds, self.title = {}, {}, ""
        attributes = {} if said.attributes is None else said.attributes
        for name in attributes.columns if hasattr(attributes, "columns") else attributes:
            if not np.all(pd.isna(attributes[name])):  # as some of AnnData's
                self.add(str(name), attributes[name], f"attribute {str(name)!r}")

    def add(self, name, values, what):
        """Add a column of text, NaN where a value is missing."""
        values, missing = as_labels(values, what, self.source)
        if len(values) != self.n_inputs:
            raise ValueError(
                f"there are {self.n_inputs} inputs, but {len(values)} values of {what}; give one "
                "for each input"
            )
        self.texts[name] = as_text(values, self.missing, what).mask(missing)
        self.kinds[name] = values.dtype.kind

    def factors(self, groups, are_labels):
        """Names of the factors of groups, which are added where they are values."""
        if isinstance(groups, pd.DataFrame):
            for name in groups.columns:
                self.add(str(name), groups[name], f"groups {str(name)!r}")
            return [str(name) for name in groups.columns]
        if self._are_names(groups, (*KEYWORDS, *self.texts)):
            return [groups] if isinstance(groups, str) else list(groups)
        own = getattr(groups, "name", None)
        self.title = str(own) if isinstance(own, str) else groups if isinstance(groups, str) else ""
        name = "labels" if are_labels else self.title or GROUP
        self.add(name, groups, "groups")
        return [CLASS if are_labels else name]

    def named(self, given, what):
        """Names of attributes, one of which is added where values are given."""
        if given is None or (isinstance(given, (list, tuple)) and not len(given)):
            return []
        if self._are_names(given, self.texts):
            return [given] if isinstance(given, str) else list(given)
        self.add(what, given, what)
        return [what]

    def _are_names(self, given, known):
        """Whether something is the names of columns, and no values of as many inputs."""
        if isinstance(given, str):
            return given in known
        are_texts = isinstance(given, (list, tuple)) and all(isinstance(x, str) for x in given)
        return are_texts and len(given) != self.n_inputs and all(each in known for each in given)


def no_groups(attributes):
    """Sentence about inputs of which nothing says by what they are grouped."""
    return (
        "nothing says which group an input is in; give groups, one for each input, or the name of "
        f"an attribute (there are: {', '.join(map(repr, attributes)) or 'none'}): "
        "topomaps.Maps(maps, groups)"
    )


def _texts(names):
    return [str(each) for each in names]


def _with_predictions(table, said, outputs, n_inputs, are_texts):
    """The table with the names of a network's outputs, and the class of the largest of each."""
    if outputs.ndim != 2 or len(outputs) != n_inputs:
        raise ValueError(
            f"probabilities have the shape {outputs.shape}; expected ({n_inputs}, classes), a row "
            "for each input"
        )
    names = table.prediction_names
    if said.prediction_names is None:
        names = tuple(_output_names(said, table, outputs.shape[1], are_texts))
    if table.predictions is not None:
        return table
    return table._replace(predictions=_largest(outputs), prediction_names=names)


def _largest(outputs):
    """Number of the largest output of each input (n,); of a single one, whether it is above 1/2."""
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > (0.5 if outputs.min() >= 0 else 0)).astype(np.int64)
    return outputs.argmax(axis=1).astype(np.int64)


def _output_names(said, table, n_outputs, are_texts):
    """Names of a network's outputs: of their columns, or those of as many classes in order.

    `are_texts` says that the classes are texts, which could be in two orders: that of numbers in
    them, as here, or that of letters, as in scikit-learn.
    """
    columns = getattr(said.probabilities, "columns", None)
    if columns is not None:
        return _texts(columns)
    classes = list(table.class_names)
    if are_texts and sorted(classes) != classes:
        raise ValueError(
            f"classes are named {', '.join(classes[:5])}, which can be ordered in two ways; give "
            "prediction_names, the class that each column of probabilities is of"
        )
    if len(classes) == n_outputs or (n_outputs == 1 and len(classes) == 2):
        return classes
    if classes and all(each.isdecimal() and int(each) < n_outputs for each in classes):
        return [str(each) for each in range(n_outputs)]
    raise ValueError(
        f"probabilities have {n_outputs} columns, but there are {len(classes)} classes; give "
        "prediction_names, the class that each column is of"
    )
