"""Files that experiments of kind `bias` ask for, and where they lie.

input:  the checked configuration (common.smk)
output: lists of files, for the rule `all` and the inputs of other rules
"""

from bias_configuration import (
    WEIGHTS_SOURCE,
    attributes_of,
    grouping_name,
    imagenet_file,
    variable_name,
)

IMAGE_DATASETS = [
    name for name in SETTINGS["datasets"] if name not in OWN_DATASETS and source_of(name).attributes
]
APPLICATIONS = {name: each for name, each in SETTINGS["models"].items() if "application" in each}
BIAS = {name: each for name, each in SETTINGS["experiments"].items() if each["kind"] == "bias"}
DRAWN = [name for name, each in SETTINGS["experiments"].items() if each["kind"] == "drawn"]
STREAMED = {name: each for name, each in PROFILED.items() if "grouping" in each}
TESTED = {**STREAMED, **OWN}


def downloads_of_images(wildcards):
    """Files of a dataset of images by their role, `images` and `labels`."""
    source = source_of(wildcards.dataset)
    return {
        file.role: f"results/downloads/{source.name}/{name}" for name, file in source.files.items()
    }


def weights_of(wildcards):
    """File of a network's weights; nothing for random ones."""
    model = APPLICATIONS[wildcards.model]
    if model["weights"] == "imagenet":
        return [f"results/downloads/{WEIGHTS_SOURCE}/{imagenet_file(model)}"]
    return [] if model["weights"] == "random" else [model["weights"]]


def model_title(name):
    """A model in the title of a figure; untrained ones are called so."""
    model = APPLICATIONS[name]
    width = f" {model['alpha']:g}" if "alpha" in model else ""
    weights = {"imagenet": "ImageNet weights", "random": "UNTRAINED, random weights"}.get(
        model["weights"], f"weights of {Path(model['weights']).name}"
    )
    return f"{model['application']}{width} ({weights})"


def streamed_for(model, dataset):
    """Layers and groupings that all experiments together need of a network's activations."""
    users = [
        each for each in STREAMED.values() if (each["model"], each["dataset"]) == (model, dataset)
    ]
    return {
        "layers": list(dict.fromkeys(layer for each in users for layer in each["layers"])),
        "groupings": {grouping_name(each["grouping"]): each["grouping"] for each in users},
    }


def streamed_file(wildcards, file):
    """A file of the streamed activations that an experiment uses."""
    experiment = STREAMED[wildcards.experiment]
    return STREAMED_FOLDER.format(**experiment) + file


def tests_of(wildcards, file):
    """Tests of all layers of an experiment."""
    layers = TESTED[wildcards.experiment]["layers"]
    return [f"results/tests/{wildcards.experiment}/{layer}/{file}" for layer in layers]


def parts_of(experiment):
    """Names of the parts of an experiment, one for each variable."""
    return [variable_name(experiment, variable) for variable in BIAS[experiment]["variables"]]


def maps_of(experiment, layers):
    """Maps of the parts of an experiment in the given layers, variable by variable."""
    method = BIAS[experiment]["method"]
    return [
        f"results/maps/{part}/{layer}/{method}.npz"
        for part in parts_of(experiment)
        for layer in layers
    ]


def drawn_figures():
    """Figures of the maps drawn by hand."""
    return [
        f"results/figures/{name}/measures.{ending}" for name in DRAWN for ending in ("png", "pdf")
    ]


def bias_figures():
    """Figures of all experiments of kind `bias`."""
    names = []
    for name, experiment in BIAS.items():
        extents = ["all", "shown"] if experiment["shown_layers"] else ["all"]
        for figure in experiment["figures"]:
            if figure == "variables":
                names += [f"results/figures/{name}/variables_{extent}" for extent in extents]
            elif figure == "similar_groups":
                names += [f"results/figures/{part}/similar_groups" for part in parts_of(name)]
                names += [
                    f"results/figures/{part}/{layer}/similar_groups"
                    for part in parts_of(name)
                    for layer in experiment["shown_layers"]
                ]
            else:
                names += [
                    f"results/figures/{part}/{test}"
                    for part in parts_of(name)
                    for test in TEST_FIGURES
                ]
    return [f"{name}.{ending}" for name in names for ending in ("png", "pdf")]


def bias_tables():
    """Tables of tests of all experiments of kind `bias`."""
    tested = [name for name, each in BIAS.items() if "tests" in each["figures"]]
    return test_tables(part for name in tested for part in parts_of(name))


def layers_shown(wildcards):
    """Layers of a figure of all, or of the shown layers."""
    return BIAS[wildcards.bias]["layers" if wildcards.extent == "all" else "shown_layers"]


def maps_of_part(part, layers):
    """Maps of one variable in the given layers."""
    method = TESTED[part]["methods"][0]
    return [f"results/maps/{part}/{layer}/{method}.npz" for layer in layers]


def title_of_part(part):
    """Model and variable of a figure."""
    if part in OWN:
        return own_title(part)
    attributes = " × ".join(STREAMED[part]["grouping"]["attributes"])
    return f"{model_title(STREAMED[part]['model'])}, {attributes}"
