"""What figures need of an experiment and its groupings, and which needs are not met."""

from collections.abc import Callable
from typing import NamedTuple

from rules.configuration.groupings import EACH


class Need(NamedTuple):
    """Something that a figure needs.

    Attributes
    ----------
    words : str
        What it is, for the docs.
    met : callable
        (experiment, grouping, facts) -> whether it is there; None if that cannot be told yet.
    remedy : str
        What to do where it is not.
    """

    words: str
    met: Callable
    remedy: str


NEEDS = {
    "labels": Need(
        "labels", lambda experiment, grouping, facts: facts.labels, "add labels to the inputs"
    ),
    "predictions": Need(
        "predictions",
        lambda experiment, grouping, facts: facts.predictions,
        "use a model that classifies, or add predictions",
    ),
    "correctness": Need(
        "groups by `correctness` alone",
        lambda experiment, grouping, facts: grouping.is_by("correctness"),
        "write `groups: correctness`",
    ),
    "confusion": Need(
        "groups by `confusion` alone",
        lambda experiment, grouping, facts: grouping.is_by("confusion"),
        "write `groups: confusion`",
    ),
    "checkpoint": Need(
        "groups by `checkpoint`",
        lambda experiment, grouping, facts: grouping.is_by("checkpoint"),
        "write `groups: checkpoint`",
    ),
    "two_trials": Need(
        "two `trials` or more",
        lambda experiment, grouping, facts: experiment["trials"] >= 2,
        "raise `trials` to 2 or more",
    ),
    "two_layers": Need(
        "two layers or more",
        lambda experiment, grouping, facts: n_layers(experiment, facts) >= 2,
        "name two layers or more",
    ),
    "first_maps": Need(
        "the condition `layout`",
        lambda experiment, grouping, facts: "layout" in experiment["conditions"],
        "add 'layout' to `conditions`, whose first maps it shows",
    ),
    "given_labels": Need(
        "labels, or groups by an attribute",
        lambda experiment, grouping, facts: (
            facts.labels if "class" in grouping.label_factors else True
        ),
        "add labels to the inputs, or group by an attribute",
    ),
    "held_out": Need(
        "`folds` of the model where training labels are suspected",
        lambda experiment, grouping, facts: experiment["suspects"] != "train" or facts.folds,
        "name a model trained here and give it `folds: 3`, or write `suspects: test`",
    ),
    "network": Need(
        "a model that sees a dataset, whole inputs and not tokens",
        lambda experiment, grouping, facts: (
            "model" in experiment and experiment.get("tokens") != EACH
        ),
        "name a model and a dataset: activations from elsewhere have no network that can be asked",
    ),
    "effects": Need(
        "a network that predicts, or `effects: {probe: …}`, and inputs that are no tokens",
        lambda experiment, grouping, facts: (
            (facts.predictions is not False or "probe" in experiment["effects"])
            and ("activations" not in experiment or "probe" in experiment["effects"])
            and experiment.get("tokens") != "each"
            and not grouping.is_by("checkpoint")
        ),
        "use a model that classifies, or name an attribute by `effects: {probe: …}`",
    ),
    "own_inputs": Need(
        "groups of different inputs, so not by `checkpoint`",
        lambda experiment, grouping, facts: not grouping.is_by("checkpoint"),
        "group by something else, since all checkpoints see the same inputs",
    ),
}


def n_layers(experiment, facts):
    """Number of layers: those named, else those of the file, else the one that is shown."""
    if "layers" in experiment:
        return len(experiment["layers"])
    return len(facts.layers or [0, 0]) if "activations" in experiment else 1
