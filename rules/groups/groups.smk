"""Groups of inputs, and what the network predicts for them.

input:  results/activations/{model}/{dataset}/, or a user's activations
output: results/groups/{experiment}.npz, results/tables/{experiment}/outcomes.tsv,
        outcome_gaps.tsv, outcome_tests.tsv, inputs.tsv and left_out.tsv
"""


rule group_inputs:
    """Group the inputs of an experiment, and count what the network predicts for each group."""
    input:
        activation_files,
        dataset=lambda wildcards: analysis(wildcards).dataset_file or [],
    output:
        groups=paths.GROUPS,
        outcomes=paths.OUTCOMES,
        gaps=paths.OUTCOME_GAPS,
        gap_tests=paths.OUTCOME_TESTS,
        inputs=paths.INPUTS,
        left_out=paths.LEFT_OUT,
    log:
        "results/logs/group_inputs/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("group_inputs.py"),
        state=states_of(activation_files),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layers": analysis(wildcards).users_layers,
            "grouping": analysis(wildcards).grouping.groups,
            "nuisance": analysis(wildcards).grouping.nuisance,
            "blocks": analysis(wildcards).grouping.blocks,
            "missing": analysis(wildcards).source.missing,
            "dataset": analysis(wildcards).dataset_file,
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/group_inputs.py"
