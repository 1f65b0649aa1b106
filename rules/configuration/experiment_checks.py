"""Checks of the experiments in a configuration."""

from itertools import pairwise

from rules.configuration.dataset_checks import n_classes, no_classes
from rules.configuration.expansion import analysis_names
from rules.configuration.facts import dataset_of
from rules.configuration.groupings import EACH
from rules.configuration.map_checks import map_errors
from rules.configuration.models import models_to_train
from rules.configuration.sentences import unknown
from scripts.topomaps.models.layer_names import LONGEST


def experiment_errors(config):
    """Errors of all experiments; of one that names nothing known, this alone."""
    for name, experiment in config["experiments"].items():
        key = f"experiments.{name}"
        undefined = list(_undefined(config, key, experiment))
        yield from undefined or CHECKS[experiment["kind"]](config, key, experiment)
    yield from _name_errors(config)
    yield from _case_errors(config)
    yield from _length_errors(config)
    yield from _together_errors(config)
    yield from _token_errors(config)


def _name_errors(config):
    """Errors of experiments with an analysis whose name something else has already."""
    taken = {name: f"the experiment {name!r}" for name in config["experiments"]}
    for name, experiment in config["experiments"].items():
        for analysis in analysis_names(name, experiment):
            if analysis != name and analysis in taken:
                yield (
                    f"experiments.{name}: an analysis of it gets the name {analysis!r}, but so is "
                    f"called {taken[analysis]}; rename one of them"
                )
            taken[analysis] = f"an analysis of the experiment {name!r}"


def _case_errors(config):
    """Errors of names that differ by capital letters only: their files may be the same."""
    analyses = [
        analysis
        for name, each in config["experiments"].items()
        for analysis in analysis_names(name, each)
    ]
    for section, names in (
        ("datasets", config["datasets"]),
        ("models", config["models"]),
        ("experiments", [*config["experiments"], *analyses]),
    ):
        first = {}
        for name in names:
            if (other := first.setdefault(name.casefold(), name)) != name:
                yield (
                    f"{section}: {other!r} and {name!r} differ by capital letters only, which some "
                    "file systems do not tell apart; rename one of them"
                )


def _length_errors(config):
    """Errors of groupings whose results would get names that file systems do not take."""
    for name, experiment in config["experiments"].items():
        longest = max(analysis_names(name, experiment), key=len, default=name)
        if len(longest) > LONGEST:
            yield (
                f"experiments.{name}.groups: results of a grouping are called {longest[:20]}…, "
                f"which has {len(longest)} characters; give it a shorter `name`, so that there are "
                f"{LONGEST} at most"
            )


def _together_errors(config):
    """Errors of explorers that name other experiments."""
    known = [n for n, each in config["experiments"].items() if each["kind"] == "maps"]
    for name in known:
        experiment, key = config["experiments"][name], f"experiments.{name}.explorer.together"
        for other in experiment["explorer"]["together"]:
            if other not in known:
                yield unknown(key, other, known)
            elif other == name:
                yield f"{key}: {name!r} is the experiment itself; name others, or leave it out"


def _token_errors(config):
    """Errors of experiments that want other tokens of a layer, of which one pass keeps one."""
    wanted = {}
    for name, experiment in config["experiments"].items():
        if "tokens" not in experiment or experiment.get("model") not in config["models"]:
            continue
        source, tokens = (experiment["model"], dataset_of(config, experiment)), experiment["tokens"]
        if tokens == EACH:  # in a pass of its own
            continue
        for layer in experiment.get("layers", ()):
            other, first = wanted.setdefault((*source, layer), (name, tokens))
            if tokens != first:
                yield (
                    f"experiments.{name}.tokens: {tokens!r} of the layer {layer!r}, but the "
                    f"experiment {other!r} takes {first!r} of it; one pass serves both, so take "
                    "the same, or list the model again under another name"
                )


def _undefined(config, key, experiment):
    if "activations" in experiment:  # a model beside them is the error
        return
    for part, known in (("dataset", config["datasets"]), ("model", config["models"])):
        if part in experiment and experiment[part] not in known:
            yield unknown(f"{key}.{part}", experiment[part], known)


def _comparison_errors(config, key, experiment):
    known = [n for n, each in config["experiments"].items() if each["kind"] == "maps"]
    for label, name in experiment["experiments"].items():
        if name not in known:
            yield unknown(f"{key}.experiments.{label}", name, known)
        elif config["experiments"][name]["trials"] < 2:
            yield f"{key}.experiments.{label}: {name!r} has too few trials, 2 or more are needed"
        elif len(analysis_names(name, config["experiments"][name])) > 1:
            yield f"{key}.experiments.{label}: {name!r} has several groupings, one can be compared"


def _models_errors(config, key, experiment):
    known = [n for n, each in config["experiments"].items() if each["kind"] == "maps"]
    for label, name in experiment["experiments"].items():
        if name not in known:
            yield unknown(f"{key}.experiments.{label}", name, known)
        elif len(analysis_names(name, config["experiments"][name])) > 1:
            yield f"{key}.experiments.{label}: {name!r} has several groupings; make one of each"


def _architecture_errors(config, key, experiment):
    trained = models_to_train(config)
    for model in experiment["models"]:
        if model not in trained:
            yield unknown(f"{key}.models", model, trained)


def _runtime_errors(config, key, experiment):
    if not n_classes(config, experiment["dataset"]):
        yield no_classes(key, experiment)
    for first, second in pairwise(experiment["widths"]):
        if second <= first:
            yield f"{key}.widths: {second} comes after {first}; give the widths in increasing order"


CHECKS = {
    "architectures": _architecture_errors,
    "comparison": _comparison_errors,
    "drawn": lambda *_: (),
    "maps": map_errors,
    "models": _models_errors,
    "runtime": _runtime_errors,
}
