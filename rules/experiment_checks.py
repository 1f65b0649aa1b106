"""Checks of the experiments in a configuration."""

from bias_configuration import bias_faults
from dataset_checks import n_classes, no_classes
from expansion import part_names, scored_experiments
from own_configuration import is_own
from own_experiment_checks import own_faults
from sentences import measures_faults, no_layer, too_few_trials, unknown

from scripts.topomaps.models.architectures import layer_names

FIGURES_BY_GROUPS = {
    "label_errors": "correctness",
    "confusion": "confusion",
    "training": "checkpoint",
}


def experiment_faults(config):
    """Faults of all experiments; of one that names nothing known, this alone."""
    for name, experiment in config["experiments"].items():
        key, kind = f"experiments.{name}", experiment["kind"]
        # Those of a user's own may come without model and dataset.
        undefined = [] if kind == "own" else list(_undefined(config, key, experiment))
        yield from undefined or CHECKS[kind](config, key, experiment)
    yield from _name_faults(config)


def _name_faults(config):
    """Faults of experiments with a part whose name something else has already."""
    taken = {name: f"the experiment {name!r}" for name in config["experiments"]}
    models = {name: f"the model {name!r}" for name in config["models"]}
    for name, experiment in config["experiments"].items():
        for part in part_names(name, experiment):
            others = taken | models if experiment["kind"] == "runtime" else taken
            if part in others:
                yield (
                    f"experiments.{name}: a part of it gets the name {part!r}, but so is called "
                    f"{others[part]}; rename one of them"
                )
            taken[part] = f"a part of the experiment {name!r}"


def _undefined(config, key, experiment):
    for part, known in (("dataset", config["datasets"]), ("model", config["models"])):
        if part in experiment and experiment[part] not in known:
            yield unknown(f"{key}.{part}", experiment[part], known)


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


def _runtime_faults(config, key, experiment):
    if not n_classes(config, experiment["dataset"]):
        yield no_classes(key, experiment)


def _map_faults(config, key, experiment):
    model = config["models"][experiment["model"]]
    if "path" in model:
        yield f"{key}.model: {experiment['model']!r} is a model of your own; use `kind: own`"
    elif "application" in model:
        yield f"{key}.model: {experiment['model']!r} is no model trained here; use `kind: bias`"
    elif model["dataset"] in config["datasets"]:
        yield from _layer_and_class_faults(config, key, experiment, model)


def _layer_and_class_faults(config, key, experiment, model):
    known = layer_names(model["architecture"])
    for layer in experiment.get("layers", ()):
        if layer not in known:
            yield no_layer(key, f"model {experiment['model']!r}", layer, known)
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


def _figure_faults(config, key, experiment):
    by = experiment["groups"]["by"]
    for figure, wanted in FIGURES_BY_GROUPS.items():
        if figure in experiment["figures"] and by != wanted:
            yield (
                f"{key}.groups.by: {by!r} does not fit the figure {figure!r}; it needs {wanted!r}"
            )
    yield from measures_faults(key, experiment)
    if not experiment["figures"] and key.rsplit(".", 1)[1] not in scored_experiments(config):
        yield f"{key}.figures: there is no figure to make, and no comparison uses the experiment"
    if "quality" in experiment["figures"] and experiment["trials"] < 2:
        yield too_few_trials(key, experiment)
    if by == "checkpoint":
        if not config["models"][experiment["model"]].get("checkpoints"):
            yield f"{key}.groups.by: the model {experiment['model']!r} has no `checkpoints`"
        if experiment["trials"] > 1 or experiment["features"] != "naps":
            yield f"{key}: groups by checkpoint allow one trial and the features 'naps' only"


CHECKS = {
    "architectures": _architecture_faults,
    "bias": bias_faults,
    "comparison": _comparison_faults,
    "drawn": lambda *_: (),
    "maps": _map_faults,
    "own": own_faults,
    "runtime": _runtime_faults,
}
