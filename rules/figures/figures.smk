"""All figures, each as PNG and PDF: a table of what they are made from, and one rule for each.

input:  results/maps/…, results/scores/…, results/tests/…, results/tables/…, results/regions/…
output: results/figures/{experiment}/…
"""

from collections.abc import Callable
from typing import NamedTuple

EXTENTS = ("all", "shown")  # of the layers in a figure
ARITHMETICS = ("float", "uint8")  # errors in floating point, and with the published wrap-around
ONE_METHOD = "{experiment}/{layer}/{method}"
MAPS_OF_METHOD = "results/maps/{experiment}/{layer}/{method}.npz"
SUSPECTS = "results/tables/{experiment}/{layer}/{method}_suspects.tsv"
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


def layers_settings(wildcards):
    """How layers are shown together: turned, unless they share their layouts."""
    part = part_of(wildcards)
    return {"layers": list(part["layers"]), "turn": "shared" not in part, **SETTINGS["maps"]}


def parts_of(experiment):
    """Names of the parts of an experiment."""
    return [name for name, part in PARTS.items() if part["experiment"] == experiment]


def shown_of(part, extent):
    """File names of all layers of a part, or of the shown ones, by default the deepest."""
    shown = part["shown_layers"] or list(part["layers"].values())[-1:]
    return [file for file, layer in part["layers"].items() if extent == "all" or layer in shown]


def variables_inputs(wildcards):
    """Maps of all groupings of an experiment layer by layer, and the scores of each."""
    parts = parts_of(wildcards.experiment)
    layers = PARTS[parts[0]]["layers"]
    return {
        "maps": [maps_file(part, layer) for part in parts for layer in layers],
        "scores": [f"results/scores/{part}.tsv.gz" for part in parts],
    }


def rows_of_layers(part, extent):
    """Rows of the figure of similar groups: in the shown layers random groups, too."""
    with_random = extent == "shown" and part["grouping"]["random_groups"]
    return [
        (layer if kind == "given" else f"{layer}, random", list(part["layers"]).index(layer), kind)
        for layer in shown_of(part, extent)
        for kind in ("given", "random")[: 1 + with_random]
    ]


def shown_group(wildcards):
    """Name of the group that figures of one group show; None for the first."""
    return {"group": part_of(wildcards).get("shown_group")}


def test_inputs(wildcards):
    """Tests of all layers of a part, tables and neurons, and the maps."""
    experiment = wildcards.experiment
    return {
        "separation_of_layers": tests_of_layers(experiment, "separation.tsv"),
        "pairs_of_layers": tests_of_layers(experiment, "pairs.tsv"),
        "neurons": tests_of_layers(experiment, "neurons.npz"),
        **maps_of_layers(wildcards),
    }


