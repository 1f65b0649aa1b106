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
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=30,
    params:
        code=code_digest("compute_naps.py"),
        settings=lambda wildcards: {
            "by": PROFILED[wildcards.experiment]["groups"]["by"],
            "classes": PROFILED[wildcards.experiment]["groups"].get("classes"),
            "examples_per_group": PROFILED[wildcards.experiment]["examples_per_group"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../scripts/compute_naps.py"
