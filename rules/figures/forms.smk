"""What a figure is made from: the form of the tables of figures, and what several of them use.

input:  the parts of the experiments (settings.smk)
output: FigureRule and functions for the tables of figures
"""

from collections.abc import Callable
from typing import NamedTuple

EXTENTS = ("all", "shown")  # of the layers in a figure
ARITHMETICS = ("float", "uint8")  # errors in floating point, and with the published wrap-around
ONE_METHOD = "{experiment}/{layer}/{method}"
MAPS_OF_METHOD = "results/maps/{experiment}/{layer}/{method}.npz"
SUSPECTS = "results/tables/{experiment}/{layer}/{method}_suspects.tsv"
CONFUSED_CELLS = "results/tables/{experiment}/{layer}/{method}_confused_cells.tsv"
REGIONS_OF_METHOD = "results/regions/{experiment}/{layer}/{method}"


class FigureRule(NamedTuple):
    """What a figure is made from.

    Attributes
    ----------
    paths : tuple of str
        Figures below results/figures, without ending, which a job makes together.
    category : str
        Chapter of the report.
    inputs : dict or callable
        Files by name, with wildcards, or as a function of the wildcards.
    settings : callable
        Function of the wildcards that gives the settings of the script.
    tables : dict
        Further files that the job writes, by name.
    experiments : tuple of str
        Parts or experiments that have the figure.
    script : str
        Name of the script where it is not that of the rule.
    """

    paths: tuple
    category: str
    inputs: Callable
    settings: Callable = lambda wildcards: {}
    tables: dict = {}
    experiments: tuple = tuple(PARTS)
    script: str = ""


def from_files(**files):
    """Inputs with wildcards as a function of these."""
    return lambda wildcards: {name: file.format(**wildcards) for name, file in files.items()}


def with_pictures(**files):
    """Inputs, and the inputs of the network as pictures, where a figure shows some."""

    def inputs(wildcards):
        part = part_of(wildcards)
        pictures = {"activations": activation_files(wildcards)}
        if "dataset" in part:
            pictures["dataset"] = f"results/datasets/{part['dataset']}.npz"
            pictures["images"] = images_of(part["dataset"])
        return from_files(**files)(wildcards) | pictures

    return inputs


def picture_settings(wildcards):
    """Where the activations lie, whose inputs a figure shows."""
    return {"source": activations_of(part_of(wildcards))}


def maps_of_layers(wildcards):
    """Maps of all layers of a part by one method, or by its first one."""
    method = wildcards.get("method")
    layers = PARTS[wildcards.experiment]["layers"]
    return {"maps": [maps_file(wildcards.experiment, layer, method) for layer in layers]}


def shown_group(wildcards):
    """Name of the group that figures of one group show; None for the first."""
    return {"group": part_of(wildcards).get("shown_group")}


def model_title(name):
    """A model in the title of a figure; untrained ones are called so."""
    model = SETTINGS["models"].get(name, {})
    if "application" not in model:
        return name.replace("_", " ")
    width = f" {model['alpha']:g}" if "alpha" in model else ""
    weights = {"imagenet": "ImageNet weights", "random": "UNTRAINED, random weights"}.get(
        model["weights"], f"weights of {Path(model['weights']).name}"
    )
    return f"{model['application']}{width} ({weights})"


def title_of(experiment):
    """Model, or experiment, and groups of a part, in the title of a figure."""
    part = PARTS[experiment]
    what = model_title(part["model"]) if "model" in part else part["experiment"].replace("_", " ")
    return f"{what}, {' × '.join(part['grouping']['by'])}"
