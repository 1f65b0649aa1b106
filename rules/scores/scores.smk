"""Scores of map images and layouts.

input:  results/naps/…, results/layouts/…
output: results/scores/{experiment}/…, results/scores/{experiment}.tsv.gz, …_summary.tsv
"""

SCORES = "results/scores/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv.gz"
FAITHFULNESS = "results/faithfulness/{experiment}/{layer}/{condition}/{first}-{last}.tsv.gz"


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
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("score_maps.py"),
        settings=measured,
    script:
        "../../scripts/score_maps.py"


rule score_faithfulness:
    """Score how faithful the layouts are to their features, before and after the swarm."""
    input:
        naps=naps_of_block,
        layouts=lambda wildcards: [
            LAYOUT.format(**wildcards, method=method)
            for method in with_bases(PARTS[wildcards.experiment]["methods"])
        ],
    output:
        scores=FAITHFULNESS,
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
            "methods": with_bases(PARTS[wildcards.experiment]["methods"]),
            "distances": PARTS[wildcards.experiment]["layouts"]["distances"],
        },
    script:
        "../../scripts/score_faithfulness.py"


rule aggregate_scores:
    """Collect the scores of an experiment, summarise them, and test its methods over trials."""
    input:
        scores=scores_of_blocks,
    output:
        scores="results/scores/{experiment}.tsv.gz",
        summary=in_report("results/scores/{experiment}_summary.tsv", "Tables", "aggregate_scores"),
        tests=in_report("results/tables/{experiment}/tests.tsv", "Tables", "compare_methods"),
    log:
        "results/logs/aggregate_scores/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("aggregate_scores.py"),
        settings=lambda wildcards: {"trials": PARTS[wildcards.experiment]["trials"]},
    script:
        "../../scripts/aggregate_scores.py"
