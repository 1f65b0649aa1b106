"""Tables of results beside the figures.

input:  results/scores/…, results/maps/…, results/naps/…, results/runtimes/…, results/models/…
output: results/tables/{experiment}/…
"""


rule compare_methods:
    """Test the methods of an experiment, or several experiments, against each other over trials."""
    input:
        scores=lambda wildcards: [
            f"results/scores/{name}.tsv.gz"
            for name in compared_experiments(wildcards.experiment).values()
        ],
    output:
        tests=in_report("results/tables/{experiment}/tests.tsv", "Tables", "compare_methods"),
    log:
        "results/logs/compare_methods/{experiment}.log",
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("compare_methods.py"),
        settings=lambda wildcards: {
            "between": "experiment" if wildcards.experiment in COMPARISONS else "method"
        },
    script:
        "../scripts/compare_methods.py"


rule describe_layouts:
    """Describe the layouts of all methods in numbers: density, roundness, image errors."""
    input:
        maps=maps_of_methods,
    output:
        table="results/tables/{experiment}/{layer}/layouts.tsv",
    log:
        "results/logs/describe_layouts/{experiment}/{layer}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("describe_layouts.py"),
        settings=lambda wildcards: {
            "methods": MAPS[wildcards.experiment]["methods"],
            **SETTINGS["scores"],
        },
    script:
        "../scripts/describe_layouts.py"


rule rank_label_errors:
    """Rank the classes, or cells of the confusion matrix, that may hold wrong labels."""
    input:
        naps=lambda wildcards: naps_file(wildcards.experiment, wildcards.layer),
    output:
        suspects=in_report(
            "results/tables/{experiment}/{layer}/suspects.tsv", "Label errors", "rank_label_errors"
        ),
    log:
        "results/logs/rank_label_errors/{experiment}/{layer}.log",
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("rank_label_errors.py"),
        settings=lambda wildcards: {"by": MAPS[wildcards.experiment]["groups"]["by"]},
    script:
        "../scripts/rank_label_errors.py"


rule summarise_runtimes:
    """Summarise runtimes: means per method and width, and how they grow."""
    input:
        runtimes="results/runtimes/{experiment}.tsv",
    output:
        means="results/tables/{experiment}/mean_seconds.tsv",
        growth="results/tables/{experiment}/growth.tsv",
    log:
        "results/logs/summarise_runtimes/{experiment}.log",
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("summarise_runtimes.py"),
    script:
        "../scripts/summarise_runtimes.py"


rule describe_architectures:
    """Write the table of the layers of models (HHAI, Table 1)."""
    input:
        models=lambda wildcards: [
            f"results/models/{name}/model.keras"
            for name in ARCHITECTURES[wildcards.experiment]["models"]
        ],
    output:
        table=in_report(
            "results/tables/{experiment}/architectures.tsv", "Tables", "describe_architectures"
        ),
        markdown="results/tables/{experiment}/architectures.md",
    log:
        "results/logs/describe_architectures/{experiment}.log",
    conda:
        "../envs/model.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("describe_architectures.py"),
        settings=lambda wildcards: {
            "names": ARCHITECTURES[wildcards.experiment]["models"],
            "applications": ARCHITECTURES[wildcards.experiment]["applications"],
        },
    script:
        "../scripts/describe_architectures.py"
