"""Figures of the groups' maps, each as PNG and PDF.

input:  results/maps/…, results/tables/…/suspects.tsv, results/datasets/{dataset}.npz
output: results/figures/{experiment}/{layer}/{method}/…
"""


rule plot_map_grid:
    """Show the maps of all groups on one layout (HHAI, Figures 5 to 8)."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/map_grid.png", "Maps", "plot_map_grid"
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/map_grid.pdf",
    log:
        "results/logs/plot_map_grid/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_map_grid.py"),
        settings=lambda wildcards: {"by": MAPS[wildcards.experiment]["groups"]["by"]},
    script:
        "../scripts/plot_map_grid.py"


rule plot_alterations:
    """Show one map under all blur radii and downscale sizes (HHAI, Figure 2)."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/alterations.png",
            "Measures of maps",
            "plot_alterations",
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/alterations.pdf",
    log:
        "results/logs/plot_alterations/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_alterations.py"),
        settings=lambda wildcards: {
            "group": shown_group(MAPS[wildcards.experiment]),
            **SETTINGS["scores"],
        },
    script:
        "../scripts/plot_alterations.py"


rule plot_label_errors:
    """Show correctly and wrongly classified groups, the suspicious pair framed (HHAI, Figure 5)."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
        suspects="results/tables/{experiment}/{layer}/suspects.tsv",
        dataset=lambda wildcards: f"results/datasets/{MAPS[wildcards.experiment]['dataset']}.npz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/label_errors.png",
            "Label errors",
            "plot_label_errors",
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/label_errors.pdf",
    log:
        "results/logs/plot_label_errors/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_label_errors.py"),
        settings=lambda wildcards: {"suspected": MAPS[wildcards.experiment]["suspects"]},
    script:
        "../scripts/plot_label_errors.py"


rule plot_confusion:
    """Show the maps of the cells of the confusion matrix (HHAI, Figure 7)."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
        suspects="results/tables/{experiment}/{layer}/suspects.tsv",
        dataset=lambda wildcards: f"results/datasets/{MAPS[wildcards.experiment]['dataset']}.npz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/confusion.png",
            "Label errors",
            "plot_confusion",
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/confusion.pdf",
    log:
        "results/logs/plot_confusion/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_confusion.py"),
        settings=lambda wildcards: {"suspected": MAPS[wildcards.experiment]["suspects"]},
    script:
        "../scripts/plot_confusion.py"


rule plot_training:
    """Show the maps of the classes over the training, as a strip and as an animation."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
        activations=lambda wildcards: activations_of(wildcards, "checkpoints.npz"),
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/training.png", "Maps", "plot_training"
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/training.pdf",
        gif="results/figures/{experiment}/{layer}/{method}/training.gif",
    log:
        "results/logs/plot_training/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_training.py"),
    script:
        "../scripts/plot_training.py"
