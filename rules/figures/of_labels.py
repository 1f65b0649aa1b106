"""Figures of labels: which classes and inputs are suspicious, and what hides inside of a group."""

from rules.configuration import paths
from rules.figures.of_maps import one_map, pictures
from rules.figures.record import GROUPING, METHOD, Figure, by_name

TABLES = "results/tables/{experiment}/{layer}/{method}"


def ranked_inputs(analysis, wildcards):
    """Maps, pictures, and the suspicious inputs where they can be judged, for rankings."""
    judged = {"judged": analysis.path(paths.SUSPICIOUS_INPUTS)} if analysis.is_judged else {}
    return {
        **one_map(analysis, wildcards),
        **pictures(analysis, wildcards.layer),
        **judged,
    }


def ranked_settings(analysis, wildcards):
    """Whose labels are suspected, and where the activations lie."""
    return {
        "suspected": analysis.suspects,
        "source": analysis.source.settings,
        "with_texts": analysis.with_pictures,
    }


def shown_maps(analysis):
    """Maps of the shown layer."""
    return {"maps": analysis.maps(analysis.shown_layer)}


def suspect_inputs(analysis, wildcards):
    """Table of suspicious inputs, their pictures, and maps of the shown layer."""
    judged = analysis.judged
    others = [judged.path] if analysis.is_judged_on_folds else []
    return {
        "suspects": analysis.path(paths.SUSPICIOUS_INPUTS),
        "expected": analysis.path(paths.EXPECTED_WRONG),
        **shown_maps(analysis),
        "activations": [*analysis.activation_files(), *others],
        **(judged.dataset.inputs if judged.dataset else {}),
    }


def subgroup_inputs(analysis, wildcards):
    """Tables of subgroups, the pictures of their inputs, and maps of the shown layer."""
    return {
        "subgroups": analysis.path(f"{paths.SUBGROUPS}s.tsv"),
        "members": analysis.path(f"{paths.SUBGROUPS}_members.tsv"),
        "neurons": analysis.path(f"{paths.SUBGROUPS}_neurons.tsv"),
        **shown_maps(analysis),
        **pictures(analysis),
    }


def set_settings(analysis, wildcards):
    """Layer, labels and sizes of figures that show maps of sets of inputs."""
    layer = analysis.shown_layer
    return {
        "source": analysis.source.settings,
        "labels": analysis.grouping.labels,
        "missing": analysis.source.missing,
        "layer": analysis.stored(layer),
        "title": f"{analysis.title}, maps of {analysis.layer_words(layer)}",
        "with_pictures": analysis.with_pictures,
        **analysis.common["maps"],
    }


FIGURES_OF_LABELS = by_name(
    [
        Figure(
            name="label_errors",
            per=METHOD,
            shows="correctly and wrongly classified groups, the suspicious pair framed",
            category="Label errors",
            files=(f"{paths.ONE_METHOD}/label_errors",),
            script="plot_label_errors.py",
            caption="plot_label_errors.rst",
            inputs=ranked_inputs,
            settings=ranked_settings,
            needs=("labels", "predictions", "correctness"),
            tables={"suspects": f"{TABLES}_suspects.tsv"},
        ),
        Figure(
            name="confusion",
            per=METHOD,
            shows="maps in the places of the confusion matrix",
            category="Label errors",
            files=(f"{paths.ONE_METHOD}/confusion",),
            script="plot_confusion.py",
            caption="plot_confusion.rst",
            inputs=ranked_inputs,
            settings=ranked_settings,
            needs=("labels", "predictions", "confusion"),
            tables={"suspects": f"{TABLES}_confused_cells.tsv"},
        ),
        Figure(
            name="suspicious_inputs",
            per=GROUPING,
            shows="inputs whose label is probably wrong, and what they act like",
            category="Label errors",
            files=("{experiment}/suspicious_inputs",),
            script="plot_suspicious_inputs.py",
            caption="plot_suspicious_inputs.rst",
            inputs=suspect_inputs,
            settings=lambda analysis, wildcards: {
                **set_settings(analysis, wildcards),
                "judged": analysis.judged.path,
            },
            needs=("own_inputs", "given_labels", "held_out"),
        ),
        Figure(
            name="subgroups",
            per=GROUPING,
            shows="groups with two modes, and the maps of the parts",
            category="Groups",
            files=("{experiment}/subgroups",),
            script="plot_subgroups.py",
            caption="plot_subgroups.rst",
            inputs=subgroup_inputs,
            settings=set_settings,
            needs=("own_inputs", "given_labels"),
        ),
    ]
)
