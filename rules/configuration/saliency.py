"""Activations weighted by gradients: which extraction an experiment takes them from, and checks."""

import re

from rules.configuration.facts import dataset_of, inspect_source, source_of
from rules.configuration.groupings import EACH, groupings_of
from rules.configuration.sentences import guess
from scripts.topomaps.data.kinds import SOUND
from scripts.topomaps.models.formats import WITH_GRADIENTS, format_of_file

SALIENCY, ACTIVATIONS = "saliency", "activations"
PREDICTED, LABEL = "predicted", "label"  # as of `topomaps.models.saliency`
PROBABILITY = "probability"
OF_NETWORKS = ("effects", "attributions", "preferred_inputs")  # figures that set activations
OF_FOLDS = ("suspicious_inputs", "label_errors", "confusion")


def colors_of(experiment):
    """What the colours of the maps are of: `activations` or `saliency`, by default the features."""
    default = SALIENCY if experiment.get("features") == SALIENCY else ACTIVATIONS
    return experiment.get("colors", default)


def features_of(experiment):
    """The same of the features of the layouts."""
    return SALIENCY if experiment.get("features") == SALIENCY else ACTIVATIONS


def is_mixed(experiment):
    """Whether layouts are made from other values than the colours."""
    return colors_of(experiment) != features_of(experiment)


def extraction_kind(saliency):
    """Kind of the extraction of activations times gradients: its name tells of which output."""
    name = re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found[0]):x}_", str(saliency["output"]))
    suffix = "_probability" if saliency["scale"] == PROBABILITY else ""
    return f"{SALIENCY}/{name}{suffix}"


def saliency_title(saliency):
    """What activations are multiplied by, in the title of a figure."""
    whose = {PREDICTED: "the predicted class", LABEL: "the label's class"}
    return f"× gradient of {whose.get(saliency['output'], saliency['output'])}"


def saliency_errors(config, key, experiment):
    """Errors of an experiment with saliency: there must be a network, and a class to ask for."""
    if SALIENCY not in (colors_of(experiment), features_of(experiment)):
        return
    word = f"{key}.{'features' if features_of(experiment) == SALIENCY else 'colors'}: saliency"
    if "activations" in experiment:
        yield (
            f"{word} needs gradients, and activations from elsewhere have none; name a model and a "
            "dataset, or store activations that you have multiplied by gradients"
        )
        return
    yield from _model_errors(config, word, experiment)
    yield from _combination_errors(word, experiment)
    yield from _output_errors(config, key, experiment)


def _model_errors(config, word, experiment):
    """Errors of a model without gradients, or without an output that they could be of."""
    model, dataset = config["models"][experiment["model"]], dataset_of(config, experiment)
    if source_of(config["datasets"][dataset]).kind == SOUND:
        yield f"{word}: {dataset!r} are sounds, which come in pieces; it is not computed of these"
        return
    try:
        has_gradients = "path" not in model or format_of_file(model["path"]).has_gradients
    except ValueError:  # of a file that is refused as a model
        return
    if not has_gradients:
        yield f"{word}: the model {experiment['model']!r} gives no gradients; {WITH_GRADIENTS}"
    elif inspect_source(config, experiment).predictions is False:
        yield (
            f"{word}: the model {experiment['model']!r} has no outputs of classes, whose gradients "
            "it would take; leave it out"
        )


def _combination_errors(word, experiment):
    """Errors of what goes with activations alone."""
    groupings = groupings_of(experiment).values()
    if any(each.is_by("checkpoint") for each in groupings):
        yield f"{word}: groups by `checkpoint` are of activations; group by something else"
    if experiment.get("tokens") == EACH:
        yield f"{word}: with `tokens: each` the inputs are tokens, which have no class; choose one"
    if experiment["suspects"] == "train" and {*OF_FOLDS} & {*experiment["figures"]}:
        yield f"{word}: `suspects: train` judges by activations; make an experiment of each"
    if colors_of(experiment) == SALIENCY and {*OF_NETWORKS} & {*experiment["figures"]}:
        shown = next(each for each in OF_NETWORKS if each in experiment["figures"])
        yield (
            f"{word}: the figure {shown!r} is of activations; make an experiment of each, or write "
            "`colors: activations`"
        )
    if is_mixed(experiment) and ("shared" in experiment or "split" in experiment["regions"]):
        yield (
            f"{word}: with `shared` and `regions.split`, layouts are made from what is coloured; "
            "let `features` and `colors` be of the same"
        )


def _output_errors(config, key, experiment):
    """Errors of the class whose gradients are taken, as far as the classes are known."""
    facts, output = inspect_source(config, experiment), str(experiment["saliency"]["output"])
    if output == LABEL and facts.labels is False:
        yield f"{key}.saliency.output: the inputs of {dataset_of(config, experiment)} have no label"
    elif output not in (PREDICTED, LABEL) and facts.outputs and output not in facts.outputs:
        listed = ", ".join(facts.outputs)
        yield (
            f"{key}.saliency.output: the model has no class {output!r}"
            f"{guess(output, facts.outputs)}; write {PREDICTED}, {LABEL} or one of {listed}"
        )
