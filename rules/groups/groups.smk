"""Groups of inputs, and what the network predicts for them.

input:  results/activations/{model}/{dataset}/, or a user's activations
output: results/groups/{experiment}.npz, results/tables/{experiment}/outcomes.tsv, inputs.tsv and
        left_out.tsv
"""


rule group_inputs:
    """Group the inputs of an experiment, and count what the network predicts for each group."""
    input:
        activation_files,
        dataset=lambda wildcards: dataset_file(part_of(wildcards)),
    output:
        groups="results/groups/{experiment}.npz",
        outcomes=in_report("results/tables/{experiment}/outcomes.tsv", "Tables", "outcomes"),
        inputs=in_report(INPUTS_TABLE, "Tables", "inputs"),
        left_out="results/tables/{experiment}/left_out.tsv",
    log:
        "results/logs/group_inputs/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("group_inputs.py"),
        state=states_of(activation_files),
        settings=lambda wildcards: {
            "activations": activations_of(part_of(wildcards)),
            "dataset": dataset_file(part_of(wildcards)) or None,
            "layers": layers_to_check(part_of(wildcards)),
            **axes_of(part_of(wildcards)),
            "by": part_of(wildcards)["grouping"]["by"],
            "only": part_of(wildcards)["grouping"].get("only"),
            "min_size": part_of(wildcards)["grouping"].get("min_size"),
            "nuisance": part_of(wildcards)["grouping"]["nuisance"],
            "missing": part_of(wildcards).get("missing", []),
            "blocks": part_of(wildcards)["grouping"]["blocks"],
        },
    script:
        "../../scripts/group_inputs.py"
