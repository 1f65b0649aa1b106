"""What follows from a checked configuration: models to train, parts of experiments, extractions."""

from rules.configuration.facts import dataset_of, facts_of
from rules.configuration.figures import unmet_needs
from rules.configuration.groupings import groupings_of, is_single, part_name
from rules.configuration.layer_files import layer_files
from rules.configuration.named_regions import named_layers
from rules.configuration.people import shows_people
from scripts.topomaps.models.architectures import SHOWN_LAYER, is_units

TEST_SETTINGS = ("permutations", "resamples", "alpha")
ACTIVATIONS, CHECKPOINTS = "activations", "checkpoints"


def experiments_of_kind(config, kind):
    """Experiments of one kind by name."""
    return {name: each for name, each in config["experiments"].items() if each["kind"] == kind}


def models_to_train(config):
    """All models to train; those of runtime experiments, of one job each, are not among them."""
    return {name: each for name, each in config["models"].items() if "architecture" in each}


def parts_of_experiments(config):
    """One part for each grouping of an experiment with maps: all that its results depend on.

    Parts that group the same inputs in the same way share the groups of the first of them.
    """
    parts = {
        part_name(name, grouping_name, len(groupings)): _part(config, name, experiment, grouping)
        for name, experiment in experiments_of_kind(config, "maps").items()
        for groupings in [groupings_of(experiment)]
        for grouping_name, grouping in groupings.items()
    }
    first = {}
    for name, part in parts.items():
        part["groups_of"] = first.setdefault(repr(_what_is_grouped(part)), name)
    return parts


def _what_is_grouped(part):
    """All that the groups of a part, and its table of outcomes, follow from."""
    source = [
        part.get(key)
        for key in ("activations", "model", "dataset", "tokens", "channels", "missing")
    ]
    layers = list(part["layers"]) if "activations" in part else []
    keys = ("by", "only", "min_size", "nuisance", "blocks")
    return source, layers, [part["grouping"].get(key) for key in keys], extraction_of(part)


def parts_of_models(config, parts):
    """One part for each experiment of kind `models`: layers of others, laid out together."""
    joint = {}
    for name, experiment in experiments_of_kind(config, "models").items():
        layers = {
            f"{label}-{layer}": (other, layer)
            for label, other in experiment["experiments"].items()
            for layer in parts[other]["layers"]
        }
        first = parts[next(iter(experiment["experiments"].values()))]
        joint[name] = {
            "experiment": name,
            "layers": {file: file for file in layers},
            "naps_of": layers,
            "grouping": first["grouping"],
            "layouts": {**config["layouts"], **experiment.get("layouts", {})},
            "methods": ["sorted"],
            "shared": "layers",
            "conditions": ["layout"],
            "features": "naps",
            "trials": 1,
            "figures": ["models"],
            "shown_layers": [],
        }
    return joint


def _part(config, name, experiment, grouping):
    facts = facts_of(config, experiment)
    if "activations" in experiment:
        layers = experiment.get("layers", facts.layers)
    else:
        model = config["models"][experiment["model"]]
        layers = experiment.get("layers") or [SHOWN_LAYER[model["architecture"]]]
        experiment = {**experiment, "dataset": dataset_of(config, experiment)}
        experiment = _with_examples(config, experiment)
        grouping = {**experiment_examples(experiment), **grouping}
    figures = [
        each for each in experiment["figures"]
        if not unmet_needs(each, experiment, grouping, facts)
    ]  # fmt: skip
    files = layer_files(config, experiment, layers)
    return {
        **experiment,
        "experiment": name,
        "layers": {file: layer for layer, file in files.items()},
        "grouping": grouping,
        "layouts": {**config["layouts"], **experiment.get("layouts", {})},
        "tests": {key: experiment[key] for key in TEST_SETTINGS},
        "named": named_layers(experiment, files),
        "figures": figures,
    }


def _with_examples(config, experiment):
    """An experiment with the number of examples that the section `images` sets for people."""
    default = config["images"].get("examples_per_group")
    if default and shows_people(config, experiment):
        return {"examples_per_group": default, **experiment}
    return experiment


def experiment_examples(experiment):
    """Number of examples of an experiment, where it has one."""
    return {k: v for k, v in experiment.items() if k == "examples_per_group"}


def part_names(name, experiment):
    """Names of the parts of an experiment."""
    if experiment["kind"] == "maps":
        groupings = groupings_of(experiment)
        return [part_name(name, each, len(groupings)) for each in groupings]
    return []


def blocks(trials, per_job):
    """First and last trial of each job: full blocks, so that more trials keep the old blocks."""
    size = min(trials, per_job)
    return [(first, first + size - 1) for first in range(0, trials, size)]


def extraction_of(part):
    """Which activations a part uses: its model's, or those at the checkpoints of its training."""
    return CHECKPOINTS if is_single(part["grouping"], "checkpoint") else ACTIVATIONS


def extracted_layers(config, parts, kind, model, dataset):
    """What is kept of each layer of a model that has seen a dataset, for all parts that use it.

    Returns
    -------
    dict
        File name of the layer -> its `name`, what stands for its `tokens`, whether whole feature
        maps are kept (`values`), and the groups whose `sums` are kept, by name of the part.
    """
    layers = {}
    for name, part in parts.items():
        if (part.get("model"), part.get("dataset")) != (model, dataset):
            continue
        if extraction_of(part) != kind:
            continue
        for file, layer in part["layers"].items():
            kept = layers.setdefault(
                file, {"name": layer, "tokens": None, "values": False, "sums": {}}
            )
            kept["tokens"] = part.get("tokens", kept["tokens"])
            if (
                has_feature_maps(config, model, layer)
                and part["layouts"]["feature_maps"] == "values"
            ):
                if draws_once(part):
                    kept["sums"][name] = drawing_settings(config, part)
                else:
                    kept["values"] = True
    for kept in layers.values():
        if kept["values"]:
            kept["sums"] = {}  # the NAPs are computed from the whole maps
    return layers


def has_feature_maps(config, model, layer):
    """Whether a layer may have feature maps: all but the dense ones of architectures of ours."""
    architecture = config["models"].get(model, {"architecture": "mlp"}).get("architecture")
    return architecture is None or not is_units(architecture, layer)


def draws_once(part):
    """Whether the NAPs of a part are of one draw of inputs, so that sums per group will do."""
    return (
        part["conditions"] == ["layout"]
        and part["features"] == "naps"
        and extraction_of(part) == ACTIVATIONS
    )


def drawing_settings(config, part):
    """How the inputs of each group are found and drawn."""
    grouping = part["grouping"]
    keys = ("by", "only", "min_size", "examples_per_group", "random_groups")
    drawing = {key: grouping[key] for key in keys if key in grouping}
    return drawing | ({"blocks": grouping["blocks"]} if grouping["blocks"] else {})
