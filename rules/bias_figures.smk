"""Figures of bias: maps of groups of images, and similar groups.

input:  results/maps/…, results/scores/{experiment}.tsv.gz
output: results/figures/{experiment}/…
"""


wildcard_constraints:
    bias=one_of(BIAS),
    part=one_of(TESTED),
    extent="all|shown",


rule plot_variables:
    """Show maps of all variables and their random groups, layer by layer (Aequitas, 3 and 4)."""
    input:
        maps=lambda wildcards: maps_of(wildcards.bias, layers_shown(wildcards)),
        scores=lambda wildcards: [
            f"results/scores/{part}.tsv.gz" for part in parts_of(wildcards.bias)
        ],
    output:
        png=in_report("results/figures/{bias}/variables_{extent}.png", "Bias", "plot_variables"),
        pdf="results/figures/{bias}/variables_{extent}.pdf",
    log:
        "results/logs/plot_variables/{bias}/{extent}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(3000),
        runtime=growing(30),
    params:
        code=code_digest("plot_variables.py"),
        settings=lambda wildcards: {
            "layers": layers_shown(wildcards),
            "variables": [
                " × ".join(attributes_of(variable))
                for variable in BIAS[wildcards.bias]["variables"]
            ],
            "title": f"{model_title(BIAS[wildcards.bias]['model'])}; below each map its "
            "size-weighted convexity; colours end at the value beside each variable",
        },
    script:
        "../scripts/plot_variables.py"


rule plot_similar_groups:
    """Show the groups of a variable in the order of their similarity, a row a layer (HHAI, 8)."""
    input:
        maps=lambda wildcards: maps_of_part(wildcards.part, STREAMED[wildcards.part]["layers"]),
    output:
        png=in_report("results/figures/{part}/similar_groups.png", "Bias", "plot_similar_groups"),
        pdf="results/figures/{part}/similar_groups.pdf",
    log:
        "results/logs/plot_similar_groups/{part}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_similar_groups.py"),
        settings=lambda wildcards: {
            "rows": [
                (layer, index, "sensitive")
                for index, layer in enumerate(STREAMED[wildcards.part]["layers"])
            ],
            "title": title_of_part(wildcards.part),
        },
    script:
        "../scripts/plot_similar_groups.py"


rule plot_similar_groups_of_layer:
    """Show the groups of a variable and random groups, both ordered by similarity (HHAI, 6)."""
    input:
        maps=lambda wildcards: maps_of_part(wildcards.part, [wildcards.layer]),
    output:
        png=in_report(
            "results/figures/{part}/{layer}/similar_groups.png",
            "Bias",
            "plot_similar_groups_of_layer",
        ),
        pdf="results/figures/{part}/{layer}/similar_groups.pdf",
    log:
        "results/logs/plot_similar_groups/{part}/{layer}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_similar_groups.py"),
        settings=lambda wildcards: {
            "rows": [
                (" × ".join(STREAMED[wildcards.part]["grouping"]["attributes"]), 0, "sensitive"),
                *(
                    [("random groups", 0, "random")]
                    if STREAMED[wildcards.part]["grouping"]["random"]
                    else []
                ),
            ],
            "title": f"{title_of_part(wildcards.part)}, layer {wildcards.layer}",
        },
    script:
        "../scripts/plot_similar_groups.py"
