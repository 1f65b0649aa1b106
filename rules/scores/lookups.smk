"""What the rules of scores and tables read, and what they are told."""


def has_components(part):
    """Whether a figure shows the connected regions of maps in numbers."""
    return bool({"measures", "variables", "layouts"} & {*part["figures"]})


def is_faithfulness_scored(part):
    """Whether a figure shows how faithful layouts are."""
    return bool({"faithfulness", "layouts"} & {*part["figures"]})


def is_scored(name):
    """Whether a part has a table of scores."""
    part = PARTS[name]
    return name in SCORED or has_components(part) or is_faithfulness_scored(part)


def scores_of_blocks(wildcards):
    """Scores of all layers, conditions, methods and blocks of an experiment."""
    part = PARTS[wildcards.experiment]
    scored = wildcards.experiment in SCORED or has_components(part)
    return [
        file.format(
            experiment=wildcards.experiment,
            layer=layer,
            condition=condition,
            method=method,
            first=first,
            last=last,
        )
        for file, methods in (
            (SCORES, part["methods"] * scored),
            (FAITHFULNESS, [""] * is_faithfulness_scored(part)),
        )
        for layer in part["layers"]
        for condition in part["conditions"]
        for method in methods
        for first, last in trial_blocks(wildcards.experiment)
    ]


def measured(wildcards):
    """What is measured of the maps of an experiment, for the params."""
    errors = {"image_size": SETTINGS["maps"]["image_size"], **SETTINGS["scores"]}
    return {
        "resolution": SETTINGS["maps"]["resolution"],
        "errors": errors if wildcards.experiment in SCORED else None,
        "components": SETTINGS["components"] if has_components(part_of(wildcards)) else None,
    }


def scores_of_compared(wildcards):
    """Tables of scores of the experiments that are compared."""
    compared = COMPARISONS[wildcards.experiment]["experiments"].values()
    return [f"results/scores/{name}.tsv.gz" for name in compared]


def maps_of_methods(wildcards):
    """Maps of a layer by all methods of an experiment."""
    part = PARTS[wildcards.experiment]
    return [maps_file(wildcards.experiment, wildcards.layer, each) for each in part["methods"]]
