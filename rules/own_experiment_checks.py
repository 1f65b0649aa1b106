"""Checks of experiments on a user's own activations, models or groups of inputs."""

import re
from pathlib import Path

from own_configuration import is_own, keras_file, own_settings, table_columns
from sentences import measures_faults, no_column, no_layer, too_few_trials, unknown

from scripts.topomaps.models.architectures import layer_names
from scripts.topomaps.models.layer_lists import ATTRIBUTE, array_names, stored_layers

FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def own_faults(config, key, experiment):
    """Faults of an experiment of kind `own`."""
    if ("activations" in experiment) == ("model" in experiment):
        yield f"{key}: name either `activations`, or `model` and `dataset`"
        return
    if "activations" in experiment:
        yield from _activations_faults(key, experiment)
    elif "dataset" not in experiment:
        yield f"{key}: the key 'dataset' is missing; it says which inputs the model sees"
    elif experiment["model"] not in config["models"]:
        yield unknown(f"{key}.model", experiment["model"], config["models"])
    elif experiment["dataset"] not in config["datasets"]:
        yield unknown(f"{key}.dataset", experiment["dataset"], config["datasets"])
    else:
        yield from _model_faults(config, key, experiment)
    groups = experiment["groups"]
    if (groups["by"] == "attribute") != bool(groups["attributes"]):
        yield f"{key}.groups: `by: attribute` and a list `attributes` belong together"
    if _n_layers(experiment) < 2:
        for figure in ("layers", "dissimilarities"):
            if figure in experiment["figures"]:
                yield f"{key}.figures: {figure!r} needs two layers or more"
    yield from measures_faults(key, experiment)
    if "quality" in experiment["figures"] and experiment["trials"] < 2:
        yield too_few_trials(key, experiment)


def _n_layers(experiment):
    """Number of layers: those named, else those of the file, else the one that is shown."""
    if "layers" in experiment or "model" in experiment:
        return len(experiment.get("layers", ["shown"]))
    try:
        return len(stored_layers(experiment["activations"]))
    except ValueError:  # a fault of the file, which is reported there
        return 2


def _activations_faults(key, experiment):
    path = experiment["activations"]
    try:
        known = stored_layers(path)
    except ValueError as error:
        yield f"{key}.activations: {error} (looked for in {Path.cwd()})"
        return
    yield from _layer_faults(key, experiment.get("layers", known), known, path)
    if Path(path).is_dir():
        table = Path(path) / "inputs.csv"
        if not table.is_file():
            yield f"{key}.activations: the table {str(table)!r} of the inputs is missing"
            return
        columns = table_columns(table)
    else:
        names = array_names(path)
        columns = [n.removeprefix(ATTRIBUTE) for n in names if n.startswith(ATTRIBUTE)]
    yield from _attribute_faults(key, experiment, columns)


def _model_faults(config, key, experiment):
    model = config["models"][experiment["model"]]
    dataset = config["datasets"][experiment["dataset"]]
    if "application" in model:
        yield f"{key}.model: {experiment['model']!r} is of keras.applications; use `kind: bias`"
    elif "path" in model:
        if not (file := keras_file(model)):
            return
        known, shape, _ = file
        if "layers" not in experiment:
            yield (
                f"{key}: the key 'layers' is missing; {model['path']} has {', '.join(known)}, and "
                f"`snakemake list_layers --config keras_file={model['path']}` says which are suited"
            )
        yield from _layer_faults(key, experiment.get("layers", ()), known, model["path"])
        yield from _shape_faults(config, key, experiment, shape)
    else:
        known = layer_names(model["architecture"])
        yield from _layer_faults(key, experiment.get("layers", ()), known, experiment["model"])
    if not is_own(dataset):
        columns = []
    elif dataset["source"] == "image_table":
        columns = dataset.get("attributes") or table_columns(dataset["path"])
    else:
        columns = dataset.get("attributes", [])
    if columns is not None:
        yield from _attribute_faults(key, experiment, columns)


def _shape_faults(config, key, experiment, shape):
    name = experiment["dataset"]
    if not shape or not is_own(config["datasets"][name]):
        return
    settings = own_settings(config, name)
    if settings["source"] == "table" or "image_size" not in settings:
        return
    given = (*settings["image_size"], settings["channels"])
    fits = len(shape) == 3 and all(a in (None, b) for a, b in zip(shape, given, strict=True))
    if not fits:
        yield (
            f"{key}.dataset: images of {name!r} have the shape {given}, but the model "
            f"{experiment['model']!r} expects {shape}; change image_size and channels, or the model"
        )


def _layer_faults(key, layers, known, where):
    for layer in layers:
        if layer not in known:
            yield no_layer(key, where, layer, known)
        elif not FILE_NAME.fullmatch(layer):
            yield (
                f"{key}.layers: {layer!r} would become part of a file name; rename it to letters, "
                "digits, dots, hyphens and underscores, with no dot or hyphen in front"
            )


def _attribute_faults(key, experiment, columns):
    for attribute in (*experiment["groups"]["attributes"], *experiment["nuisance"]):
        if attribute not in columns:
            yield no_column(key, attribute, columns)
