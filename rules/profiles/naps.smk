"""Neuron activation profiles.

input:  results/activations/{model}/{dataset}/ or a user's, results/groups/…
output: results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz
"""


rule compute_naps:
    """Draw inputs of each group, a new draw per trial, and compute the groups' NAPs."""
    input:
        lambda wildcards: analysis(wildcards).profile_files(wildcards.layer),
        groups=lambda wildcards: analysis(wildcards).groups,
    output:
        naps=paths.NAPS,
    log:
        "results/logs/compute_naps/{experiment}/{layer}/{condition}/{first}-{last}.log",
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("compute_naps.py"),
        settings=lambda wildcards: analysis(wildcards).profile(wildcards.layer, wildcards.condition),
    script:
        "../../scripts/compute_naps.py"
