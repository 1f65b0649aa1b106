"""Is it more than chance? Tests of groups layer by layer, and of labels by all layers together.

input:  results/activations/{model}/{dataset}/ or a user's, results/folds/…, results/groups/…
output: results/tests/{experiment}/{layer}/…, results/tables/{experiment}/suspicious_inputs.tsv and
        others, results/tables/{experiment}/subgroups.tsv and others
"""

AGREEMENT_PERMUTATIONS = 999  # of the groups of each layer, at most; correlations need no more


rule compare_groups:
    """Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""
    input:
        activation_files,
        groups=lambda wildcards: analysis(wildcards).groups,
    output:
        separation=f"{paths.TESTS}/separation.tsv",
        pairs=f"{paths.TESTS}/pairs.tsv",
        neurons=f"{paths.TESTS}/neurons.npz",
    log:
        "results/logs/compare_groups/{experiment}/{layer}.log",
    benchmark:
        "results/benchmarks/compare_groups/{experiment}/{layer}.tsv"
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(120),
    params:
        code=code_digest("compare_groups.py"),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layer": analysis(wildcards).stored(wildcards.layer),
            "by": analysis(wildcards).grouping.by,
            **analysis(wildcards).tests,
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/compare_groups.py"


rule permute_dissimilarities:
    """Find which groups a layer sees alike by chance: dissimilarities under permuted groups."""
    input:
        activation_files,
        groups=lambda wildcards: analysis(wildcards).groups,
    output:
        chance=f"{paths.TESTS}/dissimilarities.npz",
    log:
        "results/logs/permute_dissimilarities/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(120),
    params:
        code=code_digest("permute_dissimilarities.py"),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layer": analysis(wildcards).stored(wildcards.layer),
            "sampling": analysis(wildcards).grouping.sampling,
            "names": analysis(wildcards).names(),
            "weighted": analysis(wildcards).grouping.weighted,
            "permutations": min(analysis(wildcards).tests["permutations"], AGREEMENT_PERMUTATIONS),
        },
    script:
        "../../scripts/permute_dissimilarities.py"


rule find_suspicious_inputs:
    """Find inputs whose label is probably wrong, by all layers and the network's outputs together."""
    input:
        unpack(lambda wildcards: analysis(wildcards).judged_files),
    output:
        suspects=paths.SUSPICIOUS_INPUTS,
        expected=paths.EXPECTED_WRONG,
    log:
        "results/logs/find_suspicious_inputs/{experiment}.log",
    benchmark:
        "results/benchmarks/find_suspicious_inputs/{experiment}.tsv"
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("find_suspicious_inputs.py"),
        state=states_of(lambda wildcards: analysis(wildcards).judged_files),
        settings=lambda wildcards: {
            "source": analysis(wildcards).judged.settings,
            "labels": analysis(wildcards).grouping.labels,
            "missing": analysis(wildcards).source.missing,
            "folds": analysis(wildcards).is_judged_on_folds,
            "blocks": analysis(wildcards).grouping.blocks,
            "layers": analysis(wildcards).stored_layers,
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/find_suspicious_inputs.py"


rule find_subgroups:
    """Test of each group whether it is one population or two, and find the parts."""
    input:
        unpack(lambda wildcards: analysis(wildcards).seen_files),
    output:
        subgroups=f"{paths.SUBGROUPS}s.tsv",
        members=f"{paths.SUBGROUPS}_members.tsv",
        neurons=f"{paths.SUBGROUPS}_neurons.tsv",
    log:
        "results/logs/find_subgroups/{experiment}.log",
    benchmark:
        "results/benchmarks/find_subgroups/{experiment}.tsv"
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("find_subgroups.py"),
        state=states_of(lambda wildcards: analysis(wildcards).seen_files),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "labels": analysis(wildcards).grouping.labels,
            "missing": analysis(wildcards).source.missing,
            "layers": analysis(wildcards).stored_layers,
            "blocks": analysis(wildcards).grouping.blocks,
            "alpha": analysis(wildcards).tests["alpha"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/find_subgroups.py"
