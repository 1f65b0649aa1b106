"""Figures that compare layout methods, and of the measures themselves.

input:  results/scores/…, results/maps/…, results/runtimes/…
output: results/figures/{experiment}/…
"""

FIGURES_OF_METHODS = {
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
