"""What is known of the inputs and the network of an experiment before any job, from the files.

None stands for what cannot be told here; the first job that needs it says so then.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules.configuration.groupings import EACH, OF_TOKENS
from scripts.topomaps.activations.layer_lists import (
    ATTRIBUTE,
    array_names,
    inputs_file,
    stored_layers,
)
from scripts.topomaps.data.class_names import class_names
from scripts.topomaps.data.files_by_kind import ENDINGS, classes_of_folder
from scripts.topomaps.data.kinds import TEXT
from scripts.topomaps.data.sources import SOURCES
from scripts.topomaps.data.text_tables import (
    dialect_of,
    file_column,
    named_columns,
    rows_of,
    table_ending,
    text_column,
)
from scripts.topomaps.models.architectures import layer_names
from scripts.topomaps.models.formats import describe_model
from scripts.topomaps.models.model_outputs import prediction_output, why_no_predictions

LABEL = "label"
MAX_BYTES_READ = 50_000_000  # of a table whose labels are read while a run is planned


class Facts(NamedTuple):
    """Facts about the source of an experiment's activations.

    Attributes
    ----------
    layers, attributes, classes, outputs : list of str, or None
        Names of layers, attributes of the inputs, classes of the labels and of the network.
    labels, predictions, checkpoints : bool or None
        Whether there are any.
    folds : bool
        Whether training inputs are judged by networks that have not learned their labels.
    infos : dict of str -> LayerInfo, or None
        What is known of the layers by name; None where only their names are.
    unpredicted : str
        Why there are no predictions, where there are none.
    """

    layers: list | None = None
    attributes: list | None = None
    classes: list | None = None
    outputs: list | None = None
    labels: bool | None = None
    predictions: bool | None = None
    checkpoints: bool = False
    folds: bool = False
    infos: dict | None = None
    unpredicted: str = "there are none"


def inspect_source(config, experiment):
    """Facts about an experiment whose model and dataset, or activations, are defined."""
    if "activations" in experiment:
        return _of_activations(experiment["activations"])
    facts = _of_model(config, experiment)
    if experiment.get("tokens") != EACH:
        return facts
    attributes = None if facts.attributes is None else [*facts.attributes, *OF_TOKENS]
    return facts._replace(
        attributes=attributes, predictions=False, unpredicted="the inputs are tokens, not texts"
    )


def _of_model(config, experiment):
    """Facts about the model of an experiment and the dataset that it sees."""
    model, name = config["models"][experiment["model"]], dataset_of(config, experiment)
    classes, labels = classes_of(config, name), has_labels(config, name)
    known = Facts(attributes=attributes_of(config, name), classes=classes, labels=labels)
    if "architecture" in model:
        return known._replace(
            layers=list(layer_names(model["architecture"])),
            outputs=classes_of(config, model["dataset"]),
            predictions=True,
            checkpoints=bool(model.get("checkpoints")),
            folds="folds" in model,
        )
    outputs = model.get("class_names")
    outputs = classes if outputs == "labels" else [*map(str, outputs)] if outputs else []
    if "application" in model:
        return known._replace(outputs=outputs, predictions=model["include_top"])
    return _of_file(known._replace(outputs=outputs), model_file_facts(model), model)


def _of_file(known, file, model):
    """What the file of a model adds to what is known; of a faulty file, nothing."""
    if file is None:
        return known
    try:
        chosen = prediction_output(file.outputs, model.get("outputs"))
    except ValueError:  # a error of the model, which is reported there
        chosen = None
    return known._replace(
        layers=None if file.layers is None else list(file.names),
        infos={name: each for each in file.infos for name in (*each.modules, each.name)},
        outputs=known.outputs or list(chosen.class_names or ()) if chosen else known.outputs,
        predictions=None if chosen and chosen.shape is None else chosen is not None,
        unpredicted="" if chosen else why_no_predictions(file.outputs),
    )


def dataset_of(config, experiment):
    """The dataset that the model of an experiment sees: the one named, or its own."""
    return experiment.get("dataset", config["models"][experiment["model"]].get("dataset"))


def source_of(dataset):
    """What is known of the source of a dataset."""
    return SOURCES[dataset["source"]]


def is_folder(dataset):
    """Whether a user's dataset is a folder, or an archive, whose folders are classes."""
    source = source_of(dataset)
    return source.columns is None or (source.kind in ENDINGS and Path(dataset["path"]).is_dir())


def label_column(dataset):
    """Column of the labels of a table; None if there is none, or it cannot be told here."""
    if "label" in dataset:
        return dataset["label"]
    return LABEL if LABEL in (table_columns(dataset) or []) else None


