"""What follows from a checked configuration: models to train, layers, layouts, blocks of trials."""

from bias_configuration import expand_bias, variable_name
from own_configuration import expand_own

from scripts.topomaps.models.architectures import SHOWN_LAYER

TEST_KEYS = ("nuisance", "permutations", "resamples", "alpha")


def expand_experiments(config):
    """Give every experiment its dataset, layers and layouts; runtime ones a model per width.

    Returns
    -------
    models : dict
        All models to train, those of runtime experiments included.
    profiled : dict
        All experiments whose NAPs are computed; a runtime experiment has one for each width, one of
        kind `bias` one for each variable.
    maps : dict
        Those of them that have maps.
    runtimes : dict
        The experiments of kind `runtime`.
    """
    models = {name: each for name, each in config["models"].items() if "architecture" in each}
    profiled = {}
    for name, experiment in config["experiments"].items():
        layouts = {**config["layouts"], **experiment.get("layouts", {})}
        tests = {key: experiment[key] for key in TEST_KEYS if key in experiment}
        if experiment["kind"] == "maps":
            profiled[name] = _expand_maps(models[experiment["model"]], experiment, layouts)
        elif experiment["kind"] == "runtime":
            for width in experiment["widths"]:
                one_width = width_name(name, width)
                models[one_width] = _model_of_width(experiment, width)
                profiled[one_width] = _profiled_width(one_width, experiment, layouts)
        elif experiment["kind"] == "bias":
            profiled |= expand_bias(name, experiment, layouts, tests)
        elif experiment["kind"] == "own":
            profiled[name] = expand_own(config, experiment, layouts, tests)
    maps = {name: each for name, each in profiled.items() if "methods" in each}
    return models, profiled, maps, experiments_of_kind(config, "runtime")


def experiments_of_kind(config, kind):
    """Experiments of one kind by name."""
    return {name: each for name, each in config["experiments"].items() if each["kind"] == kind}


def width_name(experiment, width):
    """Name of the model of one width in a runtime experiment."""
    return f"{experiment}_{width}"


def part_names(name, experiment):
    """Names that the expansion gives to parts of an experiment."""
    if experiment["kind"] == "runtime":
        return [width_name(name, width) for width in experiment["widths"]]
    if experiment["kind"] == "bias":
        return [variable_name(name, variable) for variable in experiment["variables"]]
    return []


def blocks(trials, per_job):
    """First and last trial of each job: full blocks, so that more trials keep the old blocks."""
    size = min(trials, per_job)
    return [(first, first + size - 1) for first in range(0, trials, size)]


def scored_experiments(config):
    """Experiments whose maps are scored, for a figure of their own or a comparison."""
    compared = {
        name
        for each in config["experiments"].values()
        if each["kind"] == "comparison"
        for name in each["experiments"].values()
    }
    return [
        name
        for name, each in config["experiments"].items()
        if name in compared or {"quality", "measures"} & set(each.get("figures", ()))
    ]


def _expand_maps(model, experiment, layouts):
    return {
        "dataset": model["dataset"],
        "layers": [SHOWN_LAYER[model["architecture"]]],
        **experiment,
        "layouts": layouts,
        "components": "measures" in experiment["figures"],
    }


def _model_of_width(experiment, width):
    return {
        "dataset": experiment["dataset"],
        "architecture": "mlp",
        "width": width,
        "epochs": experiment["epochs"],
    }


def _profiled_width(model, experiment, layouts):
    return {
        "model": model,
        "dataset": experiment["dataset"],
        "groups": {"by": "class"},
        "examples_per_group": experiment["examples_per_group"],
        "features": "naps",
        "layouts": layouts,
    }
