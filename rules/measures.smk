"""All image measures: of maps, and of maps drawn by hand.

input:  results/naps/…, results/layouts/…, results/maps/…
output: results/scores/…, results/figures/{experiment}/…
"""

COMPONENTS = (
    "results/scores/{experiment}/{layer}/{condition}/{method}/components_{first}-{last}.tsv.gz"
)


rule score_components:
    """Score the maps of a block of trials by their connected regions."""
    input:
        naps=naps_of_block,
        layout=LAYOUT,
    output:
        scores=COMPONENTS,
    log:
        "results/logs/score_components/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    group:
        "layouts"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("score_components.py"),
        settings={"resolution": SETTINGS["maps"]["resolution"], **SETTINGS["components"]},
    script:
        "../scripts/score_components.py"


rule plot_drawn_maps:
    """Draw maps that show what each measure rewards, with their scores (Aequitas, Figure 2)."""
    output:
        png=in_report("results/figures/{drawn}/measures.png", "Measures of maps", "plot_drawn_maps"),
        pdf="results/figures/{drawn}/measures.pdf",
        scores="results/scores/{drawn}_drawn.tsv",
    log:
        "results/logs/plot_drawn_maps/{drawn}.log",
    wildcard_constraints:
        drawn=one_of(DRAWN),
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("plot_drawn_maps.py"),
        settings={
            "image_size": SETTINGS["maps"]["image_size"],
            "components": SETTINGS["components"],
            **SETTINGS["scores"],
        },
    script:
        "../scripts/plot_drawn_maps.py"


rule plot_measures:
    """Show the maps of all groups with all image measures."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
        scores="results/scores/{experiment}.tsv.gz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/measures.png",
            "Measures of maps",
            "plot_measures",
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/measures.pdf",
    log:
        "results/logs/plot_measures/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("plot_measures.py"),
    script:
        "../scripts/plot_measures.py"


rule plot_measure_steps:
    """Show what the measures do to a map before they measure (Aequitas, Figure 1)."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/measure_steps.png",
            "Measures of maps",
            "plot_measure_steps",
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/measure_steps.pdf",
    log:
        "results/logs/plot_measure_steps/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("plot_measure_steps.py"),
        settings=lambda wildcards: {
            "group": shown_group(MAPS[wildcards.experiment]),
            **SETTINGS["components"],
        },
    script:
        "../scripts/plot_measure_steps.py"
