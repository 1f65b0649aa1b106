"""Checks of the configuration before any job starts, and what follows from it.

Imports no more than the standard library and what comes with Snakemake, so that a dry run needs
nothing else.
"""

from copy import deepcopy

from bias_configuration import application_faults, bias_faults, expand_bias
from jsonschema import Draft202012Validator
from own_configuration import (
    expand_own,
    is_own,
    own_dataset_faults,
    own_faults,
    own_model_faults,
)
from sentences import guess, unknown

from scripts.topomaps.architectures import SHOWN_LAYER, layer_names
from scripts.topomaps.sources import SOURCES


class ConfigurationError(Exception):
    """All faults of a configuration, one sentence a line."""

    def __init__(self, faults):
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"the configuration cannot be used:\n{lines}")


def complete(config, schema):
    """Check a configuration and fill in what it leaves out.

    Parameters
    ----------
    config : dict
        As read from files and the command line; it is not changed.
    schema : dict
        JSON schema with defaults.

    Returns
    -------
    dict
        A copy in which every optional key has its value.

    Raises
    ------
    ConfigurationError
        Naming key, value and what is allowed, for all faults at once.
    """
    validator = Draft202012Validator(schema)
    faults = [sentence for error in validator.iter_errors(config) for sentence in _say(error)]
    if faults:
        raise ConfigurationError(sorted(set(faults)))
    config = deepcopy(config)
    _fill(config, schema, schema["$defs"])
    _fill_images(config)
    faults = [*_dataset_faults(config), *_experiment_faults(config), *_global_faults(config)]
    if faults:
        raise ConfigurationError(faults)
    return config


