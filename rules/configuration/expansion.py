"""What follows from a checked configuration: models to train, analyses, extractions."""

from dataclasses import replace
from pathlib import Path

from rules.configuration.analysis import Analysis, extraction_of
from rules.configuration.datasets import datasets_of
from rules.configuration.experiment import Experiment
from rules.configuration.facts import dataset_of, inspect_source, source_of
from rules.configuration.figures import unmet_needs
from rules.configuration.groupings import groupings_of
from rules.configuration.layer_files import layer_files
from rules.configuration.named_regions import named_layers
from rules.configuration.names import names_of
from rules.configuration.people import is_about_people, shows_people
from rules.configuration.saliency import (
    SALIENCY,
    colors_of,
    features_of,
    is_mixed,
    saliency_title,
)
from rules.configuration.source import Source
from scripts.topomaps.data.kinds import IMAGE
from scripts.topomaps.groups.configured import analysis_name
from scripts.topomaps.models.architectures import SHOWN_LAYER

TEST_SETTINGS = ("permutations", "resamples", "alpha")
COMMON = ("seed", "trials_per_job", "maps", "scores", "components", "regions")
EXPLANATIONS = ("explained", "attributions", "preferred_inputs")  # that experiments may change
OF_ANALYSES = (
    "methods", "conditions", "features", "saliency", "trials", "shown_layers", "shown_group",
    "suspects", "regions", "effects",
)  # fmt: skip


def experiments_of_kind(config, kind):
    """Experiments of one kind by name."""
    return {name: each for name, each in config["experiments"].items() if each["kind"] == kind}


def experiments_of(config, analyses):
    """Each experiment by its name, with its analyses."""
    return {
        name: Experiment(
            name, given, _common(config) | {"names": names_of(config, given)},
            tuple(each for each in analyses.values() if each.experiment == name),
            is_about_people(config, given), shows_people(config, given),
        )
        for name, given in config["experiments"].items()
    }  # fmt: skip


def analyses_of(config):
    """One analysis for each grouping of an experiment with maps, and for each of kind `models`.

    Those that group the same inputs in the same way share the groups of the first of them.
    """
    analyses, first = {}, {}
    for experiment, given in experiments_of_kind(config, "maps").items():
        groupings = groupings_of(given)
        for grouping_name, grouping in groupings.items():
            name = analysis_name(experiment, grouping_name, len(groupings))
            each = _analysis(config, name, experiment, grouping)
            groups_of = first.setdefault(repr(_what_is_grouped(each)), name)
            analyses[name] = replace(each, groups_of=groups_of)
    return analyses | _joint_analyses(config, analyses)


def _what_is_grouped(analysis):
    """All that the groups of an analysis, and its table of outcomes, follow from."""
    layers = [] if analysis.source.model else list(analysis.layers)
    keys = ("by", "only", "min_size", "nuisance", "blocks")
    untitled = replace(analysis.source, title="")
    return untitled, layers, analysis.grouping.settings(*keys)


def _joint_analyses(config, analyses):
    """One analysis for each experiment of kind `models`: layers of others, laid out together."""
    joint = {}
    for name, experiment in experiments_of_kind(config, "models").items():
        members = {label: analyses[each] for label, each in experiment["experiments"].items()}
        joined = {
            f"{label}-{layer}": (member, layer)
            for label, member in members.items()
            for layer in member.layers
        }
        joint[name] = Analysis(
            name=name,
            experiment=name,
            layers={file: file for file in joined},
            grouping=next(iter(members.values())).grouping,
            layouts=_layouts(config, experiment),
            common=_common(config) | {"names": names_of(config)},
            joined=joined,
            figures=["models"],
            is_shared=True,
        )
    return joint


def _common(config):
    return {key: config[key] for key in COMMON}


def _layouts(config, experiment):
    return {**config["layouts"], **experiment.get("layouts", {})}


def _analysis(config, name, experiment, grouping):
    """The analysis of a grouping of an experiment with maps."""
    given = config["experiments"][experiment]
    facts, people = inspect_source(config, given), shows_people(config, given)
    are_images = "model" in given and _kind_of_inputs(config, given) == IMAGE
    if are_images and people and grouping.examples_per_group is None:
        default = config["images"].get("examples_per_group")
        grouping = replace(grouping, examples_per_group=default)
    layers = layers_of(config, given, facts)
    files = layer_files(config, given, layers)
    return Analysis(
        name=name,
        experiment=experiment,
        layers={file: layer for layer, file in files.items()},
        grouping=grouping,
        layouts=_layouts(config, given),
        common=_common(config)
        | {key: {**config[key], **given.get(key, {})} for key in EXPLANATIONS}
        | {"names": names_of(config, given)},
        figures=[
            each for each in given["figures"] if not unmet_needs(each, given, grouping, facts)
        ],
        is_shared="shared" in given,
        tests={key: given[key] for key in TEST_SETTINGS},
        named=named_layers(given, files),
        colors=colors_of(given),
        instances=given["map_grid"]["inputs"],
        is_compared=experiment in compared_experiments(config),
        with_pictures=given["explorer"].get("pictures", not people),
        **_source_of(config, given, grouping),
        **{key: given[key] for key in OF_ANALYSES if key in given},
    )


def _kind_of_inputs(config, given):
    return source_of(config["datasets"][dataset_of(config, given)]).kind


def _source_of(config, given, grouping):
    """Source of an analysis, and what is known of what its model learned."""
    axes = {key: given[key] for key in ("tokens", "channels") if key in given}
    if "activations" in given:
        missing = given.get("missing", [])
        source = Source(given["activations"], given.get("title", ""), axes=axes, missing=missing)
        return {"source": source}
    datasets, model = datasets_of(config), config["models"][given["model"]]
    dataset = datasets[dataset_of(config, given)]
    title = model_title(given["model"], model, given.get("title"))

    def source(values):
        weighted = given["saliency"] if values == SALIENCY else None
        kind = extraction_of(grouping, axes, weighted)
        path = f"results/{kind}/{given['model']}/{dataset.name}"
        of_values = title if weighted is None else f"{title} {saliency_title(weighted)}"
        return Source(path, of_values, given["model"], dataset, axes)

    return {
        "source": source(colors_of(given)),
        "features_source": source(features_of(given)) if is_mixed(given) else None,
        "trained_on": datasets[model["dataset"]] if "architecture" in model else None,
        "has_folds": "folds" in model,
    }


def layers_of(config, given, facts):
    """Layers of an experiment with maps; None if they are not known."""
    if "activations" in given or "layers" in given:
        return given.get("layers", facts.layers)
    return [SHOWN_LAYER[config["models"][given["model"]]["architecture"]]]


def model_title(name, model, called=None):
    """A model in the title of a figure, as it is `called`; untrained ones are always told so."""
    if "application" not in model:
        return called or name.replace("_", " ")
    width = f" {model['alpha']:g}" if "alpha" in model else ""
    weights = {"imagenet": "ImageNet weights", "random": "UNTRAINED, random weights"}.get(
        model["weights"], f"weights of {Path(model['weights']).name}"
    )
    return f"{called or model['application'] + width} ({weights})"


def compared_experiments(config):
    """Names of the experiments whose scores a comparison shows."""
    return {
        name
        for each in experiments_of_kind(config, "comparison").values()
        for name in each["experiments"].values()
    }


def analysis_names(name, experiment):
    """Names of the analyses of an experiment with maps."""
    if experiment["kind"] == "maps":
        groupings = groupings_of(experiment)
        return [analysis_name(name, each, len(groupings)) for each in groupings]
    return []
