"""Tables: tests between methods, architectures.

input:  results/scores/…, results/maps/…, results/models/…
output: results/tables/{experiment}/…
"""


rule compare_experiments:
    """Test several experiments against each other over trials."""
    input:
        scores=scores_of_compared,
    output:
        tests=in_report("results/tables/{experiment}/tests.tsv", "Tables", "compare_methods"),
    log:
        "results/logs/compare_experiments/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(COMPARISONS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("compare_experiments.py"),
    script:
        "../../scripts/compare_experiments.py"


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
    wildcard_constraints:
        experiment=one_of(ARCHITECTURES),
    conda:
        "../../envs/model.yaml"
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
        "../../scripts/describe_architectures.py"
