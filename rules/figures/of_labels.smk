"""Figures of labels: which classes and inputs are suspicious, and what hides inside of a group.

input:  results/maps/…, results/tables/…, the pictures that the network saw
output: results/figures/{experiment}/…, results/tables/{experiment}/{layer}/{method}_….tsv
"""

from rules.configuration.people import shows_people


def set_settings(wildcards):
    """Layer, labels and sizes of figures that show maps of sets of inputs."""
    part = part_of(wildcards)
    layer = shown_layer(part)
    people = shows_people(SETTINGS, SETTINGS["experiments"][part["experiment"]])
    return {
        **labelled_settings(wildcards),
        "layer": stored_layer(part, layer),
        "title": f"{title_of(wildcards.experiment)}, maps of {part['layers'][layer]}",
        "with_pictures": part["explorer"].get("pictures", not people),
        **SETTINGS["maps"],
    }


def pictures_of(files, dataset):
    """Files of the inputs of activations as pictures."""
    images = {"images": images_of(dataset)} if dataset else {}
    return with_dataset(files, dataset) | images


def suspect_inputs(wildcards):
    """Table of suspicious inputs, their pictures, and maps of the shown layer."""
    part = part_of(wildcards)
    files = activation_files(wildcards)
    if is_judged_on_folds(part):
        files = [*files, folds_of(part)]
    return {
        "suspects": SUSPICIOUS_INPUTS.format(**wildcards),
        "maps": maps_file(wildcards.experiment, shown_layer(part)),
        **pictures_of(files, judged_dataset(part)),
    }


def subgroup_inputs(wildcards):
    """Tables of subgroups, the pictures of their inputs, and maps of the shown layer."""
    tables = from_files(
        subgroups=f"{SUBGROUPS}s.tsv",
        members=f"{SUBGROUPS}_members.tsv",
        neurons=f"{SUBGROUPS}_neurons.tsv",
    )
    part = part_of(wildcards)
    maps = {"maps": maps_file(wildcards.experiment, shown_layer(part))}
    return tables(wildcards) | maps | pictures_of(activation_files(wildcards), part.get("dataset"))


def ranked_inputs(wildcards):
    """Maps, pictures, and the suspicious inputs where they can be judged, for rankings of classes."""
    judged = SUSPICIOUS_INPUTS.format(**wildcards)
    return {
        **with_pictures(maps=MAPS_OF_METHOD)(wildcards),
        **({"judged": judged} if has_judged_inputs(part_of(wildcards)) else {}),
    }


FIGURES_OF_LABELS = {
    "plot_label_errors": FigureRule(
        (f"{ONE_METHOD}/label_errors",),
        "Label errors",
        ranked_inputs,
        lambda wildcards: {
            "suspected": part_of(wildcards)["suspects"],
            **picture_settings(wildcards),
        },
        {"suspects": in_report(SUSPECTS, "Label errors", "rank_label_errors")},
    ),
    "plot_confusion": FigureRule(
        (f"{ONE_METHOD}/confusion",),
        "Label errors",
        ranked_inputs,
        lambda wildcards: {
            "suspected": part_of(wildcards)["suspects"],
            **picture_settings(wildcards),
        },
        {"suspects": in_report(CONFUSED_CELLS, "Label errors", "rank_label_errors")},
    ),
    "plot_suspicious_inputs": FigureRule(
        ("{experiment}/suspicious_inputs",),
        "Label errors",
        suspect_inputs,
        lambda wildcards: {
            **set_settings(wildcards),
            "shown": activations_of(part_of(wildcards)),
            "source": judged_settings(wildcards)["source"],
        },
    ),
    "plot_subgroups": FigureRule(
        ("{experiment}/subgroups",), "Groups", subgroup_inputs, set_settings
    ),
}
