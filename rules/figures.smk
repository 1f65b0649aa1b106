"""Figures that compare methods, each as PNG and PDF.

input:  results/maps/…, results/scores/{experiment}.tsv.gz, results/runtimes/{experiment}.tsv,
        results/tables/{experiment}/…
output: results/figures/{experiment}/…
"""

ARITHMETICS = ("float", "uint8")  # errors in floating point, and with the published wrap-around


rule plot_method_comparison:
    """Show one group in the layouts of all methods, as dots and as maps (HHAI, Figure 3)."""
    input:
        maps=maps_of_methods,
        layouts="results/tables/{experiment}/{layer}/layouts.tsv",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/method_comparison.png",
            "Layout methods",
            "plot_method_comparison",
        ),
        pdf="results/figures/{experiment}/{layer}/method_comparison.pdf",
    log:
        "results/logs/plot_method_comparison/{experiment}/{layer}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_method_comparison.py"),
        settings=lambda wildcards: {
            "methods": MAPS[wildcards.experiment]["methods"],
            "group": shown_group(MAPS[wildcards.experiment]),
        },
    script:
        "../scripts/plot_method_comparison.py"


rule plot_quality:
    """Show both errors over their parameters, and the distributions of their AUC (HHAI, Figure 4)."""
    input:
        scores="results/scores/{experiment}.tsv.gz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/quality_{arithmetic}.png",
            "Layout methods",
            "plot_quality",
        ),
        pdf="results/figures/{experiment}/{layer}/quality_{arithmetic}.pdf",
    log:
        "results/logs/plot_quality/{experiment}/{layer}/{arithmetic}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("plot_quality.py"),
    script:
        "../scripts/plot_quality.py"


rule plot_faithfulness:
    """Show how faithful the layouts are to their features, before and after the swarm."""
    input:
        scores="results/scores/{experiment}.tsv.gz",
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/faithfulness.png",
            "Layout methods",
            "plot_faithfulness",
        ),
        pdf="results/figures/{experiment}/{layer}/faithfulness.pdf",
    log:
        "results/logs/plot_faithfulness/{experiment}/{layer}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("plot_faithfulness.py"),
    script:
        "../scripts/plot_faithfulness.py"


rule plot_runtime:
    """Show the runtime of the methods over the number of neurons (HHAI, Figure 4C)."""
    input:
        means="results/tables/{experiment}/mean_seconds.tsv",
        growth="results/tables/{experiment}/growth.tsv",
    output:
        png=in_report("results/figures/{experiment}/runtime.png", "Layout methods", "plot_runtime"),
        pdf="results/figures/{experiment}/runtime.pdf",
    log:
        "results/logs/plot_runtime/{experiment}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_runtime.py"),
    script:
        "../scripts/plot_runtime.py"


rule plot_comparison:
    """Show the scores of several experiments side by side."""
    input:
        scores=lambda wildcards: [
            f"results/scores/{name}.tsv.gz"
            for name in compared_experiments(wildcards.experiment).values()
        ],
    output:
        png=in_report(
            "results/figures/{experiment}/comparison_{arithmetic}.png",
            "Layout methods",
            "plot_comparison",
        ),
        pdf="results/figures/{experiment}/comparison_{arithmetic}.pdf",
    log:
        "results/logs/plot_comparison/{experiment}/{arithmetic}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("plot_comparison.py"),
        settings=lambda wildcards: {"labels": list(compared_experiments(wildcards.experiment))},
    script:
        "../scripts/plot_comparison.py"
