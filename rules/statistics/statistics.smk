"""Is it more than chance? Tests of groups layer by layer, and of labels by all layers together.

input:  results/activations/{model}/{dataset}/ or a user's, results/folds/…, results/groups/…
output: results/tests/{experiment}/{layer}/…, results/tables/{experiment}/suspicious_inputs.tsv and
        others, results/tables/{experiment}/subgroups.tsv and others
"""

SUSPICIOUS_INPUTS = "results/tables/{experiment}/suspicious_inputs.tsv"
SUBGROUPS = "results/tables/{experiment}/subgroup"


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


rule permute_dissimilarities:
    """Find which groups a layer sees alike by chance: dissimilarities under permuted groups."""
    input:
        activation_files,
        groups=groups_file,
    output:
        chance="results/tests/{experiment}/{layer}/dissimilarities.npz",
    log:
        "results/logs/permute_dissimilarities/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(120),
    params:
        code=code_digest("permute_dissimilarities.py"),
        settings=permuted_groups_settings,
    script:
        "../../scripts/permute_dissimilarities.py"


rule find_suspicious_inputs:
    """Find inputs whose label is probably wrong, by all layers and the network's outputs together."""
    input:
        unpack(judged_inputs),
    output:
        suspects=in_report(SUSPICIOUS_INPUTS, "Label errors", "find_suspicious_inputs"),
        expected=in_report(
            "results/tables/{experiment}/expected_wrong.tsv", "Label errors", "expected_wrong"
        ),
    log:
        "results/logs/find_suspicious_inputs/{experiment}.log",
    benchmark:
        "results/benchmarks/find_suspicious_inputs/{experiment}.tsv"
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("find_suspicious_inputs.py"),
        state=states_of(judged_inputs),
        settings=lambda wildcards: {
            **judged_settings(wildcards),
            "folds": is_judged_on_folds(part_of(wildcards)),
            "layers": layer_arrays(part_of(wildcards)),
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/find_suspicious_inputs.py"


rule find_subgroups:
    """Test of each group whether it is one population or two, and find the parts."""
    input:
        unpack(shown_inputs),
    output:
        subgroups=in_report(f"{SUBGROUPS}s.tsv", "Groups", "find_subgroups"),
        members=f"{SUBGROUPS}_members.tsv",
        neurons=f"{SUBGROUPS}_neurons.tsv",
    log:
        "results/logs/find_subgroups/{experiment}.log",
    benchmark:
        "results/benchmarks/find_subgroups/{experiment}.tsv"
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("find_subgroups.py"),
        state=states_of(shown_inputs),
        settings=lambda wildcards: {
            **labelled_settings(wildcards),
            "layers": layer_arrays(part_of(wildcards)),
            "alpha": part_of(wildcards)["tests"]["alpha"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/find_subgroups.py"
