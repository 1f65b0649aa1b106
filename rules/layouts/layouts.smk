"""Layouts of the neurons.

input:  results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz
output: results/layouts/{experiment}/{layer}/{condition}/{method}/{first}-{last}.npz
"""

LAYOUT = "results/layouts/{experiment}/{layer}/{condition}/{method}/{first}-{last}.npz"


rule compute_layout:
    """Lay out the neurons by a method without swarm, for a block of trials."""
    input:
        naps=naps_of_layout,
    output:
        layout=LAYOUT,
    log:
        "results/logs/compute_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/compute_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    wildcard_constraints:
        method="|".join(COMPUTED_METHODS),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=lambda wildcards: code_digest(
            "compute_layout.py", modules=modules_of(*methods_used(wildcards))
        ),
        settings=lambda wildcards: {**layout_settings(wildcards), **shared_settings(wildcards)},
    script:
        "../../scripts/compute_layout.py"


rule refine_layout:
    """Arrange the neurons by the particle swarm, from a base layout or from random positions."""
    input:
        naps=naps_of_block,
        base=base_layout,
    output:
        layout=LAYOUT,
    log:
        "results/logs/refine_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/refine_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    wildcard_constraints:
        method="|".join(SWARM_METHODS),
    conda:
        "../../envs/layouts.yaml"
    # Of the swarm alone: thousands of neurons take less than the start of a job, and jobs run side
    # by side.
    threads: 1
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=lambda wildcards: code_digest("refine_layout.py", modules=modules_of(wildcards.method)),
        settings=layout_settings,
    script:
        "../../scripts/refine_layout.py"
