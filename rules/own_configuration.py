"""Checks and expansion of datasets, models and experiments of a user's own.

Imports no more than the standard library, so that a dry run needs nothing else.
"""

import csv
import re
from pathlib import Path

from sentences import guess, unknown

from scripts.topomaps.architectures import SHOWN_LAYER, layer_names
from scripts.topomaps.layer_lists import array_names, keras_layers, stored_layers

OWN_SOURCES = ("folder", "image_table", "table")
ATTRIBUTE = "attributes/"
FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+")
TRAINED_TEST_SHARE = 0.25  # ASSUME: a quarter of a user's data is enough to test on
TEST_KEYS = ("nuisance", "permutations", "resamples", "alpha")


def is_own(dataset):
    """Whether a dataset is a user's own files."""
    return dataset["source"] in OWN_SOURCES


def own_dataset_faults(config, name):
    """Faults of a dataset that is a user's own files."""
    key, dataset = f"datasets.{name}", config["datasets"][name]
    path, source = Path(dataset["path"]), dataset["source"]
    if not (path.is_dir() if source == "folder" else path.is_file()):
        kind = "folder" if source == "folder" else "file"
        yield f"{key}.path: there is no {kind} {str(path)!r} (looked for in {Path.cwd()})"
        return
    if source == "table":
        for image_key in ("image_size", "channels"):
            if image_key in dataset:
                yield f"{key}.{image_key}: a table of numbers has no images; leave it out"
    elif "image_size" not in own_settings(config, name):
        yield (
            f"{key}.image_size: the size [height, width] of the images is missing; only a .keras "
            "model that is used on this dataset may give it"
        )
    if source != "folder" and (columns := _columns(path)):
        needed = ["file"] if source == "image_table" else []
        for column in [*needed, dataset["label"], *dataset.get("attributes", ())]:
            if column not in columns:
                yield _no_column(f"{key}.path", column, columns)


def own_model_faults(key, model):
    """Faults of a model that is a `.keras` file."""
    try:
        keras_layers(model["path"])
    except ValueError as error:
        yield f"{key}.path: {error}"


def own_settings(config, name):
    """Settings of a user's dataset; what it leaves out is read from the models that use it."""
    dataset, models = config["datasets"][name], config["models"]
    files, trained = [], any(each.get("dataset") == name for each in models.values())
    for each in config["experiments"].values():
        model = models.get(each.get("model"), {})
        if each.get("dataset") == name and "path" in model and Path(model["path"]).is_file():
            files.append(keras_layers(model["path"])[1:])
    settings = {"scale": 255.0, "test_share": TRAINED_TEST_SHARE if trained else 1.0}
    if dataset["source"] == "table":
        settings["scale"] = 1.0 if files else None
    for shape, scales in files:
        if dataset["source"] != "table" and shape and len(shape) == 3:
            settings |= {"image_size": list(shape[:2])} if None not in shape[:2] else {}
            settings |= {"channels": shape[2]} if shape[2] in (1, 3) else {}
        settings |= {"scale": 1.0} if scales else {}
    defaults = {"channels": 3, "attributes": None}
    given = {key: value for key, value in dataset.items() if key != "path"}
    if dataset["source"] == "table":
        defaults |= {"image_size": None}
    return {**defaults, **settings, **given}


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
    if len(experiment.get("layers", "ab")) < 2:
        for figure in ("layers", "dissimilarities"):
            if figure in experiment["figures"]:
                yield f"{key}.figures: {figure!r} needs two layers or more"
    if "quality" in experiment["figures"] and experiment["trials"] < 2:
        yield f"{key}.trials: {experiment['trials']} is too few for the figure 'quality', 2 or more"


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
        columns = _columns(table)
    else:
        names = array_names(path)
        columns = [n.removeprefix(ATTRIBUTE) for n in names if n.startswith(ATTRIBUTE)]
    yield from _attribute_faults(key, experiment, columns)


def _model_faults(config, key, experiment):
    model, dataset = (
        config["models"][experiment["model"]],
        config["datasets"][experiment["dataset"]],
    )
    if "application" in model:
        yield f"{key}.model: {experiment['model']!r} is of keras.applications; use `kind: bias`"
    elif "path" in model:
        if not Path(model["path"]).is_file():
            return
        known, shape, _ = keras_layers(model["path"])
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
        columns = dataset.get("attributes") or _columns(dataset["path"])
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
            yield (
                f"{key}.layers: {where} has no layer {layer!r}{guess(layer, known)}; "
                f"it has: {', '.join(known)}"
            )
        elif not FILE_NAME.fullmatch(layer):
            yield (
                f"{key}.layers: {layer!r} would become part of a file name; rename it to letters, "
                "digits, dots, hyphens and underscores"
            )


def _attribute_faults(key, experiment, columns):
    for attribute in (*experiment["groups"]["attributes"], *experiment["nuisance"]):
        if attribute not in columns:
            yield _no_column(key, attribute, columns)


def _no_column(key, name, columns):
    there = ", ".join(columns) or "none"
    return (
        f"{key}: there is no attribute or column {name!r}{guess(name, columns)}; there are: {there}"
    )


def _columns(path):
    """Names of the columns of a CSV or TSV table; None for another kind of table."""
    path = Path(path)
    if path.suffix not in (".csv", ".tsv") or not path.is_file():
        return None
    with open(path, newline="", encoding="utf-8-sig") as file:
        return next(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","), [])


def expand_own(config, experiment, layouts):
    """An experiment of kind `own` with its layers, and in the form of all that have maps."""
    if "activations" in experiment:
        layers = stored_layers(experiment["activations"])
    else:
        architecture = config["models"][experiment["model"]].get("architecture")
        layers = [SHOWN_LAYER[architecture]] if architecture else []
    return {
        "layers": layers,
        **experiment,
        "layouts": layouts,
        "components": "measures" in experiment["figures"],
        "tests": {key: experiment[key] for key in TEST_KEYS},
    }
