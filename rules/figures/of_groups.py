"""Figures of groups: which are alike, do they differ by more than chance, what is predicted."""

from rules.configuration import paths
from rules.figures.record import EXPERIMENT, GROUPING, Figure, by_name

EXTENTS = ("all", "shown")  # of the layers in a figure


def rows_of_layers(analysis, extent):
    """Rows of the figure of similar groups: in the shown layers random groups, too."""
    files = list(analysis.layers)
    with_random = extent == "shown" and analysis.grouping.random_groups
    return [
        (layer, files.index(layer), kind)
        for layer in analysis.shown(extent)
        for kind in ("given", "random")[: 1 + with_random]
    ]


def variables_inputs(experiment, wildcards):
    """Maps of all groupings of an experiment layer by layer, and the scores of each."""
    return {
        "maps": [
            each.maps(layer) for each in experiment.analyses for layer in experiment.first.layers
        ],
        "scores": [each.path(paths.SCORES) for each in experiment.analyses],
    }


def variables_settings(experiment, wildcards):
    """What the figure of all groupings is told; its layers and method are those of the first."""
    first = experiment.first
    return {
        "layers": list(first.layers),
        "method": first.methods[0],
        "shown": [first.shown(extent) for extent in EXTENTS],
        "variables": [[each.variable, each.grouping.by] for each in experiment.analyses],
        "title": f"{first.source_title}; below each map its size-weighted convexity; "
        "colours end at the value beside each variable",
    }


FIGURES_OF_GROUPS = by_name(
    [
        Figure(
            name="similar_groups",
            per=GROUPING,
            shows="groups in the order of their likeness, by layer",
            category="Groups",
            files=tuple(f"{{experiment}}/similar_groups_{extent}" for extent in EXTENTS),
            script="plot_similar_groups.py",
            caption="",
            inputs=lambda analysis, wildcards: {"maps": analysis.maps_of_layers()},
            settings=lambda analysis, wildcards: {
                "rows": [rows_of_layers(analysis, extent) for extent in EXTENTS],
                "title": analysis.title,
            },
        ),
        Figure(
            name="dissimilarities",
            per=GROUPING,
            shows="which groups each layer sees alike, and whether layers agree",
            category="Groups",
            files=("{experiment}/dissimilarities",),
            script="plot_dissimilarities.py",
            caption="plot_dissimilarities.rst",
            inputs=lambda analysis, wildcards: {
                "naps": [analysis.naps(layer) for layer in analysis.layers],
                "chance": analysis.of_layers(f"{paths.TESTS}/dissimilarities.npz"),
            },
            settings=lambda analysis, wildcards: {
                "layers": list(analysis.layers),
                "alpha": analysis.tests["alpha"],
            },
            needs=("two_layers",),
            tables={
                "dissimilarities": "results/tables/{experiment}/dissimilarities.tsv",
                "correlations": "results/tables/{experiment}/layer_correlations.tsv",
            },
        ),
        Figure(
            name="tests",
            per=GROUPING,
            shows="whether groups differ by more than chance, where, and which are alike",
            category="Tests of groups",
            files=(
                "{experiment}/separation",
                "{experiment}/significant",
                "{experiment}/similarities",
            ),
            script="plot_tests.py",
            caption="",
            inputs=lambda analysis, wildcards: {
                "separation_of_layers": analysis.of_layers(f"{paths.TESTS}/separation.tsv"),
                "pairs_of_layers": analysis.of_layers(f"{paths.TESTS}/pairs.tsv"),
                "neurons": analysis.of_layers(f"{paths.TESTS}/neurons.npz"),
                "maps": analysis.maps_of_layers(),
            },
            settings=lambda analysis, wildcards: {
                "layers": list(analysis.layers),
                "title": analysis.title,
                "alpha": analysis.tests["alpha"],
                "nuisance": list(analysis.grouping.nuisance),
            },
            needs=("own_inputs",),
            tables={
                "separation": "results/tests/{experiment}_separation.tsv",
                "pairs": "results/tests/{experiment}_pairs.tsv",
            },
        ),
        Figure(
            name="outcomes",
            per=GROUPING,
            shows="what the network predicts for each group, and gaps beside chance",
            category="Groups",
            files=("{experiment}/outcomes",),
            script="plot_outcomes.py",
            caption="plot_outcomes.rst",
            inputs=lambda analysis, wildcards: {
                "outcomes": analysis.outcomes,
                "gap_tests": analysis.gap_tests,
            },
            settings=lambda analysis, wildcards: {"title": analysis.title},
            needs=("predictions",),
        ),
        Figure(
            name="variables",
            per=EXPERIMENT,
            shows="all groupings side by side, with random groups and convexity",
            category="Groups",
            files=tuple(f"{{experiment}}/variables_{extent}" for extent in EXTENTS),
            script="plot_variables.py",
            caption="",
            inputs=variables_inputs,
            settings=variables_settings,
            needs=("first_maps",),
        ),
        # Its rules are in rules/explorer.
        Figure(
            name="explorer",
            per=EXPERIMENT,
            shows="a page for a browser: maps, tests, scores and inputs to work with",
            category="Explorer",
            files=(),
            script="",
            caption="explorer.rst",
        ),
    ]
)