def _fill(value, schema, definitions):
    """Set the defaults of `schema` and of all parts of it in `value`."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    if "if" in schema:
        chosen = Draft202012Validator(schema["if"]).is_valid(value)
        return _fill(value, schema["then" if chosen else "else"], definitions)
    for key, part in schema.get("properties", {}).items():
        if key not in value and "default" in part:
            value[key] = deepcopy(part["default"])
        if isinstance(value.get(key), dict):
            _fill(value[key], part, definitions)
    if isinstance(schema.get("additionalProperties"), dict):
        for part in value.values():
            _fill(part, schema["additionalProperties"], definitions)


def _fill_images(config):
    """Set what models and experiments leave to the section `images`."""
    for model in config["models"].values():
        if "application" in model:
            model.setdefault("preprocessing", config["images"]["preprocessing"])
    for experiment in experiments_of_kind(config, "bias").values():
        if "examples_per_group" in config["images"]:
            experiment.setdefault("examples_per_group", config["images"]["examples_per_group"])


def _say(error):
    """Sentences for one fault that the schema found."""
    key = ".".join(str(part) for part in error.absolute_path) or "top level"
    if error.validator == "additionalProperties":
        allowed = sorted(error.schema["properties"])
        unknown = sorted(set(error.instance) - set(allowed))
        return [
            f"{key}: unknown key {name!r}{guess(name, allowed)}; allowed: {', '.join(allowed)}"
            for name in unknown
        ]
    if error.validator in ("enum", "const"):
        allowed = error.schema.get("enum", [error.schema.get("const")])
        names = ", ".join(str(name) for name in allowed)
        return [
            f"{key}: {error.instance!r} is unknown{guess(error.instance, allowed)}; "
            f"allowed: {names}"
        ]
    if error.validator in ("if", "then", "else"):
        return [sentence for part in error.context for sentence in _say(part)]
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return [f"{key}: the key {name!r} is missing" for name in missing]
    limits = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
        "type": "of type",
        "minItems": "of at least this length:",
        "minProperties": "of at least this many entries:",
        "pattern": "of the form",
    }
    if error.validator in limits:
        return [
            f"{key}: {error.instance!r} is not allowed; it must be "
            f"{limits[error.validator]} {error.validator_value}"
        ]
    return [f"{key}: {error.message}"]


def n_classes(config, dataset):
    """Number of classes of a named dataset; 0 if it has none, or they are not known yet."""
    if is_own(config["datasets"][dataset]):
        return 0
    return len(SOURCES[config["datasets"][dataset]["source"]].class_names)


def _dataset_faults(config):
    for name, dataset in config["datasets"].items():
        if is_own(dataset):
            yield from own_dataset_faults(config, name)
        if alter := dataset.get("alter"):
            for end in ("from", "to"):
                if alter[end] >= n_classes(config, name):
                    yield (
                        f"datasets.{name}.alter.{end}: class {alter[end]} does not exist; "
                        f"classes are 0 to {n_classes(config, name) - 1}"
                    )
            if alter["from"] == alter["to"]:
                yield (
                    f"datasets.{name}.alter.to: {alter['to']} is the class whose labels are "
                    "altered; name another one"
                )
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
            yield f"{key}.dataset: {model['dataset']!r} has no classes to train a model on"


def _is_table(config, dataset):
    return config["datasets"][dataset]["source"] == "table"


def _global_faults(config):
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


def _experiment_faults(config):
    for name, experiment in config["experiments"].items():
        key = f"experiments.{name}"
        if experiment["kind"] == "drawn":
            continue
        if experiment["kind"] == "comparison":
            yield from _comparison_faults(config, key, experiment)
            continue
        if experiment["kind"] == "architectures":
            yield from _architecture_faults(config, key, experiment)
            continue
        if experiment["kind"] == "own":
            yield from own_faults(config, key, experiment)
        elif "dataset" in experiment and experiment["dataset"] not in config["datasets"]:
            yield unknown(f"{key}.dataset", experiment["dataset"], config["datasets"])
        elif experiment["kind"] == "runtime":
            if not n_classes(config, experiment["dataset"]):
                yield f"{key}.dataset: {experiment['dataset']!r} has no classes to train a model on"
        elif experiment["model"] not in config["models"]:
            yield unknown(f"{key}.model", experiment["model"], config["models"])
        elif experiment["kind"] == "bias":
            yield from bias_faults(config, key, experiment)
        elif "path" in config["models"][experiment["model"]]:
            yield f"{key}.model: {experiment['model']!r} is a model of your own; use `kind: own`"
        elif "application" in config["models"][experiment["model"]]:
            yield f"{key}.model: {experiment['model']!r} is no model trained here; use `kind: bias`"
        elif config["models"][experiment["model"]]["dataset"] in config["datasets"]:
            yield from _map_experiment_faults(config, key, experiment)


def _comparison_faults(config, key, experiment):
    known = [n for n, each in config["experiments"].items() if each["kind"] == "maps"]
    for label, name in experiment["experiments"].items():
        if name not in known:
            yield unknown(f"{key}.experiments.{label}", name, known)
        elif config["experiments"][name]["trials"] < 2:
            yield f"{key}.experiments.{label}: {name!r} has too few trials, 2 or more are needed"


def _architecture_faults(config, key, experiment):
    trained = [name for name, each in config["models"].items() if "architecture" in each]
    for model in experiment["models"]:
        if model not in trained:
            yield unknown(f"{key}.models", model, trained)


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


FIGURES_BY_GROUPS = {
    "label_errors": "correctness",
    "confusion": "confusion",
    "training": "checkpoint",
}


def _figure_faults(config, key, experiment):
    by = experiment["groups"]["by"]
    for figure, wanted in FIGURES_BY_GROUPS.items():
        if figure in experiment["figures"] and by != wanted:
            yield (
                f"{key}.groups.by: {by!r} does not fit the figure {figure!r}; it needs {wanted!r}"
            )
    if not experiment["figures"] and key.rsplit(".", 1)[1] not in scored_experiments(config):
        yield f"{key}.figures: there is no figure to make, and no comparison uses the experiment"
    if "quality" in experiment["figures"] and experiment["trials"] < 2:
        yield f"{key}.trials: {experiment['trials']} is too few for the figure 'quality', 2 or more"
    if by == "checkpoint":
        if not config["models"][experiment["model"]].get("checkpoints"):
            yield f"{key}.groups.by: the model {experiment['model']!r} has no `checkpoints`"
        if experiment["trials"] > 1 or experiment["features"] != "naps":
            yield f"{key}: groups by checkpoint allow one trial and the features 'naps' only"


def _map_experiment_faults(config, key, experiment):
    model = config["models"][experiment["model"]]
    known = layer_names(model["architecture"])
    for layer in experiment.get("layers", ()):
        if layer not in known:
            yield (
                f"{key}.layers: model {experiment['model']!r} has no layer {layer!r}"
                f"{guess(layer, known)}; it has: {', '.join(known)}"
            )
    trained_on, dataset = model["dataset"], experiment.get("dataset", model["dataset"])
    if any(is_own(config["datasets"][each]) for each in (trained_on, dataset)):
        yield f"{key}.kind: {dataset!r} is a dataset of your own; use `kind: own`"
        return
    if n_classes(config, dataset) != n_classes(config, trained_on):
        yield (
            f"{key}.dataset: {dataset!r} has {n_classes(config, dataset)} classes, but the model "
            f"was trained on {trained_on!r} with {n_classes(config, trained_on)}"
        )
    classes, available = experiment["groups"].get("classes", ()), n_classes(config, dataset)
    if len(classes) > available:
        yield (
            f"{key}.groups.classes: {len(classes)} groups are more than dataset {dataset!r} "
            f"has classes, {available}"
        )
    if missing := [index for index in classes if index >= available]:
        yield (
            f"{key}.groups.classes: {missing} are no classes of dataset {dataset!r}; "
            f"allowed: 0 to {available - 1}"
        )
    if experiment["shown_class"] not in (classes or range(available)):
        yield (
            f"{key}.shown_class: {experiment['shown_class']} is not among the classes shown, "
            f"{list(classes) or f'0 to {available - 1}'}"
        )
    yield from _figure_faults(config, key, experiment)


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
        if experiment["kind"] == "maps":
            model = models[experiment["model"]]
            shown = [SHOWN_LAYER[model["architecture"]]]
            profiled[name] = {
                "dataset": model["dataset"],
                "layers": shown,
                **experiment,
                "layouts": layouts_of(config, experiment),
                "components": "measures" in experiment["figures"],
            }
        elif experiment["kind"] == "runtime":
            for width in experiment["widths"]:
                one_width = width_name(name, width)
                models[one_width] = {
                    "dataset": experiment["dataset"],
                    "architecture": "mlp",
                    "width": width,
                    "epochs": experiment["epochs"],
                }
                profiled[one_width] = {
                    "model": one_width,
                    "dataset": experiment["dataset"],
                    "groups": {"by": "class"},
                    "examples_per_group": experiment["examples_per_group"],
                    "features": "naps",
                    "layouts": config["layouts"],
                }
        elif experiment["kind"] == "bias":
            profiled |= expand_bias(name, experiment, layouts_of(config, experiment))
        elif experiment["kind"] == "own":
            profiled[name] = expand_own(config, experiment, layouts_of(config, experiment))
    maps = {name: each for name, each in profiled.items() if "methods" in each}
    return models, profiled, maps, experiments_of_kind(config, "runtime")


def layouts_of(config, experiment):
    """Settings of the layouts of an experiment: the common ones, and what it sets itself."""
    return {**config["layouts"], **experiment.get("layouts", {})}


def experiments_of_kind(config, kind):
    """Experiments of one kind by name."""
    return {name: each for name, each in config["experiments"].items() if each["kind"] == kind}


def width_name(experiment, width):
    """Name of the model of one width in a runtime experiment."""
    return f"{experiment}_{width}"


def blocks(trials, per_job):
    """First and last trial of each job: full blocks, so that more trials keep the old blocks."""
    size = min(trials, per_job)
    return [(first, first + size - 1) for first in range(0, trials, size)]
