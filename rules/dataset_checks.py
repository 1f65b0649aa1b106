"""Checks of the datasets, the models and the sizes of images in a configuration."""

from bias_configuration import application_faults
from own_configuration import is_own
from own_dataset_checks import own_dataset_faults, own_model_faults
from sentences import unknown

from scripts.topomaps.data.sources import SOURCES


def n_classes(config, dataset):
    """Number of classes of a named dataset; 0 if it has none, or they are not known yet."""
    if is_own(config["datasets"][dataset]):
        return 0
    return len(SOURCES[config["datasets"][dataset]["source"]].class_names)


def dataset_faults(config):
    """Faults of all datasets, then of all models."""
    for name, dataset in config["datasets"].items():
        if is_own(dataset):
            yield from own_dataset_faults(config, name)
        if "alter" in dataset:
            yield from _alteration_faults(config, name, dataset["alter"])
    for name, model in config["models"].items():
        key = f"models.{name}"
        if "application" in model:
            yield from application_faults(key, model)
        elif "path" in model:
            yield from own_model_faults(key, model)
        elif model["dataset"] not in config["datasets"]:
            yield unknown(f"{key}.dataset", model["dataset"], config["datasets"])
        elif is_own(config["datasets"][model["dataset"]]):
            if model["architecture"] == "cnn" and _is_table(config, model["dataset"]):
                yield f"{key}.architecture: a cnn needs images, {model['dataset']!r} are numbers"
        elif not n_classes(config, model["dataset"]):
            yield no_classes(key, model)


def no_classes(key, trained):
    """Sentence for a model, or an experiment that trains some, whose dataset has no classes."""
    return f"{key}.dataset: {trained['dataset']!r} has no classes to train a model on"


def image_size_faults(config):
    """Faults of the sizes of images, which depend on each other."""
    maps = config["maps"]
    for section in ("maps", "components"):
        size = config[section]["image_size"]
        if size % maps["resolution"]:
            yield (
                f"{section}.image_size: {size} is not a multiple of maps.resolution, "
                f"{maps['resolution']}"
            )
    if max(config["scores"]["resize_sizes"]) > maps["image_size"]:
        yield (
            f"scores.resize_sizes: {max(config['scores']['resize_sizes'])} is larger than "
            f"maps.image_size, {maps['image_size']}"
        )


def _alteration_faults(config, name, alter):
    known = n_classes(config, name)
    for end in ("from", "to"):
        if alter[end] >= known:
            yield (
                f"datasets.{name}.alter.{end}: class {alter[end]} does not exist; "
                f"classes are 0 to {known - 1}"
            )
    if alter["from"] == alter["to"]:
        yield (
            f"datasets.{name}.alter.to: {alter['to']} is the class whose labels are altered; "
            "name another one"
        )


def _is_table(config, dataset):
    return config["datasets"][dataset]["source"] == "table"