FIGURE_RULES = {
    "plot_map_grid": FigureRule(
        (f"{ONE_METHOD}/map_grid",),
        "Maps",
        from_files(maps=MAPS_OF_METHOD),
        lambda wildcards: {"reorder": "confusion" not in part_of(wildcards)["grouping"]["by"]},
    ),
    "plot_alterations": FigureRule(
        (f"{ONE_METHOD}/alterations",),
        "Measures of maps",
        from_files(maps=MAPS_OF_METHOD),
        lambda wildcards: {**shown_group(wildcards), **SETTINGS["scores"]},
    ),
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
        {"suspects": in_report(SUSPECTS, "Label errors", "rank_label_errors")},
    ),
    "plot_training": FigureRule(
        (f"{ONE_METHOD}/training",),
        "Maps",
        lambda wildcards: {
            "maps": MAPS_OF_METHOD.format(**wildcards),
            "activations": activations_of(part_of(wildcards)),
        },
        tables={"gif": f"results/figures/{ONE_METHOD}/training.gif"},
    ),
    "plot_measures": FigureRule(
        (f"{ONE_METHOD}/measures",),
        "Measures of maps",
        from_files(maps=MAPS_OF_METHOD, scores="results/scores/{experiment}.tsv.gz"),
        lambda wildcards: {"layer": wildcards.layer, "method": wildcards.method},
    ),
    "plot_measure_steps": FigureRule(
        (f"{ONE_METHOD}/measure_steps",),
        "Measures of maps",
        from_files(maps=MAPS_OF_METHOD),
        lambda wildcards: {**shown_group(wildcards), **SETTINGS["components"]},
    ),
    "plot_regions": FigureRule(
        (f"{ONE_METHOD}/regions",),
        "Maps",
        with_pictures(
            maps=MAPS_OF_METHOD,
            neurons=f"{REGIONS_OF_METHOD}_neurons.tsv",
            examples=f"{REGIONS_OF_METHOD}_examples.tsv",
        ),
        picture_settings,
    ),
    "plot_method_comparison": FigureRule(
        ("{experiment}/{layer}/method_comparison",),
        "Layout methods",
        lambda wildcards: {"maps": maps_of_methods(wildcards)},
        lambda wildcards: {
            "methods": part_of(wildcards)["methods"],
            **shown_group(wildcards),
            **SETTINGS["scores"],
        },
        {"layouts": "results/tables/{experiment}/{layer}/layouts.tsv"},
    ),
    "plot_quality": FigureRule(
        tuple(f"{{experiment}}/{{layer}}/quality_{each}" for each in ARITHMETICS),
        "Layout methods",
        from_files(scores="results/scores/{experiment}.tsv.gz"),
        lambda wildcards: {"layer": wildcards.layer, "arithmetics": ARITHMETICS},
    ),
    "plot_faithfulness": FigureRule(
        ("{experiment}/{layer}/faithfulness",),
        "Layout methods",
        from_files(scores="results/scores/{experiment}.tsv.gz"),
        lambda wildcards: {"layer": wildcards.layer},
    ),
    "plot_layouts": FigureRule(
        ("{experiment}/layouts",),
        "Layout methods",
        from_files(
            summary="results/scores/{experiment}_summary.tsv",
            tests="results/tables/{experiment}/tests.tsv",
        ),
        lambda wildcards: {"title": title_of(wildcards.experiment)},
        {"table": "results/tables/{experiment}/layouts.tsv"},
    ),
    "plot_similar_groups": FigureRule(
        tuple(f"{{experiment}}/similar_groups_{extent}" for extent in EXTENTS),
        "Groups",
        maps_of_layers,
        lambda wildcards: {
            "rows": [rows_of_layers(part_of(wildcards), extent) for extent in EXTENTS],
            "title": title_of(wildcards.experiment),
        },
    ),
    "plot_layers": FigureRule(
        ("{experiment}/layers_{method}",),
        "Maps",
        maps_of_layers,
        layers_settings,
        {"turns": "results/tables/{experiment}/turns_{method}.tsv"},
    ),
    "plot_models": FigureRule(
        ("{experiment}/models_{method}",),
        "Maps",
        maps_of_layers,
        layers_settings,
        {"turns": "results/tables/{experiment}/turns_{method}.tsv"},
        script="plot_layers",
    ),
    "plot_dissimilarities": FigureRule(
        ("{experiment}/dissimilarities",),
        "Groups",
        lambda wildcards: {
            "naps": [
                naps_file(wildcards.experiment, layer) for layer in part_of(wildcards)["layers"]
            ]
        },
        lambda wildcards: {"layers": list(part_of(wildcards)["layers"])},
        {
            "dissimilarities": "results/tables/{experiment}/dissimilarities.tsv",
            "correlations": "results/tables/{experiment}/layer_correlations.tsv",
        },
    ),
    "plot_outcomes": FigureRule(
        ("{experiment}/outcomes",),
        "Groups",
        lambda wildcards: {"outcomes": outcomes_file(wildcards)},
        lambda wildcards: {"title": title_of(wildcards.experiment)},
    ),
    "plot_tests": FigureRule(
        tuple(f"{{experiment}}/{each}" for each in ("separation", "significant", "similarities")),
        "Tests of groups",
        test_inputs,
        lambda wildcards: {
            "layers": list(part_of(wildcards)["layers"]),
            "title": title_of(wildcards.experiment),
            "alpha": part_of(wildcards)["tests"]["alpha"],
        },
        {
            key: in_report(
                f"results/tests/{{experiment}}_{key}.tsv", "Tests of groups", "plot_tests"
            )
            for key in ("separation", "pairs")
        },
    ),
    "plot_variables": FigureRule(
        tuple(f"{{experiment}}/variables_{extent}" for extent in EXTENTS),
        "Groups",
        variables_inputs,
        lambda wildcards: {
            "layers": list(PARTS[parts_of(wildcards.experiment)[0]]["layers"]),
            "shown": [
                shown_of(PARTS[parts_of(wildcards.experiment)[0]], extent) for extent in EXTENTS
            ],
            "variables": [
                " × ".join(PARTS[part]["grouping"]["by"]) for part in parts_of(wildcards.experiment)
            ],
            "title": f"{title_of(parts_of(wildcards.experiment)[0]).rsplit(', ', 1)[0]}; below each "
            "map its size-weighted convexity; colours end at the value beside each variable",
        },
        experiments=tuple({part["experiment"]: None for part in PARTS.values()}),
    ),
    "plot_runtime": FigureRule(
        ("{experiment}/runtime",),
        "Layout methods",
        from_files(runtimes="results/runtimes/{experiment}.tsv"),
        tables={
            "means": "results/tables/{experiment}/mean_seconds.tsv",
            "growth": "results/tables/{experiment}/growth.tsv",
        },
        experiments=tuple(RUNTIMES),
    ),
    "plot_comparison": FigureRule(
        tuple(f"{{experiment}}/comparison_{each}" for each in ARITHMETICS),
        "Layout methods",
        lambda wildcards: {"scores": scores_of_compared(wildcards)},
        lambda wildcards: {
            "labels": list(COMPARISONS[wildcards.experiment]["experiments"]),
            "arithmetics": ARITHMETICS,
        },
        experiments=tuple(COMPARISONS),
    ),
    "plot_drawn_maps": FigureRule(
        ("{experiment}/measures",),
        "Measures of maps",
        lambda wildcards: {},
        lambda wildcards: {
            "image_size": SETTINGS["maps"]["image_size"],
            "components": SETTINGS["components"],
            **SETTINGS["scores"],
        },
        {"scores": "results/scores/{experiment}_drawn.tsv"},
        tuple(DRAWN),
    ),
}


