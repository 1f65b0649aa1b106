"""Is it more than chance? Tests of groups layer by layer.

input:  results/activations/{model}/{dataset}/ or a user's, results/groups/…
output: results/tests/{experiment}/{layer}/…
"""


rule compare_groups:
    """Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""
    input:
        activation_files,
        groups=groups_file,
    output:
        separation="results/tests/{experiment}/{layer}/separation.tsv",
        pairs="results/tests/{experiment}/{layer}/pairs.tsv",
        neurons="results/tests/{experiment}/{layer}/neurons.npz",
    log:
        "results/logs/compare_groups/{experiment}/{layer}.log",
    benchmark:
        "results/benchmarks/compare_groups/{experiment}/{layer}.tsv"
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(120),
    params:
        code=code_digest("compare_groups.py"),
        settings=lambda wildcards: {
            **layer_settings(wildcards),
            "by": part_of(wildcards)["grouping"]["by"],
            **part_of(wildcards)["tests"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/compare_groups.py"