def has_labels(config, name):
    """Whether the inputs of a dataset have labels."""
    dataset = config["datasets"][name]
    source = source_of(dataset)
    if not source.of_user:
        return bool(source.class_names)
    if is_folder(dataset):
        return source.kind not in ENDINGS or bool(classes_of_folder(dataset["path"], source.kind))
    if label_column(dataset):
        return True
    return None if table_columns(dataset) is None else False


def attributes_of(config, name):
    """Attributes of the inputs of a dataset."""
    dataset = config["datasets"][name]
    source = source_of(dataset)
    if not source.of_user:
        return list(source.attributes)
    if not source.groups_by_default or "attributes" in dataset or is_folder(dataset):
        return dataset.get("attributes", [])
    if (columns := table_columns(dataset)) is None:
        return None
    of_inputs = input_column(dataset, columns)
    return [name for name in named_columns(columns) if name != of_inputs]


def input_column(dataset, columns):
    """Column of a table that holds the inputs, or names their files; None if it cannot be told."""
    if source_of(dataset).kind == TEXT:
        return text_column(columns, dataset.get("text"))
    return file_column(columns, dataset.get("file_column"))


def classes_of(config, name):
    """Names of the classes of a dataset."""
    dataset = config["datasets"][name]
    source = source_of(dataset)
    if not source.of_user:
        return list(source.class_names)
    path = Path(dataset["path"])
    if is_folder(dataset):
        if source.kind in ENDINGS:
            names = classes_of_folder(path, source.kind)
            return [name for name in names if name not in dataset.get("missing", ())]
        if not path.is_dir():
            return None
        names = class_names(path, dataset.get("nested", False))
        return [name for name in names if name not in dataset.get("missing", ())]
    column = label_column(dataset)
    return column_values(dataset, column) if column else None


def column_values(dataset, column):
    """Distinct values of a column, sorted; None as of `column_counts`."""
    counts = column_counts(dataset, column)
    return None if counts is None else sorted(counts)


def column_counts(dataset, column):
    """How often each value stands in a column of a text table, missing ones left out.

    None where the column is not there, or the table too large to be read here.
    """
    path, columns = Path(dataset["path"]), table_columns(dataset) or []
    if column not in columns or path.stat().st_size > MAX_BYTES_READ:
        return None
    counts = _counts(str(path), dialect_of_dataset(dataset), columns.index(column))
    missing = {"", *dataset.get("missing", ())}
    return counts and {each: n for each, n in counts.items() if each not in missing}


@cache
def _counts(path, dialect, place):
    """How often each value stands in a column; None where a job will say what is wrong."""
    try:
        return Counter(row[place] for row in rows_of(path, dialect) if len(row) > place)
    except (ValueError, OSError, csv.Error):
        return None


def dialect_of_dataset(dataset):
    """How the table of a dataset is written; None for one that is no text file, or is not there.

    Raises
    ------
    ValueError
        As of `scripts.topomaps.data.text_tables.dialect_of`.
    """
    path = dataset["path"]
    if table_ending(path) is None or not Path(path).is_file():
        return None
    return dialect_of(path, dataset.get("separator"), dataset.get("encoding"))


def table_columns(dataset):
    """Names of the columns of a dataset's table; None where they cannot be told here."""
    try:
        dialect = dialect_of_dataset(dataset)
    except (ValueError, OSError):  # reported as a error of the dataset
        return None
    return None if dialect is None else list(dialect.columns)


def model_file_facts(model):
    """What the file of a model says of it; None for other models, and for a faulty file."""
    try:
        return describe_model(model["path"]) if "path" in model else None
    except ValueError:  # a error of the model, which is reported there
        return None


def _of_activations(path):
    """Facts about a file or folder of activations; of a faulty one, none."""
    try:
        layers, inputs = stored_layers(path), inputs_file(path)
    except ValueError:  # reported as a error of the experiment
        return Facts()
    if layers is None:  # of an HDF5 file, which cannot be read here
        return Facts()
    if inputs.suffix == ".txt":  # names of files, of which their folders may be the labels
        return Facts(layers, ["file"])
    if inputs.suffix == ".csv":
        if (names := table_columns({"path": str(inputs)})) is None:  # the job says why
            return Facts(layers)
        attributes = [name for name in named_columns(names) if name not in (LABEL, "prediction")]
        return Facts(layers, attributes, labels=LABEL in names, predictions="prediction" in names)
    names = array_names(inputs)
    attributes = [each.removeprefix(ATTRIBUTE) for each in names if each.startswith(ATTRIBUTE)]
    return Facts(layers, attributes, labels="labels" in names, predictions="predictions" in names)
