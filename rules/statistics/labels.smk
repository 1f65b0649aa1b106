"""Which labels are probably wrong, input by input, and which groups hide a second population.

input:  results/activations/{model}/{dataset}/ or a user's, results/folds/{model}/{dataset}/
output: results/tables/{experiment}/suspicious_inputs.tsv, …/subgroups.tsv and others
"""

SUSPICIOUS_INPUTS = "results/tables/{experiment}/suspicious_inputs.tsv"
SUBGROUPS = "results/tables/{experiment}/subgroup"


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
        settings=lambda wildcards: {
            **labelled_settings(wildcards),
            "layers": layer_arrays(part_of(wildcards)),
            "alpha": part_of(wildcards)["tests"]["alpha"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/find_subgroups.py"
