"""Figures of labels: which classes and inputs are suspicious, and what hides inside of a group.

input:  results/maps/…, results/tables/…, the pictures that the network saw
output: results/figures/{experiment}/…, results/tables/{experiment}/{layer}/{method}_….tsv
"""

from rules.configuration.people import is_about_people


def set_settings(wildcards):
    """Layer, labels and sizes of figures that show maps of sets of inputs."""
    part = part_of(wildcards)
    layer = shown_layer(part)
    people = is_about_people(SETTINGS, SETTINGS["experiments"][part["experiment"]])
    return {
        **labelled_settings(wildcards),
        "layer": part["layers"][layer] if "activations" in part else layer,
        "title": f"{title_of(wildcards.experiment)}, maps of {part['layers'][layer]}",
        "with_pictures": part["explorer"].get("pictures", not people),
        **SETTINGS["maps"],
    }


def pictures_of(part, files):
    """Files of the inputs of activations as pictures."""
    dataset = {}
    if "dataset" in part:
        dataset["dataset"] = f"results/datasets/{part['dataset']}.npz"
        dataset["images"] = images_of(part["dataset"])
    return {"activations": files, **dataset}


def suspect_inputs(wildcards):
    """Table of suspicious inputs, their pictures, and maps of the shown layer."""
    part = part_of(wildcards)
    files = activation_files(wildcards)
    if is_judged_on_folds(part):
        files = [*files, folds_of(part)]
    return {
        "suspects": SUSPICIOUS_INPUTS.format(**wildcards),
        "maps": maps_file(wildcards.experiment, shown_layer(part)),
        **pictures_of(part, files),
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
    return tables(wildcards) | maps | pictures_of(part, activation_files(wildcards))


FIGURES_OF_LABELS = {
    "plot_label_errors": FigureRule(
        (f"{ONE_METHOD}/label_errors",),
        "Label errors",
        with_pictures(maps=MAPS_OF_METHOD),
        lambda wildcards: {
            "suspected": part_of(wildcards)["suspects"],
            **picture_settings(wildcards),
        },
        {"suspects": in_report(SUSPECTS, "Label errors", "rank_label_errors")},
    ),
    "plot_confusion": FigureRule(
        (f"{ONE_METHOD}/confusion",),
        "Label errors",
        with_pictures(maps=MAPS_OF_METHOD),
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
