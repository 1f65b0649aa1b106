"""Tables: tests between methods, architectures.

input:  results/scores/…, results/maps/…, results/models/…
output: results/tables/{experiment}/…
"""


rule compare_experiments:
    """Test several experiments against each other over trials."""
    input:
        scores=lambda wildcards: experiment(wildcards).compared_scores,
    output:
        tests=paths.METHOD_TESTS,
    log:
        "results/logs/compare_experiments/{experiment}.log",
    wildcard_constraints:
        experiment=of_kind("comparison"),
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
            f"results/models/{name}/model.keras" for name in experiment(wildcards).given["models"]
        ],
    output:
        table=paths.ARCHITECTURES,
        markdown="results/tables/{experiment}/architectures.md",
    log:
        "results/logs/describe_architectures/{experiment}.log",
    wildcard_constraints:
        experiment=of_kind("architectures"),
    conda:
        "../../envs/model.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("describe_architectures.py"),
        settings=lambda wildcards: {
            "names": experiment(wildcards).given["models"],
            "applications": experiment(wildcards).given["applications"],
        },
    script:
        "../../scripts/describe_architectures.py"
