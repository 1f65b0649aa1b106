"""Scores of map images and layouts.

input:  results/naps/…, results/layouts/…
output: results/scores/{experiment}/…, results/scores/{experiment}.tsv.gz, …_summary.tsv
"""

SCORES = "results/scores/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv.gz"


def scored_experiments():
    """Experiments that a figure of scores is made of."""
    return [name for name, experiment in MAPS.items() if "quality" in experiment["figures"]]


def score_blocks(wildcards):
    """Scores of all layers, conditions, methods and blocks of an experiment."""
    experiment = MAPS[wildcards.experiment]
    return [
        SCORES.format(
            experiment=wildcards.experiment,
            layer=layer,
            condition=condition,
            method=method,
            first=first,
            last=last,
        )
        for layer in experiment["layers"]
        for condition in experiment["conditions"]
        for method in experiment["methods"]
        for first, last in trial_blocks(wildcards.experiment)
    ]


def all_scores():
    """Tables of scores of all experiments that have them."""
    return [
        f"results/scores/{name}{ending}"
        for name in scored_experiments()
        for ending in (".tsv.gz", "_summary.tsv")
    ]


rule score_maps:
    """Render the maps of a block of trials in memory and score them."""
    input:
        naps=naps_of_block,
        layout=LAYOUT,
    output:
        scores=SCORES,
    log:
        "results/logs/score_maps/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/score_maps/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=2000,
        runtime=120,
    params:
        code=code_digest("score_maps.py"),
        settings={**SETTINGS["maps"], **SETTINGS["scores"]},
    script:
        "../scripts/score_maps.py"


rule aggregate_scores:
    """Collect the scores of an experiment, cut at its number of trials, and summarise them."""
    input:
        scores=score_blocks,
    output:
        scores="results/scores/{experiment}.tsv.gz",
        summary="results/scores/{experiment}_summary.tsv",
    log:
        "results/logs/aggregate_scores/{experiment}.log",
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=4000,
        runtime=30,
    params:
        code=code_digest("aggregate_scores.py"),
        settings=lambda wildcards: {"trials": MAPS[wildcards.experiment]["trials"]},
    script:
        "../scripts/aggregate_scores.py"
