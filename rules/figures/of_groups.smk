"""Figures of groups: which are alike, do they differ by more than chance, what is predicted for them.

input:  results/maps/…, results/naps/…, results/tests/…, results/tables/…
output: results/figures/{experiment}/…
"""


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


def test_inputs(wildcards):
    """Tests of all layers of a part, tables and neurons, and the maps."""
    experiment = wildcards.experiment
    return {
        "separation_of_layers": tests_of_layers(experiment, "separation.tsv"),
        "pairs_of_layers": tests_of_layers(experiment, "pairs.tsv"),
        "neurons": tests_of_layers(experiment, "neurons.npz"),
        **maps_of_layers(wildcards),
    }


FIGURES_OF_GROUPS = {
    "plot_similar_groups": FigureRule(
        tuple(f"{{experiment}}/similar_groups_{extent}" for extent in EXTENTS),
        "Groups",
        maps_of_layers,
        lambda wildcards: {
            "rows": [rows_of_layers(part_of(wildcards), extent) for extent in EXTENTS],
            "title": title_of(wildcards.experiment),
        },
    ),
    "plot_dissimilarities": FigureRule(
        ("{experiment}/dissimilarities",),
        "Groups",
        lambda wildcards: {
            "naps": [
                naps_file(wildcards.experiment, layer) for layer in part_of(wildcards)["layers"]
            ],
            "chance": tests_of_layers(wildcards.experiment, "dissimilarities.npz"),
        },
        lambda wildcards: {
            "layers": list(part_of(wildcards)["layers"]),
            "alpha": part_of(wildcards)["tests"]["alpha"],
        },
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
            "method": PARTS[parts_of(wildcards.experiment)[0]]["methods"][0],
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
}
