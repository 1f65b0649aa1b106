"""What a configuration leaves out of datasets and experiments of a user's own."""

import csv
from pathlib import Path

from scripts.topomaps.models.architectures import SHOWN_LAYER
from scripts.topomaps.models.layer_lists import keras_layers, stored_layers

OWN_SOURCES = ("folder", "image_table", "table")
TRAINED_TEST_SHARE = 0.25  # ASSUME: a quarter of a user's data is enough to test on


def is_own(dataset):
    """Whether a dataset is a user's own files."""
    return dataset["source"] in OWN_SOURCES


def own_settings(config, name):
    """Settings of a user's dataset; what it leaves out is read from the models that use it."""
    dataset, models = config["datasets"][name], config["models"]
    files, trained = [], any(each.get("dataset") == name for each in models.values())
    for each in config["experiments"].values():
        model = models.get(each.get("model"), {})
        if each.get("dataset") == name and (file := keras_file(model)):
            files.append(file[1:])
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


def keras_file(model):
    """What the `.keras` file of a model says; None for other models, and for a faulty file."""
    try:
        return keras_layers(model["path"]) if "path" in model else None
    except ValueError:  # a fault of the model, which is reported there
        return None


def table_columns(path):
    """Names of the columns of a CSV or TSV table; None for another kind of table."""
    path = Path(path)
    if path.suffix not in (".csv", ".tsv") or not path.is_file():
        return None
    with open(path, newline="", encoding="utf-8-sig") as file:
        return next(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","), [])


def expand_own(config, experiment, layouts, tests):
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
        "tests": tests,
        "components": "measures" in experiment["figures"],
    }
