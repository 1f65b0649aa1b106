"""Is it more than chance? Tests of groups layer by layer, and rankings of suspicious labels.

input:  results/activations/{model}/{dataset}/ or a user's, results/groups/…, results/naps/…
output: results/tests/{experiment}/{layer}/…, results/tables/{experiment}/{layer}/suspects.tsv
"""


def tests_of_layers(experiment, file):
    """Files of the tests of all layers of an experiment."""
    return [f"results/tests/{experiment}/{layer}/{file}" for layer in PARTS[experiment]["layers"]]


rule compare_groups:
    """Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""
    input:
        activation_files,
        groups="results/groups/{experiment}.npz",
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
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("rank_label_errors.py"),
        settings=lambda wildcards: {"by": part_of(wildcards)["grouping"]["by"]},
    script:
        "../../scripts/rank_label_errors.py"