def figure_outputs(name, figure):
    """Files of a figure; of several figures that are made together, lists."""
    files = {
        "png": [
            in_report(f"results/figures/{path}.png", figure.category, name) for path in figure.paths
        ],
        "pdf": [f"results/figures/{path}.pdf" for path in figure.paths],
    }
    if len(figure.paths) == 1:
        files = {ending: path for ending, (path,) in files.items()}
    return files | figure.tables


for figure_name, figure in FIGURE_RULES.items():

    rule:
        name:
            figure_name
        input:
            unpack(figure.inputs),
        output:
            **figure_outputs(figure_name, figure),
        log:
            f"results/logs/{figure_name}/{figure.paths[0]}.log",
        wildcard_constraints:
            experiment=one_of(figure.experiments),
        group:
            "figures"
        conda:
            "../../envs/images.yaml"
        resources:
            mem_mb=growing(2000),
            runtime=growing(30),
        params:
            code=code_digest(f"{figure.script or figure_name}.py"),
            settings=figure.settings,
            # The path is read when a job runs; the table has ended then.
            script=figure.script or figure_name,
        script:
            "../../scripts/{params.script}.py"

    # What `snakemake --list` says of the rule is what its script says of itself.
    script = Path(workflow.basedir) / f"scripts/{figure.script or figure_name}.py"
    workflow.get_rule(figure_name).docstring = script.read_text().split('"""')[1].splitlines()[0]
