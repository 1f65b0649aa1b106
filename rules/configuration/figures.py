"""What each figure shows and needs: for the checks, the targets and the table in the docs."""

from collections.abc import Callable
from typing import NamedTuple

from rules.configuration.groupings import COMPARING, is_single, label_factors

PER_METHOD, PER_LAYER, PER_GROUPING, PER_EXPERIMENT = "method", "layer", "grouping", "experiment"


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


class Figure(NamedTuple):
    """A figure of an experiment: one for each method, layer, grouping, or one; and its needs."""

    per: str
    shows: str
    needs: tuple = ()


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
        lambda experiment, grouping, facts: is_single(grouping, "correctness"),
        "write `groups: correctness`",
    ),
    "confusion": Need(
        "groups by `confusion` alone",
        lambda experiment, grouping, facts: is_single(grouping, "confusion"),
        "write `groups: confusion`",
    ),
    "checkpoint": Need(
        "groups by `checkpoint`",
        lambda experiment, grouping, facts: is_single(grouping, "checkpoint"),
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
            facts.labels if "class" in label_factors(grouping) else True
        ),
        "add labels to the inputs, or group by an attribute",
    ),
    "held_out": Need(
        "`folds` of the model where training labels are suspected",
        lambda experiment, grouping, facts: experiment["suspects"] != "train" or facts.folds,
        "name a model trained here and give it `folds: 3`, or write `suspects: test`",
    ),
    "own_inputs": Need(
        "groups of different inputs, so not by `checkpoint`",
        lambda experiment, grouping, facts: not is_single(grouping, "checkpoint"),
        "group by something else, since all checkpoints see the same inputs",
    ),
}

FIGURES = {
    "map_grid": Figure(PER_METHOD, "the map of each group: red above, blue below the mean"),
    "method_comparison": Figure(PER_LAYER, "one group in the layouts of all methods"),
    "layers": Figure(
        PER_METHOD, "layers in rows, each turned towards the first one", ("two_layers",)
    ),
    "dissimilarities": Figure(
        PER_GROUPING, "which groups each layer sees alike, and whether layers agree",
        ("two_layers",),
    ),
    "regions": Figure(
        PER_METHOD, "the largest region of each group, and the inputs that activate it most"
    ),
    "variables": Figure(
        PER_EXPERIMENT, "all groupings side by side, with random groups and convexity",
        ("first_maps",),
    ),
    "similar_groups": Figure(PER_GROUPING, "groups in the order of their likeness, by layer"),
    "tests": Figure(
        PER_GROUPING, "whether groups differ by more than chance, where, and which are alike",
        ("own_inputs",),
    ),
    "explorer": Figure(
        PER_EXPERIMENT, "a page for a browser: maps, tests, scores and inputs to work with"
    ),
    "outcomes": Figure(
        PER_GROUPING, "what the network predicts for each group, with intervals", ("predictions",)
    ),
    "label_errors": Figure(
        PER_METHOD, "correctly and wrongly classified groups, the suspicious pair framed",
        ("labels", "predictions", "correctness"),
    ),
    "confusion": Figure(
        PER_METHOD, "maps in the places of the confusion matrix",
        ("labels", "predictions", "confusion"),
    ),
    "suspicious_inputs": Figure(
        PER_GROUPING, "inputs whose label is probably wrong, and what they act like",
        ("own_inputs", "given_labels", "held_out"),
    ),
    "subgroups": Figure(
        PER_GROUPING, "groups that are two populations, and the maps of the parts",
        ("own_inputs", "given_labels"),
    ),
    "training": Figure(PER_METHOD, "classes over the training, also moving", ("checkpoint",)),
    "quality": Figure(
        PER_LAYER, "errors under blur and resizing of all methods over trials", ("two_trials",)
    ),
    "faithfulness": Figure(PER_LAYER, "how well the layouts keep neighbours"),
    "layouts": Figure(
        PER_GROUPING, "all methods by all measures of layouts, with tests", ("two_trials",)
    ),
    "measures": Figure(PER_METHOD, "all measures of each map", ("first_maps",)),
    "alterations": Figure(PER_METHOD, "one map under all blur radii and sizes"),
    "measure_steps": Figure(PER_METHOD, "what the measures do to a map"),
}  # fmt: skip


def n_layers(experiment, facts):
    """Number of layers: those named, else those of the file, else the one that is shown."""
    if "layers" in experiment:
        return len(experiment["layers"])
    return len(facts.layers or [0, 0]) if "activations" in experiment else 1


def unmet_needs(figure, experiment, grouping, facts):
    """Needs of a figure that an experiment with a grouping certainly does not meet."""
    return [
        NEEDS[need]
        for need in FIGURES[figure].needs
        if NEEDS[need].met(experiment, grouping, facts) is False
    ]


def needs_labels(grouping):
    """Whether a grouping is by labels."""
    return bool({"class", "checkpoint", *COMPARING} & {*grouping["by"]})


def figures_table():
    """Table of all figures for the docs, in Markdown."""
    rows = ["| figure | one for each | shows | needs |", "| --- | --- | --- | --- |"]
    for name, figure in FIGURES.items():
        needs = ", ".join(NEEDS[need].words for need in figure.needs)
        rows.append(f"| `{name}` | {figure.per} | {figure.shows} | {needs} |")
    return "\n".join(rows) + "\n"
