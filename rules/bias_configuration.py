"""Checks and expansion of models from `keras.applications` and of experiments of kind `bias`."""

from sentences import guess, unknown

from scripts.topomaps.data.keras_weights import NETWORKS, weights_file
from scripts.topomaps.data.sources import SOURCES

WEIGHTS_SOURCE = "keras-applications"


def application_faults(key, model):
    """Faults of a model that is a network of `keras.applications`."""
    name = model["application"]
    if name not in NETWORKS:
        yield (
            f"{key}.application: keras.applications has no {name!r}{guess(name, NETWORKS)}; "
            f"it has: {', '.join(NETWORKS)}"
        )
    elif model["weights"] == "imagenet" and not imagenet_file(model):
        yield (
            f"{key}.weights: no checksum is published for the ImageNet weights of {name} with "
            f"these options; download the file yourself and name it here, or use 'random'"
        )
    if "alpha" in model and not name.startswith("MobileNet"):
        yield f"{key}.alpha: {name} has no such option; leave it out"


def imagenet_file(model):
    """Name of the file of a model's ImageNet weights, None if it is not known."""
    return weights_file(model["application"], model["include_top"], model.get("alpha"))


def bias_faults(config, key, experiment):
    """Faults of an experiment of kind `bias` whose model and dataset are defined."""
    if "application" not in config["models"][experiment["model"]]:
        yield (
            f"{key}.model: {experiment['model']!r} is trained here on classes; name a model "
            "with the key `application`"
        )
    known = SOURCES[config["datasets"][experiment["dataset"]]["source"]].attributes
    if not known:
        yield f"{key}.dataset: {experiment['dataset']!r} has no attributes to group its images by"
        return
    for variable in experiment["variables"]:
        for attribute in attributes_of(variable):
            if attribute not in known:
                yield unknown(f"{key}.variables", attribute, known)
    for attribute in experiment["nuisance"]:
        if attribute not in known:
            yield unknown(f"{key}.nuisance", attribute, known)
    for layer in experiment["shown_layers"]:
        if layer not in experiment["layers"]:
            yield unknown(f"{key}.shown_layers", layer, experiment["layers"])


def attributes_of(variable):
    """Attributes of a variable, which is one of them or a list."""
    return [variable] if isinstance(variable, str) else list(variable)


def variable_name(experiment, variable):
    """Name of the part of an experiment that is about one variable."""
    return "_".join([experiment, *attributes_of(variable)])


def grouping_of(experiment, variable):
    """How images are grouped: all that two experiments must share to share sums of activations."""
    return {
        "attributes": attributes_of(variable),
        "per_group": experiment.get("examples_per_group"),
        "random": experiment["random_groups"],
        "min_size": experiment["min_group_size"],
    }


def grouping_name(grouping):
    """Name of a grouping, different for different ones."""
    name = "_".join(grouping["attributes"])
    drawn = f"_{grouping['per_group']}_each" if grouping["per_group"] else ""
    alone = "" if grouping["random"] else "_alone"
    return f"{name}{drawn}{alone}_from_{grouping['min_size']}"


def expand_bias(name, experiment, layouts, tests):
    """One experiment with maps for each variable of an experiment of kind `bias`, by name."""
    return {
        variable_name(name, variable): {
            "model": experiment["model"],
            "dataset": experiment["dataset"],
            "layers": experiment["layers"],
            "grouping": grouping_of(experiment, variable),
            "features": "naps",
            "layouts": layouts,
            "tests": tests,
            "methods": [experiment["method"]],
            "conditions": ["layout"],
            "trials": 1,
            "figures": [],
            "components": "variables" in experiment["figures"],
        }
        for variable in experiment["variables"]
    }
