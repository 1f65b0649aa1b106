"""Neuron activation profiles.

input:  results/activations/{model}/{dataset}/{layer}/
output: results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz
"""


rule compute_naps:
    """Draw inputs of each group, a new draw per trial, and compute their NAPs."""
    input:
        activations=lambda wildcards: activations_of(wildcards, "activations.npy"),
        examples=lambda wildcards: activations_of(wildcards, "examples.npz"),
    output:
        naps="results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz",
    log:
        "results/logs/compute_naps/{experiment}/{layer}/{condition}/{first}-{last}.log",
    wildcard_constraints:
        experiment=one_of(
            name for name in PROFILED if name not in {*STREAMED, *BY_CHECKPOINT, *OWN}
        ),
    group:
        "naps"
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("compute_naps.py"),
        settings=lambda wildcards: {
            **profile_settings(wildcards),
            "by": PROFILED[wildcards.experiment]["groups"]["by"],
            "features": PROFILED[wildcards.experiment]["features"],
            **layout_settings(wildcards, "feature_maps"),
            **stacking_settings(wildcards),
        },
    script:
        "../scripts/compute_naps.py"


rule compute_checkpoint_naps:
    """Compute the NAPs of the classes at each checkpoint of the training."""
    input:
        activations=lambda wildcards: activations_of(wildcards, "checkpoints.npz"),
    output:
        naps="results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz",
    log:
        "results/logs/compute_checkpoint_naps/{experiment}/{layer}/{condition}/{first}-{last}.log",
    wildcard_constraints:
        experiment=one_of(BY_CHECKPOINT),
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("compute_checkpoint_naps.py"),
        settings=lambda wildcards: {
            **profile_settings(wildcards),
            **layout_settings(wildcards, "feature_maps"),
        },
    script:
        "../scripts/compute_checkpoint_naps.py"
