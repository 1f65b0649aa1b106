"""Figures that compare layout methods, and of the measures themselves."""

from rules.configuration import paths
from rules.figures.record import EXPERIMENT, GROUPING, LAYER, Figure, by_name

ARITHMETICS = ("float", "uint8")  # errors in floating point, and with the published wrap-around


def scores(analysis, wildcards):
    """The table of scores."""
    return {"scores": analysis.path(paths.SCORES)}


FIGURES_OF_METHODS = by_name(
    [
        Figure(
            name="quality",
            per=LAYER,
            shows="errors under blur and resizing of all methods over trials",
            category="Layout methods",
            files=tuple(f"{paths.ONE_LAYER}/quality_{each}" for each in ARITHMETICS),
            script="plot_quality.py",
            caption="",
            inputs=scores,
            settings=lambda analysis, wildcards: {
                "layer": wildcards.layer,
                "arithmetics": ARITHMETICS,
            },
            needs=("two_trials",),
        ),
        Figure(
            name="faithfulness",
            per=LAYER,
            shows="how well the layouts keep neighbours",
            category="Layout methods",
            files=(f"{paths.ONE_LAYER}/faithfulness",),
            script="plot_faithfulness.py",
            caption="plot_faithfulness.rst",
            inputs=scores,
            settings=lambda analysis, wildcards: {"layer": wildcards.layer},
        ),
        Figure(
            name="layouts",
            per=GROUPING,
            shows="all methods by all measures of layouts, with tests",
            category="Layout methods",
            files=("{experiment}/layouts",),
            script="plot_layouts.py",
            caption="plot_layouts.rst",
            inputs=lambda analysis, wildcards: {
                "summary": analysis.path(paths.SUMMARY),
                "tests": analysis.path(paths.METHOD_TESTS),
            },
            settings=lambda analysis, wildcards: {"title": analysis.title},
            needs=("two_trials",),
            tables={"table": "results/tables/{experiment}/layouts.tsv"},
        ),
        Figure(
            name="runtime",
            per=EXPERIMENT,
            shows="seconds of the methods over the number of neurons",
            category="Layout methods",
            files=("{experiment}/runtime",),
            script="plot_runtime.py",
            caption="plot_runtime.rst",
            inputs=lambda experiment, wildcards: {
                "runtimes": f"results/runtimes/{experiment.name}.tsv"
            },
            tables={
                "seconds": "results/tables/{experiment}/seconds.tsv",
                "growth": "results/tables/{experiment}/growth.tsv",
            },
            kind="runtime",
        ),
        Figure(
            name="comparison",
            per=EXPERIMENT,
            shows="errors of several experiments side by side",
            category="Layout methods",
            files=tuple(f"{{experiment}}/comparison_{each}" for each in ARITHMETICS),
            script="plot_comparison.py",
            caption="",
            inputs=lambda experiment, wildcards: {"scores": experiment.compared_scores},
            settings=lambda experiment, wildcards: {
                "labels": list(experiment.given["experiments"]),
                "arithmetics": ARITHMETICS,
            },
            kind="comparison",
        ),
        Figure(
            name="drawn_maps",
            per=EXPERIMENT,
            shows="maps drawn by hand, and all measures of them",
            category="Measures of maps",
            files=("{experiment}/measures",),
            script="plot_drawn_maps.py",
            caption="plot_drawn_maps.rst",
            settings=lambda experiment, wildcards: {
                "image_size": experiment.common["maps"]["image_size"],
                "components": experiment.common["components"],
                **experiment.common["scores"],
            },
            tables={"scores": "results/scores/{experiment}_drawn.tsv"},
            kind="drawn",
        ),
    ]
)
