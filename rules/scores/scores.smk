"""Scores of map images and layouts.

input:  results/naps/…, results/layouts/…
output: results/scores/{experiment}/…, results/scores/{experiment}.tsv.gz, …_summary.tsv
"""


rule score_maps:
    """Render the maps of a block of trials in memory and score them."""
    input:
        naps=lambda wildcards: analysis(wildcards).naps(**block_of(wildcards)),
        layout=paths.LAYOUT,
    output:
        scores=paths.BLOCK_SCORES,
    log:
        "results/logs/score_maps/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/score_maps/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("score_maps.py"),
        settings=lambda wildcards: {
            "resolution": SETTINGS["maps"]["resolution"],
            "errors": analysis(wildcards).measured_errors,
            "components": analysis(wildcards).measured_components,
        },
    script:
        "../../scripts/score_maps.py"


rule score_faithfulness:
    """Score how faithful the layouts are to their features, before and after the swarm."""
    input:
        naps=lambda wildcards: analysis(wildcards).naps(**block_of(wildcards)),
        layouts=lambda wildcards: [
            paths.LAYOUT.format(**wildcards, method=method)
            for method in with_bases(analysis(wildcards).methods)
        ],
    output:
        scores=paths.FAITHFULNESS,
    log:
        "results/logs/score_faithfulness/{experiment}/{layer}/{condition}/{first}-{last}.log",
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("score_faithfulness.py"),
        settings=lambda wildcards: {
            "methods": with_bases(analysis(wildcards).methods),
            "distances": analysis(wildcards).layouts["distances"],
        },
    script:
        "../../scripts/score_faithfulness.py"


rule aggregate_scores:
    """Collect the scores of an experiment, summarise them, and test its methods over trials."""
    input:
        scores=lambda wildcards: analysis(wildcards).block_scores(),
    output:
        scores=paths.SCORES,
        summary=paths.SUMMARY,
        tests=paths.METHOD_TESTS,
    log:
        "results/logs/aggregate_scores/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("aggregate_scores.py"),
        settings=lambda wildcards: {"trials": analysis(wildcards).trials},
    script:
        "../../scripts/aggregate_scores.py"
