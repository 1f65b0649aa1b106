"""Is it more than chance? Tests of the groups of a variable, layer by layer.

input:  results/activations/{model}/{dataset}/
output: results/tests/{experiment}/{layer}/…, results/tests/{experiment}_separation.tsv, …_pairs.tsv
"""


rule compare_groups:
    """Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""
    input:
        activations=lambda wildcards: tested_file(wildcards, "streamed.npz", "activations.npz"),
        images=lambda wildcards: tested_file(wildcards, "images.tsv", "inputs.tsv"),
    output:
        separation="results/tests/{experiment}/{layer}/separation.tsv",
        pairs="results/tests/{experiment}/{layer}/pairs.tsv",
        neurons="results/tests/{experiment}/{layer}/neurons.npz",
    log:
        "results/logs/compare_groups/{experiment}/{layer}.log",
    benchmark:
        "results/benchmarks/compare_groups/{experiment}/{layer}.tsv"
    wildcard_constraints:
        experiment=one_of(TESTED),
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(120),
    params:
        code=code_digest("compare_groups.py"),
        settings=lambda wildcards: {
            **tested_groups(wildcards),
            **TESTED[wildcards.experiment]["tests"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../scripts/compare_groups.py"


rule collect_tests:
    """Put the tests of all layers into one table of separation and one of pairs."""
    input:
        separation=lambda wildcards: tests_of(wildcards, "separation.tsv"),
        pairs=lambda wildcards: tests_of(wildcards, "pairs.tsv"),
    output:
        separation=in_report("results/tests/{experiment}_separation.tsv", "Bias", "collect_tests"),
        pairs=in_report("results/tests/{experiment}_pairs.tsv", "Bias", "collect_tests"),
    log:
        "results/logs/collect_tests/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(TESTED),
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("collect_tests.py"),
    script:
        "../scripts/collect_tests.py"
